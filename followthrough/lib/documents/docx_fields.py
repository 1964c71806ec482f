"""What Word can do and python-docx has no words for."""

from typing import cast

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length
from docx.table import _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run


def element(name: str, **attributes: str) -> BaseOxmlElement:
    """An element of Word's own namespace: element("tab", val="left")."""
    made = cast(BaseOxmlElement, OxmlElement(f"w:{name}"))
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def add_page_numbers(paragraph: Paragraph) -> None:
    """The page and how many there are, like 2 / 5; Word counts them."""
    _add_field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _add_field(paragraph, "NUMPAGES")


def _add_field(paragraph: Paragraph, code: str) -> None:
    field = element("fldSimple", instr=code)
    run = element("r")
    text = element("t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def add_link(paragraph: Paragraph, address: str) -> Run:
    """An empty run inside a link to the address."""
    target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    run = element("r")
    link.append(run)
    paragraph._p.append(link)
    return Run(run, paragraph)  # type: ignore[arg-type]


def mark_language(run: Run, tag: str) -> None:
    run._r.get_or_add_rPr().append(element("lang", val=tag))


def shade(properties: BaseOxmlElement, colour: str) -> None:
    properties.append(element("shd", val="clear", color="auto", fill=colour))


def mark_header_row(row: _Row) -> None:
    """Repeated at the head of each page, and read out as the header."""
    keep_row_whole(row)
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_row_whole(row: _Row, at_least: int = 0) -> None:
    """No page break inside the row; `at_least` is its height where it is to be written in."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))
    if at_least:
        row.height = Length(at_least)


def restart_numbers(word: WordDocument) -> int:
    """The id of a new list that begins at 1, in the style of Word's numbered lists."""
    numbering = word.part.numbering_part.numbering_definitions._numbering
    style = word.styles["List Number"].element
    used = style.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(used).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def _place(number: int) -> str:
    return f"_Toc{number + 1:06}"


def add_bookmark(paragraph: Paragraph, number: int) -> None:
    """Name the place of a heading, for links to it."""
    start = element("bookmarkStart", id=str(number))
    start.set(qn("w:name"), _place(number))
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def add_place_link(paragraph: Paragraph, number: int, text: str) -> None:
    """A link to the heading of that number."""
    link = element("hyperlink", anchor=_place(number), history="1")
    run = element("r")
    link.append(run)
    paragraph._p.append(link)
    Run(run, paragraph).text = text  # type: ignore[arg-type]


def begin_contents(paragraph: Paragraph) -> None:
    """What follows is a table of contents down to level 2, as Word would write it itself."""
    _field_mark(paragraph, "begin")
    run = element("r")
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = r' TOC \o "1-2" \h \z \u '
    run.append(code)
    paragraph._p.append(run)
    _field_mark(paragraph, "separate")


def end_contents(paragraph: Paragraph) -> None:
    _field_mark(paragraph, "end")


def _field_mark(paragraph: Paragraph, kind: str) -> None:
    run = element("r")
    run.append(element("fldChar", fldCharType=kind))
    paragraph._p.append(run)


def describe_picture(run: Run, words: str) -> None:
    """What the picture in the run shows, for who cannot see it."""
    for one in run._r.iter(qn("wp:docPr")):
        one.set("descr", words)
        one.set("name", "")
