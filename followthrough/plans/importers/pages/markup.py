"""A saved HTML page as the lines of text that a reader sees."""

import re
from collections.abc import Iterator

from lxml import etree

# Nothing in these is part of what a page says.
DROPPED = (
    *("script", "style", "noscript", "template", "svg", "nav", "footer", "form", "iframe"),
    *("select", "button", "object", "audio", "video", "canvas", "textarea"),
)
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "dd", "details", "dialog"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "head", "header", "hr", "html", "legend", "li", "main", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "tfoot", "thead", "title", "tr", "ul"),
    )
)
CELLS = frozenset({"td", "th"})
WHITE = re.compile(r"[ \t\r\n\f]+")
SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{1,6}\)(\S{1,300}) -->")
START = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
# The parser compares each attribute of a tag with all others: a tag of 1 MB would take minutes.
LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,20})[^<>]{2000,}>?")
# A tag that opens and one that closes are two; a saved page of OGP's site has some 10 000.
MOST_EVENTS = 150_000
# Breaks inside a table cell; `reading` turns it into a line break within the line.
CELL_BREAK = "\u2028"


class TooManyTags(Exception):
    """The page has more tags than any page of the site."""


def is_whole(text: str) -> bool:
    """Whether a page that opens as a document is also closed as one, and ends outside a tag."""
    tail = text[-2000:]
    if tail.rfind("<") > tail.rfind(">"):
        return False
    return not START.search(text[:5000]) or bool(END.search(tail))


def lines_of(text: str, *, most: int) -> list[tuple[int, str]]:
    """The visible text as (line of the file, text); the cells of a table row stand between bars.

    Stops soon after `most` lines. Raises TooManyTags.
    """
    writer = _Writer()
    root = _parse(text)
    if saved := SAVED_FROM.search(text[:5000]):
        writer.line(1, saved.group(1))
    if root is None:
        return writer.lines
    for line, address in _addresses(root):
        writer.line(line, address)
    etree.strip_elements(root, *DROPPED, with_tail=False)
    for count, (event, element) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        if count > MOST_EVENTS:
            raise TooManyTags
        if event == "start":
            writer.open(element)
        else:
            writer.close(element)
        if len(writer.lines) > most:
            break
    writer.end_line()
    return writer.lines


def _parse(text: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    short = LONG_TAG.sub(r"<\1>", text)
    try:
        return etree.fromstring(short.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _addresses(root: etree._Element) -> Iterator[tuple[int, str]]:
    for element in root.iter("link", "meta"):
        is_own = element.get("rel") == "canonical" or element.get("property") == "og:url"
        address = element.get("href") or element.get("content") or ""
        if is_own and "/commitments/" in address:
            yield _line_of(element), address


def _line_of(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) and line > 0 else 1


class _Writer:
    """Gathers the text of elements into lines, the way a browser breaks them."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, str]] = []
        self._parts: list[str] = []
        self._number = 0
        self._rows = 0
        self._cells = 0

    def open(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag == "tr":
            self._open_row()
        elif tag in CELLS:
            self._parts.append(" | " if self._cells else "")
            self._cells += 1
        elif tag in BLOCKS:
            self._break()
        if tag == "li":
            self._parts.append("• ")
        if tag == "img":
            self._add(element, f" {element.get('alt') or ''} ")
        self._add(element, element.text)

    def close(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag == "tr":
            self._rows -= 1
        if tag in BLOCKS:
            self._break()
        self._add(element, element.tail)

    def line(self, number: int, text: str) -> None:
        self.lines.append((number, text))

    def end_line(self) -> None:
        text = "".join(self._parts)
        if text.strip(f" •{CELL_BREAK}"):
            self.line(self._number or 1, text)
        self._parts, self._number = [], 0

    def _open_row(self) -> None:
        if not self._rows:
            self.end_line()
            self._cells = 0
        self._rows += 1

    def _break(self) -> None:
        if self._rows:
            self._parts.append(CELL_BREAK)
        else:
            self.end_line()

    def _add(self, element: etree._Element, text: str | None) -> None:
        if not text:
            return
        if not self._number and not text.isspace():
            self._number = _line_of(element)
        self._parts.append(WHITE.sub(" ", text))
