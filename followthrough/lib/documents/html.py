"""The tree as the parts of a web page: headings, lists, tables with captions and header cells."""

from collections.abc import Sequence
from functools import singledispatchmethod

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from followthrough.lib.charts import glyph
from followthrough.lib.documents import tree
from followthrough.lib.documents.text import clean_runs
from followthrough.lib.languages import html_tag

# The first heading of a document stands below the page's own title.
_BELOW = 1
_BREAK = SafeString("<br>")


def to_html(document: tree.Document) -> SafeString:
    """The parts of the document, without its title. All text is escaped here."""
    return _Writer(document).write()


def chip(sign: str, words: SafeString) -> SafeString:
    """A status as the pages show it: shape, word and colour."""
    shape = glyph(sign)
    return format_html('<span class="chip chip--{}">{}<span>{}</span></span>', sign, shape, words)


def anchor(number: int) -> str:
    """Where the heading of that number is, counted from 0."""
    return f"part-{number + 1}"


class _Writer:
    def __init__(self, document: tree.Document) -> None:
        self.document = document
        self.headings = 0

    def write(self) -> SafeString:
        return _joined([self._part(part) for part in self.document.parts])

    def _words(self, text: tree.Text) -> SafeString:
        return _joined([self._run(one) for one in clean_runs(text)])

    def _run(self, one: tree.Run) -> SafeString:
        words = f"[{one.text}]" if one.is_blank else one.text
        body = _BREAK.join(conditional_escape(line) for line in words.split("\n"))
        shown = mark_safe(body)  # noqa: S308 - each line was escaped just here
        if one.is_strong:
            shown = format_html("<strong>{}</strong>", shown)
        if one.is_emphasised:
            shown = format_html("<em>{}</em>", shown)
        if one.sign:
            shown = chip(one.sign, shown)
        if one.language and one.language != self.document.language:
            shown = format_html('<span lang="{}">{}</span>', html_tag(one.language), shown)
        return format_html('<a href="{}">{}</a>', one.link, shown) if one.link else shown

    @singledispatchmethod
    def _part(self, part: tree.Part) -> SafeString:
        raise TypeError(f"a web page is not told how to show {part!r}")

    @_part.register
    def _heading(self, part: tree.Heading) -> SafeString:
        place, level = anchor(self.headings), part.level + _BELOW
        self.headings += 1
        return format_html('<h{0} id="{1}">{2}</h{0}>', level, place, self._words(part.text))

    @_part.register
    def _paragraph(self, part: tree.Paragraph) -> SafeString:
        return format_html("<p>{}</p>", self._words(part.text))

    @_part.register
    def _bullets(self, part: tree.Bullets) -> SafeString:
        return self._list("ul", part.items)

    @_part.register
    def _numbers(self, part: tree.Numbers) -> SafeString:
        return self._list("ol", part.items)

    def _list(self, name: str, items: Sequence[tree.Text]) -> SafeString:
        lines = format_html_join("", "<li>{}</li>", ((self._words(item),) for item in items))
        return format_html("<{0}>{1}</{0}>", name, lines)

    @_part.register
    def _fields(self, part: tree.Fields) -> SafeString:
        pairs = format_html_join(
            "",
            "<div><dt>{}</dt><dd>{}</dd></div>",
            ((one.label, self._words(one.value)) for one in part.items),
        )
        return format_html('<dl class="parties">{}</dl>', pairs)

    @_part.register
    def _signature(self, part: tree.Signature) -> SafeString:
        return SafeString("")

    @_part.register
    def _note(self, part: tree.Note) -> SafeString:
        return format_html('<p class="notice">{}</p>', self._words(part.text))

    @_part.register
    def _page_break(self, part: tree.PageBreak) -> SafeString:
        return SafeString("")

    @_part.register
    def _drawing(self, part: tree.Drawing) -> SafeString:
        # The drawing is our own; every word in it was escaped when it was made.
        drawn = mark_safe(part.live)  # noqa: S308
        if not drawn:
            return SafeString("")
        caption = format_html("<figcaption><p><strong>{}</strong></p></figcaption>", part.caption)
        return format_html('<figure class="figure">{}{}</figure>', caption, drawn)

    @_part.register
    def _contents(self, part: tree.Contents) -> SafeString:
        listed = tree.headings(self.document)
        places = [one for one in self.document.parts if isinstance(one, tree.Heading)]
        lines = format_html_join(
            "",
            '<li><a href="#{}">{}</a></li>',
            (
                (anchor(number), tree.plain(one.text))
                for number, one in enumerate(places)
                if one in listed and one.level == 1
            ),
        )
        return format_html(
            '<nav class="contents" aria-label="{0}"><p><strong>{0}</strong></p><ol>{1}</ol></nav>',
            part.title,
            lines,
        )

    @_part.register
    def _table(self, part: tree.Table) -> SafeString:
        is_label = [number == part.row_header for number in range(len(part.header))]
        head = format_html_join(
            "",
            '<th scope="col"{}>{}</th>',
            ((_numeric(part, number), one) for number, one in enumerate(part.header)),
        )
        rows = _joined([self._row(part, row, is_label) for row in part.rows])
        table = format_html(
            '<table class="table{}"><caption>{}</caption><thead><tr>{}</tr></thead>'
            "<tbody>{}</tbody></table>",
            " table--cards" if len(part.header) > _NARROW else "",
            part.caption,
            head,
            rows,
        )
        return format_html(
            '<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>',
            part.caption,
            table,
        )

    def _row(self, part: tree.Table, row: Sequence[tree.Text], is_label: list[bool]) -> SafeString:
        cells = []
        for number, cell in enumerate(row):
            words = self._words(tree.shown(cell, part))
            if is_label[number]:
                cells.append(format_html('<th scope="row">{}</th>', words))
                continue
            name, kind = part.header[number], _numeric(part, number)
            cells.append(format_html('<td data-label="{}"{}><div>{}</div></td>', name, kind, words))
        return format_html("<tr>{}</tr>", _joined(cells))


_NARROW = 3


def _numeric(part: tree.Table, column: int) -> SafeString:
    return SafeString(' class="number"' if column in part.numeric else "")


def _joined(parts: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((one,) for one in parts))
