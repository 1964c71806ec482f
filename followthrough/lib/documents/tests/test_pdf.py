"""The PDF: tagged, in its language, and never broken by what somebody typed."""

from dataclasses import replace
from io import BytesIO
from typing import Any, get_args

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followthrough.lib.documents import glyphs, pdf
from followthrough.lib.documents.pdf import NotSet, to_pdf
from followthrough.lib.documents.tests.readers import pages
from followthrough.lib.documents.tests.samples import LETTERS, POISON, document, poisoned
from followthrough.lib.documents.text import is_safe_link
from followthrough.lib.documents.tree import Bullets, Heading, Paragraph, Part, Signature, Table


def nodes(node: Any) -> list[Any]:
    """The nodes of the structure, in the order of reading."""
    found = [node]
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            found += nodes(child)
    return found


def tags(node: Any) -> list[str]:
    return [str(one.S) for one in nodes(node) if "/S" in one]


def test_it_is_tagged_and_says_what_it_is() -> None:
    with pikepdf.open(BytesIO(to_pdf(document()))) as made:
        root = made.Root
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert str(root.Lang) == "sr-RS"
        assert str(made.docinfo["/Title"]) == "Decision on contact persons"
        assert str(made.docinfo["/Author"]) == "Ministry"
        assert str(made.docinfo["/CreationDate"]).startswith("D:20270104093")
        assert [str(item.Title) for item in (root.Outlines.First, root.Outlines.First.First)] == [
            "Article 1",
            "Below",
        ]
        with made.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
            assert about["dc:language"]
        found = tags(root.StructTreeRoot)
    for tag, count in {
        "/H1": 1,
        "/H2": 1,
        "/Table": 2,
        "/THead": 2,
        "/TH": 4,
        "/Caption": 2,
    }.items():
        assert found.count(tag) == count, tag
    assert {"/P", "/L", "/LI", "/Link"} <= set(found)


def test_the_sample_has_every_kind_of_part() -> None:
    assert {type(part) for part in document().parts} == set(get_args(Part))


@pytest.mark.parametrize(("code", "tag"), [("sq", "sq-AL"), ("en", "en-GB"), ("xx", "xx")])
def test_its_language_is_the_documents(code: str, tag: str) -> None:
    with pikepdf.open(BytesIO(to_pdf(document(language=code)))) as made:
        assert str(made.Root.Lang) == tag


def test_letters_of_all_languages_and_page_numbers_stand_in_it() -> None:
    made = pages(to_pdf(document()))
    for letter in LETTERS.split():
        assert letter in made[0]
    assert "DRAFT" in made[0]
    assert made[0].endswith(" 1/2\n") and made[1].endswith(" 2/2\n")
    assert "[legal basis]" in made[0]


def test_every_font_is_ours_and_embedded() -> None:
    with pikepdf.open(BytesIO(to_pdf(document()))) as made:
        fonts = {str(font.BaseFont) for page in made.pages for font in page.resources.Font.values()}
    assert fonts
    assert all("+SourceSans3-" in name for name in fonts)


def test_a_header_row_is_repeated() -> None:
    table = Table(("Number", "Words"), [(str(n), "word " * 30) for n in range(60)])
    made = pages(to_pdf(replace(document(), parts=(table,))))
    assert len(made) > 2
    assert all("Number" in page for page in made)


@pytest.mark.parametrize("text", POISON.values(), ids=POISON.keys())
def test_no_text_breaks_it_or_is_obeyed(text: str) -> None:
    made = " ".join(pages(to_pdf(poisoned(text))))
    assert "root:" not in made
    assert "The end" in made
    if text == POISON["code"]:
        assert '#read("/etc/passwd")' in made


def test_what_the_fonts_lack_leaves_a_box() -> None:
    made = pages(to_pdf(replace(document(), parts=(Paragraph("漢 ok ½ ℃"),))))[0]
    assert "□ ok ½ °C" in made


def test_unfiltered_text_would_break_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the filter the same text leaves no document."""
    monkeypatch.setattr(pdf, "drawable", str)
    with pytest.raises(NotSet, match="漢"):
        to_pdf(replace(document(), parts=(Paragraph("漢"),)))


def test_every_character_that_is_let_through_can_be_drawn() -> None:
    known = sorted(glyphs.covered() - {"\n"})
    lines = ["".join(known[at : at + 40]) for at in range(0, len(known), 40)]
    strong = [Paragraph(line) for line in lines]
    assert to_pdf(replace(document(), parts=(*strong, Bullets(lines)))).startswith(b"%PDF")


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=20, max_size=60))
def test_no_text_at_all_breaks_it(texts: list[str]) -> None:
    assert to_pdf(replace(document(), parts=[Paragraph(text) for text in texts]))


def test_only_addresses_of_the_web_are_links() -> None:

    for bad in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:x",
        "//x",
        "http://",
        " ",
        "a b",
    ):
        assert not is_safe_link(bad), bad
    for good in ("https://example.org/ë", "http://a.b", "mailto:a@b.org"):
        assert is_safe_link(good), good


def test_a_skipped_level_of_headings_is_refused() -> None:
    with pytest.raises(ValueError, match="skips a level"):
        replace(document(), parts=(Heading("One"), Heading("Three", level=3)))


def test_a_signature_never_stands_alone_on_a_page() -> None:
    for lines in range(38, 52):
        filler: list[Part] = [Paragraph(f"Line {number}") for number in range(lines)]
        signed = (*filler, Paragraph("The last words"), Signature(("Signature",)))
        for page in pages(to_pdf(replace(document(), parts=signed))):
            assert ("Signature" in page) <= ("The last words" in page)


def test_drawings_have_their_words_and_a_shape_beside_a_word_has_none() -> None:
    with pikepdf.open(BytesIO(to_pdf(document("x")))) as made:
        figures = [
            one for one in nodes(made.Root.StructTreeRoot) if str(one.get("/S")) == "/Figure"
        ]
        assert [str(one.Alt) for one in figures] == ["Two of five: x", "QR code"]
        assert {"/TOC", "/TOCI"} <= set(tags(made.Root.StructTreeRoot))


def test_a_drawing_shows_its_counts_and_their_words() -> None:
    made = " ".join(pages(to_pdf(document("x"))))
    assert "Završeno 2" in made
    assert "Nije poznato 3" in made
