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
