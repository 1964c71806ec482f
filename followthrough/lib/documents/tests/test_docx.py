"""The Word file: real styles, its language, readable by another program, never broken by a text."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from followthrough.lib.documents.docx import to_docx
from followthrough.lib.documents.marked import marked
from followthrough.lib.documents.tests.readers import as_pdf, pages
from followthrough.lib.documents.tests.samples import LETTERS, MADE_AT, POISON, document, poisoned
from followthrough.lib.documents.tree import Run, plain

# The order in which Word's format has these; Word itself may refuse a file with another.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind "
    "contextualSpacing jc outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps color spacing kern sz szCs u shd lang",
    "trPr": "cantSplit trHeight tblHeader",
}


def read(word: bytes) -> docx.document.Document:
    return docx.Document(BytesIO(word))


def test_parts_are_in_words_own_styles() -> None:
    made = read(to_docx(document()))
    styles = [str(one.style.name) for one in made.paragraphs if one.style]
    for name, count in {
        "Title": 1,
        "Heading 1": 1,
        "Heading 2": 1,
        "List Bullet": 2,
        "List Number": 3,
        "Caption": 2,
        "Note": 1,
    }.items():
        assert styles.count(name) == count, name


def test_it_says_what_it_is_and_in_which_language() -> None:
    made = read(to_docx(document()))
    kept = made.core_properties
    assert (kept.title, kept.author) == ("Decision on contact persons", "Ministry")
    assert (kept.language, kept.created) == ("sr-Latn-RS", MADE_AT)
    default = made.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert default.get(qn("w:val")) == "sr-Latn-RS"
    foreign = list(made.element.iter(qn("w:lang")))
    assert [one.get(qn("w:val")) for one in foreign] == ["sq-AL"]


def test_header_rows_are_repeated_and_rows_stay_whole() -> None:
    for table in read(to_docx(document())).tables:
        first, *others = (row._tr.trPr for row in table.rows)
        assert first.find(qn("w:tblHeader")) is not None
        assert all(one.find(qn("w:tblHeader")) is None for one in others)
        assert all(one.find(qn("w:cantSplit")) is not None for one in (first, *others))


def test_it_is_a4_with_page_numbers() -> None:
    section = read(to_docx(document())).sections[0]
    assert section.page_width and round(section.page_width / Mm(1)) == 210
    fields = [one.get(qn("w:instr")) for one in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_second_list_begins_at_one() -> None:
    made = read(to_docx(document()))
    numbered = [one for one in made.paragraphs if one.style and one.style.name == "List Number"]
    ids = [next(one._p.iter(qn("w:numId"))).get(qn("w:val")) for one in numbered]
    assert len(set(ids)) == 2 and ids[0] == ids[1]


def test_another_program_reads_all_of_it(tmp_path: Path) -> None:
    made = pages(as_pdf(to_docx(document()), tmp_path))
    for found in (*LETTERS.split(), "DRAFT", "[legal basis]", "1/2", "Article 1", "The Ministry"):
        assert found in made[0], found
    assert "The end" in made[1]


@pytest.mark.parametrize("text", POISON.values(), ids=POISON.keys())
def test_no_text_breaks_it(text: str) -> None:
    made = read(to_docx(poisoned(text)))
    assert made.paragraphs[-1].text == "The end"
    links = [one.target_ref for one in made.part.rels.values() if one.is_external]
    assert set(links) == {"https://example.org/a?b=c&d=e"}


def test_another_program_reads_all_poison_at_once(tmp_path: Path) -> None:
    texts = [Run(f"{text}\n") for text in POISON.values()]
    made = " ".join(pages(as_pdf(to_docx(replace(document(texts), mark="")), tmp_path)))
    assert "The end" in made
    assert "=cmd|' /C calc'!A0" in made
    assert "<script>alert(1)</script>" in made


def test_marks_in_a_value_are_only_text() -> None:
    runs = marked("**%(a)s** [[fill]] %(b)s", a="x", b="**y** [[z]]")
    assert [(one.text, one.is_strong, one.is_blank) for one in runs] == [
        ("x", True, False),
        (" ", False, False),
        ("fill", False, True),
        (" ", False, False),
        ("**y** [[z]]", False, False),
    ]
    assert plain(marked("100 % **all**")) == "100 % all"


def test_properties_stand_in_the_order_that_word_takes() -> None:
    made = read(to_docx(document()))
    footer = made.sections[0].footer._element
    for root in (made.element, made.styles.element, footer):
        for name, order in ORDERS.items():
            places = {qn(f"w:{one}"): at for at, one in enumerate(order.split())}
            for properties in root.iter(qn(f"w:{name}")):
                found = [places[one.tag] for one in properties]
                assert found == sorted(found), [one.tag for one in properties]


def test_contents_lead_to_headings_and_pictures_have_their_words() -> None:
    made = read(to_docx(document("x")))
    places = {one.get(qn("w:name")) for one in made.element.iter(qn("w:bookmarkStart"))}
    links = [one for one in made.element.iter(qn("w:hyperlink")) if one.get(qn("w:anchor"))]
    assert [one.get(qn("w:anchor")) in places for one in links] == [True] * 2
    codes = [one.text for one in made.element.iter(qn("w:instrText"))]
    assert codes == [' TOC \\o "1-2" \\h \\z \\u ']
    pictures = [one.get("descr") for one in made.element.iter(qn("wp:docPr"))]
    assert pictures == ["Two of five: x", "QR code"]
