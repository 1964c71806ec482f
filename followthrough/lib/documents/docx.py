"""The tree as a Word file: real styles, real lists, header rows that repeat, the language set."""

from collections.abc import Sequence
from datetime import UTC
from functools import singledispatchmethod
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Length, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from followthrough.lib.documents import tree
from followthrough.lib.documents.docx_fields import (
    add_bookmark,
    add_link,
    add_page_numbers,
    add_place_link,
    begin_contents,
    describe_picture,
    end_contents,
    keep_row_whole,
    mark_header_row,
    mark_language,
    restart_numbers,
    shade,
)
from followthrough.lib.documents.docx_styles import (
    BLANK_COLOUR,
    SMALL,
    TABLE,
    TEXT_WIDTH,
    dress,
    indent_list,
)
from followthrough.lib.documents.pictures import pictures
from followthrough.lib.documents.text import clean_runs, cleaned, region_tag, shortened

_LABEL_WIDTH = Mm(52)
_GAP = Mm(8)


def to_docx(document: tree.Document) -> bytes:
    """The document as the bytes of a .docx file."""
    word = docx.Document()
    dress(word, region_tag(document.language), is_compact=document.is_compact)
    _Writer(word, document).write()
    written = BytesIO()
    word.save(written)
    return written.getvalue()


class _Writer:
    def __init__(self, word: WordDocument, document: tree.Document) -> None:
        self.word = word
        self.document = document
        drawn = [part for part in document.parts if isinstance(part, tree.Drawing)]
        self.pictures = iter(pictures(drawn))
        self.headings = 0

    def write(self) -> None:
        self._properties()
        self._running_lines()
        for number, line in enumerate(self.document.letterhead):
            self._paragraph(line, "Sender" if number == 0 else "Sender lines")
        self._paragraph(self.document.title, "Title")
        for part in self.document.parts:
            if isinstance(part, tree.Signature):
                # Nobody signs a page that says nothing.
                self.word.paragraphs[-1].paragraph_format.keep_with_next = True
            self._part(part)

    def _properties(self) -> None:
        kept = self.word.core_properties
        # Word's limit is 255 characters.
        kept.title = cleaned(self.document.title)[:255]
        kept.subject = cleaned(self.document.subject)[:255]
        kept.author = cleaned(self.document.author)[:255]
        kept.language = region_tag(self.document.language)
        kept.created = kept.modified = self.document.made_at.astimezone(UTC).replace(tzinfo=None)
        kept.comments = ""

    def _running_lines(self) -> None:
        section = self.word.sections[0]
        footer = section.footer.paragraphs[0]
        footer.style = "Footer"
        footer.add_run(shortened(self.document.title) + "\t")
        add_page_numbers(footer)
        if self.document.mark:
            header = section.header.paragraphs[0]
            header.style = "Mark"
            header.add_run(cleaned(self.document.mark))

    @singledispatchmethod
    def _part(self, part: tree.Part) -> None:
        raise TypeError(f"Word is not told how to write {part!r}")

    @_part.register
    def _heading(self, part: tree.Heading) -> None:
        paragraph = self._paragraph(part.text, f"Heading {part.level}")
        add_bookmark(paragraph, self.headings)
        self.headings += 1

    @_part.register
    def _contents(self, part: tree.Contents) -> None:
        """The headings as links, in a field that Word completes with pages when it is updated."""
        self._paragraph(part.title, "Contents title")
        places = [one for one in self.document.parts if isinstance(one, tree.Heading)]
        listed = tree.headings(self.document)
        for number, heading in enumerate(places):
            if heading not in listed:
                continue
            line = self.word.add_paragraph(style=f"toc {heading.level}")
            if heading is listed[0]:
                begin_contents(line)
            add_place_link(line, number, cleaned(tree.plain(heading.text)).replace("\n", " "))
            if heading is listed[-1]:
                end_contents(line)

    @_part.register
    def _drawing(self, part: tree.Drawing) -> None:
        if part.caption:
            self._paragraph(part.caption, "Caption")
        paragraph = self.word.add_paragraph(style="Normal")
        run = paragraph.add_run()
        run.add_picture(BytesIO(next(self.pictures)), width=Mm(part.width))
        describe_picture(run, cleaned(part.alt))

    def _paragraph(self, text: tree.Text, style: str) -> WordParagraph:
        paragraph = self.word.add_paragraph(style=style)
        self._fill(paragraph, text)
        return paragraph

    def _fill(self, paragraph: WordParagraph, text: tree.Text) -> None:
        for one in clean_runs(text):
            run = add_link(paragraph, one.link) if one.link else paragraph.add_run()
            run.text = f"[{one.text}]" if one.is_blank else one.text
            run.bold = one.is_strong or None
            run.italic = one.is_emphasised or None
            if one.link:
                run.style = "Link"
            if one.is_blank:
                shade(run._r.get_or_add_rPr(), BLANK_COLOUR)
            if one.language and one.language != self.document.language:
                mark_language(run, region_tag(one.language))

    @_part.register
    def _body(self, part: tree.Paragraph) -> None:
        paragraph = self._paragraph(part.text, "Normal")
        if part.is_centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if part.is_kept_with_next:
            paragraph.paragraph_format.keep_with_next = True

    @_part.register
    def _bullets(self, part: tree.Bullets) -> None:
        for item in part.items:
            self._paragraph(item, "List Bullet")

    @_part.register
    def _numbers(self, part: tree.Numbers) -> None:
        number = restart_numbers(self.word)
        for item in part.items:
            indent_list(self._paragraph(item, "List Number"), number)

    @_part.register
    def _fields(self, part: tree.Fields) -> None:
        for number, field in enumerate(part.items, 1):
            line = self._field(field)
            line.paragraph_format.keep_with_next = number < len(part.items)

    def _field(self, field: tree.Field) -> WordParagraph:
        """Label and value on tab stops: a screen reader meets no table where none is meant."""
        paragraph = self._paragraph(tree.Run(f"{field.label}:", is_strong=True), "Field")
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(_LABEL_WIDTH)
        if tree.plain(field.value):
            paragraph.add_run("\t")
            self._fill(paragraph, field.value)
        else:
            _dotted_line(paragraph, _LABEL_WIDTH, TEXT_WIDTH)
            paragraph.paragraph_format.space_before = Pt(6)
        return paragraph

    @_part.register
    def _signature(self, part: tree.Signature) -> None:
        count = len(part.places)
        share = (TEXT_WIDTH - _GAP * 2) // 3
        starts = [TEXT_WIDTH - (share + _GAP) * (count - at) + _GAP for at in range(count)]
        lines = self._paragraph("", "Signature line")
        captions = self._paragraph("", "Signature caption")
        for start, place in zip(starts, part.places, strict=True):
            _dotted_line(lines, start, start + share)
            if start:
                captions.paragraph_format.tab_stops.add_tab_stop(start)
                captions.add_run("\t")
            captions.add_run(cleaned(place))

    @_part.register
    def _note(self, part: tree.Note) -> None:
        self._paragraph(part.text, "Note")

    @_part.register
    def _page_break(self, part: tree.PageBreak) -> None:
        self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    @_part.register
    def _table(self, part: tree.Table) -> None:
        if part.caption:
            self._paragraph(part.caption, "Caption")
        table = self.word.add_table(rows=0, cols=len(part.header), style=TABLE)
        table.autofit = False
        for number, column in enumerate(table.columns):
            column.width = _width(part, number)
        header = table.add_row()
        mark_header_row(header)
        self._row(header.cells, part.header, part, style="Header cell")
        for cells in part.rows:
            row = table.add_row()
            keep_row_whole(row, at_least=Mm(9) if part.is_form else 0)
            self._row(row.cells, [tree.shown(cell, part) for cell in cells], part)
        self._paragraph("", SMALL)

    def _row(
        self,
        cells: Sequence[_Cell],
        texts: Sequence[tree.Text],
        table: tree.Table,
        style: str = "Cell",
    ) -> None:
        for number, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            cell.width = _width(table, number)
            paragraph = cell.paragraphs[0]
            paragraph.style = style
            if number in table.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._fill(paragraph, text)


def _width(table: tree.Table, column: int) -> Length:
    return Length(round(TEXT_WIDTH * table.shares[column]))


def _dotted_line(paragraph: WordParagraph, start: int, end: int) -> None:
    stops = paragraph.paragraph_format.tab_stops
    if start:
        stops.add_tab_stop(start)
        paragraph.add_run("\t")
    stops.add_tab_stop(end, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.DOTS)
    paragraph.add_run("\t")
