"""How the Word file looks: styles of Word's own names, so that a ministry can restyle it."""

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from followthrough.lib.documents.docx_fields import element

INK, PETROL, QUIET = RGBColor(0x17, 0x20, 0x2A), RGBColor(0x0A, 0x5A, 0x80), RGBColor(70, 82, 94)
TINT, BLANK_COLOUR, RULE = "EDF3F6", "FFF0DB", "C5CDD4"
# Calibri is on every Word; elsewhere its metric twin Carlito, then any sans.
FONT, TWIN = "Calibri", "Carlito"
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Mm(210), Mm(297), Mm(23)
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
# Word takes the properties of a paragraph in one order only.
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")
# Where Word's own lists have their text.
_HANGING = Pt(18)
TABLE, SMALL = "Followthrough table", "After table"


def dress(word: WordDocument, language: str, *, is_compact: bool) -> None:
    """Page, fonts, language and styles of the empty document."""
    section = word.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Mm(18 if is_compact else 22)
    section.header_distance = section.footer_distance = Mm(9)
    _set_language(word, language)
    _add_twin_font(word)
    size = 10 if is_compact else 11
    _text(word, "Normal", size=size, after=4 if is_compact else 6, line=1.1)
    _headings(word, size, is_compact=is_compact)
    _special(word, size)
    _lists(word, size)
    _table_style(word)


def indent_list(paragraph: Paragraph, number: int) -> None:
    """Put the paragraph into the numbered list of that id."""
    place = element("numPr")
    place.extend([element("ilvl", val="0"), element("numId", val=str(number))])
    paragraph._p.get_or_add_pPr().append(place)


def _text(  # noqa: PLR0913
    word: WordDocument,
    name: str,
    *,
    size: float,
    bold: bool = False,
    colour: RGBColor = INK,
    before: float = 0,
    after: float = 0,
    line: float = 1.0,
    keep: bool = False,
) -> ParagraphStyle:
    """A paragraph style, Word's own or a new one, with everything said that matters."""
    found = word.styles[name] if name in _names(word) else _new(word, name)
    font, layout = found.font, found.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    font.color.rgb = colour
    fonts = found.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), line
    layout.keep_with_next = keep
    return found


def _names(word: WordDocument) -> set[str]:
    return {str(style.name) for style in word.styles}


def _new(word: WordDocument, name: str) -> ParagraphStyle:
    made: ParagraphStyle = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = word.styles["Normal"]
    made.quick_style = True
    return made


def _headings(word: WordDocument, size: float, *, is_compact: bool) -> None:
    title = _text(word, "Title", size=size + 9, bold=True, before=6, after=8, keep=True)
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    above = 8 if is_compact else 14
    _text(
        word, "Heading 1", size=size + 3, bold=True, colour=PETROL, before=above, after=4, keep=True
    )
    _text(word, "Heading 2", size=size + 1, bold=True, before=above - 2, after=3, keep=True)
    _text(word, "Heading 3", size=size, bold=True, before=above - 4, after=2, keep=True)


def _special(word: WordDocument, size: float) -> None:
    sender = _text(word, "Sender", size=size + 1, bold=True, before=0, after=0)
    _rule(sender, "top", colour=str(PETROL), width=24, space=6)
    _text(word, "Sender lines", size=size, colour=QUIET)
    _text(word, "Caption", size=size, bold=True, before=8, after=4, keep=True)
    _text(word, "Cell", size=size - 1, before=2, after=2)
    _text(word, "Header cell", size=size - 1, bold=True, before=2, after=2, keep=True)
    _text(word, SMALL, size=4)
    field = _text(word, "Field", size=size, after=4)
    field.paragraph_format.left_indent, field.paragraph_format.first_line_indent = Mm(52), Mm(-52)
    _text(word, "Signature line", size=size, before=26, keep=True)
    _text(word, "Signature caption", size=size - 1, colour=QUIET, after=6)
    _text(word, "Contents title", size=size + 1, bold=True, before=10, after=4, keep=True)
    for level, indent in ((1, 0), (2, 6)):
        line = _text(word, f"toc {level}", size=size, after=3, bold=level == 1)
        line.paragraph_format.left_indent = Mm(indent)
    note = _text(word, "Note", size=size, before=6, after=8, line=1.1)
    note.paragraph_format.left_indent = note.paragraph_format.right_indent = Mm(3)
    _rule(note, "left", colour=str(PETROL), width=24, space=8)
    tint = element("shd", val="clear", color="auto", fill=TINT)
    note.element.pPr.insert_element_before(tint, *_AFTER_BORDERS[1:])
    mark = _text(word, "Mark", size=size, bold=True, colour=RGBColor(0xA8, 0x16, 0x3F))
    mark.paragraph_format.alignment = 2
    footer = _text(word, "Footer", size=9, colour=QUIET)
    _stop_at_margin(footer)
    link = word.styles.add_style("Link", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = PETROL, True


def _rule(style: ParagraphStyle, side: str, *, colour: str, width: int, space: int) -> None:
    borders = element("pBdr")
    borders.append(element(side, val="single", sz=str(width), space=str(space), color=colour))
    style.element.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def _stop_at_margin(footer: ParagraphStyle) -> None:
    stops = footer.paragraph_format.tab_stops
    for _ in range(len(stops)):
        del stops[0]
    stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _lists(word: WordDocument, size: float) -> None:
    for name in ("List Bullet", "List Number"):
        style = _text(word, name, size=size, after=3, line=1.1)
        style.paragraph_format.left_indent = _HANGING
        style.paragraph_format.first_line_indent = -_HANGING


# What the text of a cell is moved in by, so that the table begins where the text does.
_INDENT = '<w:tblInd w:w="85" w:type="dxa"/>'


def _table_style(word: WordDocument) -> None:
    """Thin lines between the rows, a tinted header; nothing more."""
    style = word.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE}"'
    strong = f'w:val="single" w:sz="12" w:space="0" w:color="{PETROL}"'
    style.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}>{_INDENT}<w:tblBorders><w:top {strong}/><w:bottom {line}/>"
            f"<w:insideH {line}/></w:tblBorders><w:tblCellMar>"
            '<w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
            "</w:tblCellMar></w:tblPr>"
        )
    )
    style.element.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/></w:rPr>'
            f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr></w:tblStylePr>'
        )
    )


def _set_language(word: WordDocument, tag: str) -> None:
    """The language of everything that names no other, for the spelling checker and for voices."""
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    properties = defaults.find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(element("lang", val=tag, eastAsia=tag, bidi=tag))
    settings = word.settings.element
    for old in settings.findall(qn("w:themeFontLang")):
        old.set(qn("w:val"), tag)


def _add_twin_font(word: WordDocument) -> None:
    """Name the twin in the font table: whoever lacks the font takes that one."""
    parts = word.part.package.iter_parts()
    part = next(one for one in parts if str(one.partname) == "/word/fontTable.xml")
    table = parse_xml(part.blob)
    known = {font.get(qn("w:name")): font for font in table.findall(qn("w:font"))}
    if FONT in known and known[FONT].find(qn("w:altName")) is None:
        known[FONT].insert(0, element("altName", val=TWIN))
    part._blob = serialize_part_xml(table)
