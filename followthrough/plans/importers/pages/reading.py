"""From a file to clean, numbered lines; what cannot be a page is refused with a sentence."""

import codecs
import itertools
import re
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from followthrough.plans.importers.pages import markup

# A saved page of OGP's site is 0.1 to 0.5 MB; its text is about 11 KB in some 100 lines.
LARGEST = 5_000_000
MOST_LINES = 6_000
LONGEST_WORD = 200

SIGNATURES = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a Word, Excel or zip file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a compressed file",
    b"SQLite format 3": "a database",
}
SAVE_AGAIN = "Save the page again from the browser, as text or as “HTML only”"
ENCODINGS = ("utf-8", "utf-16", "ascii", "iso8859", "cp125", "cp85", "koi8", "mac-")
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DECLARED = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
MARKUP_START = re.compile(
    r"<(?:!doctype\s+html|html|head|body|main|article|section|div|h[1-6]|p|table)\b",
    re.IGNORECASE,
)
# What may stand before the first tag of a page, and what ends it.
PROLOGUES = {"<!--": "-->", "<?": ">"}
MOST_PROLOGUES = 20

# Soft hyphens, zero-width characters, marks of writing direction: they print nothing and would
# keep a label from being recognised.
INVISIBLE = dict.fromkeys(
    [0xAD, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)
CONTROLS = dict.fromkeys([*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)])
SPACES = re.compile(r"[^\S\n]+")
CELL_MARK = re.compile(r"[ \u00a0]*[|\t][ \u00a0]*")


class NotReadable(Exception):
    """The file cannot be read as a page; the message is the sentence for the person."""

    def __init__(self, name: str, line: int, wrong: str, remedy: str) -> None:
        place = f"{name}, line {line}" if line else name
        super().__init__(f"{place}: {wrong}. {remedy}.")


@dataclass(frozen=True)
class Line:
    """One line with text; `source` still holds the marks between the cells of a table.

    A line break inside `source` parts the paragraphs of one table cell.
    """

    number: int
    source: str

    @property
    def text(self) -> str:
        return " ".join(self.source.split())

    @property
    def cells(self) -> list[str]:
        return [
            SPACES.sub(" ", cell).strip() for cell in CELL_MARK.split(self.source.strip("|\t "))
        ]


@dataclass(frozen=True)
class Page:
    """The lines with text of one file. `is_whole_markup` is None for a page saved as text."""

    name: str
    lines: tuple[Line, ...]
    last_line: int
    is_whole_markup: bool | None


def read_page(path: Path, *, encoding: str = "") -> Page:
    """Read a text or HTML file. Raises NotReadable with a sentence: which file, what to do."""
    return page_from(_bytes_of(path), name=path.name, encoding=encoding)


def page_from(data: bytes, *, name: str, encoding: str = "") -> Page:
    """The lines of a page held in memory; refuses like `read_page`."""
    if len(data) > LARGEST:
        raise _too_large(name, len(data))
    if not data.strip():
        raise NotReadable(name, 1, "the file is empty", SAVE_AGAIN)
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            raise NotReadable(name, 1, f"this is {kind}, not a page", SAVE_AGAIN)
    text = _decode(data, name, encoding)
    _refuse_binary(text, name)
    is_html = _is_markup(text)
    raw = _markup_lines(text, name) if is_html else _text_lines(text)
    full = (Line(number, clean) for number, line in raw if line and (clean := _clean(line)))
    lines = tuple(itertools.islice(full, MOST_LINES + 1))
    if not lines:
        raise NotReadable(name, 1, "the file holds no text", SAVE_AGAIN)
    if len(lines) > MOST_LINES:
        wrong = f"the file has more than {MOST_LINES} lines, which no page of a commitment has"
        raise NotReadable(name, lines[-1].number, wrong, "Give the page of one commitment")
    return Page(name, lines, text.count("\n") + 1, markup.is_whole(text) if is_html else None)


def _bytes_of(path: Path) -> bytes:
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            raise NotReadable(path.name, 0, "this is not a file", "Give the saved page itself")
        if info.st_size > LARGEST:
            raise _too_large(path.name, info.st_size)
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not valid"
        wrong = f"the file cannot be read ({reason.lower()})"
        raise NotReadable(path.name, 0, wrong, "Check its name and place") from error


def _too_large(name: str, size: int) -> NotReadable:
    wrong = f"the file has {size / 1e6:.0f} MB; a page has at most {LARGEST / 1e6:.0f} MB"
    return NotReadable(name, 0, wrong, "Give the page of one commitment, without its pictures")


def _decode(data: bytes, name: str, encoding: str) -> str:
    chosen = encoding or _encoding_of(data)
    try:
        # Other codecs (punycode, escapes) are no way to write a page, and slow on hostile ones.
        if not codecs.lookup(chosen).name.startswith(ENCODINGS):
            raise LookupError
        return data.decode(chosen)
    except (LookupError, ValueError) as error:
        if isinstance(error, UnicodeError):
            raise _wrong_encoding(data, name, error) from error
        wrong = f"the encoding {chosen[:40]!r} is not known"
        raise NotReadable(name, 1, wrong, "Save the page again as UTF-8") from error


def _encoding_of(data: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return encoding
    declared = DECLARED.search(data[:4000]) if data.lstrip()[:1] == b"<" else None
    return declared.group(1).decode() if declared else "utf-8"


def _wrong_encoding(data: bytes, name: str, error: UnicodeError) -> NotReadable:
    at = getattr(error, "start", 0)
    line = data.count(b"\n", 0, at) + 1
    if at >= len(data) - 3 and getattr(error, "reason", "") == "unexpected end of data":
        return NotReadable(name, line, "the file ends in the middle of a letter", SAVE_AGAIN)
    if b"\0" in data[:4000]:
        return NotReadable(name, line, "the file is not text", SAVE_AGAIN)
    wrong = "a letter here is not written in UTF-8"
    remedy = "Save the page as UTF-8, or say how it is written, as in “--encoding windows-1252”"
    return NotReadable(name, line, wrong, remedy)


def _refuse_binary(text: str, name: str) -> None:
    at = text.find("\0")
    odd = len(text) - len(text.translate(CONTROLS))
    if at >= 0 or odd > 20 + len(text) // 100:
        line = text.count("\n", 0, max(at, 0)) + 1
        raise NotReadable(name, line, "the file is not text", SAVE_AGAIN)


def _is_markup(text: str) -> bool:
    at = len(text) - len(text.lstrip())
    for _ in range(MOST_PROLOGUES):
        ending = next((PROLOGUES[mark] for mark in PROLOGUES if text.startswith(mark, at)), "")
        end = text.find(ending, at) if ending else -1
        if end < 0:
            break
        rest = end + len(ending)
        at = next((place for place in range(rest, len(text)) if not text[place].isspace()), rest)
    return bool(MARKUP_START.match(text, at))


def _markup_lines(text: str, name: str) -> Iterable[tuple[int, str]]:
    try:
        return markup.lines_of(text, most=MOST_LINES)
    except markup.TooManyTags as error:
        wrong = "the file has more tags than any page of a commitment"
        raise NotReadable(name, 1, wrong, "Give the page of one commitment") from error


def _text_lines(text: str) -> Iterable[tuple[int, str]]:
    ended = text.replace("\r\n", "\n").replace("\r", "\n")
    return enumerate(ended.split("\n"), start=1)


def _paragraphs(cell: str) -> str:
    lines = (SPACES.sub(" ", line).strip() for line in cell.split("\n"))
    return "\n".join(line for line in lines if line)


def _clean(line: str) -> str:
    if line.isascii():
        return line.translate(CONTROLS).strip()
    bare = line.translate(INVISIBLE).replace("\u2028", "\n").translate(CONTROLS)
    return " ".join(_composed(word) for word in bare.split(" ")).strip()


def _composed(word: str) -> str:
    # Composing takes quadratic time over a long run of accents; no word is that long.
    return word if len(word) > LONGEST_WORD else unicodedata.normalize("NFC", word)
