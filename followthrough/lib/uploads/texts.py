"""Plain text and tables as text: which encodings are taken, and what a text may not be."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext

from followthrough.lib.uploads import names, refused
from followthrough.lib.uploads.refused import Refused

PIECE: Final = 1024 * 1024
OVERLAP: Final = 512
SAMPLE: Final = 64 * 1024

CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Excel in Kosovo writes CSV in one of these. Letters beyond ASCII are a small part of a text.
OLD_ENCODINGS: Final = ("cp1250", "cp1252")
MOST_FOREIGN_SHARE: Final = 0.3
ASCII: Final = bytes(range(128))
# In UTF-16 nearly all bytes mean some letter: text here is Latin, Greek or Cyrillic with signs.
FAR_LETTERS: Final = re.compile(r"[^\u0000-\u052f\u2000-\u22ff]+")

SCRIPT_STARTS: Final = ("#!", "<%", "@echo off", "@rem ")
PAGE_STARTS: Final = ("<!", "<?", "mime-version:")
OTHER_STARTS: Final = ("%pdf-", "gif8", "{\\rtf", "%!ps")
PAGES: Final = ("<html", "<script", "<svg", "<!doctype", "<iframe", "<object", "<embed", "<body")
SCRIPTS: Final = ("<?php", "<?=", "eicar-standard-antivirus-test-file")

REACHING_OUT: Final = ("webservice(", "importxml(", "importdata(", "=dde(")
DDE: Final = re.compile(r"\|\s{0,3}'[^'\n]{1,300}'!'?[$_a-z]|=[a-z]\w{0,30}\|[^|\n]{0,100}!")


def is_text(content: bytes) -> bool:
    """Whether the content is text throughout, in an encoding that is taken."""
    return _encoding(content) is not None


def check(content: bytes, name: str) -> str:
    """`csv` or `txt`. Raises Refused for pages, scripts and formulas that reach out."""
    encoding = _encoding(content) or "utf-8"
    _check_start(next(_pieces(content, encoding)))
    for piece in _pieces(content, encoding):
        _check_piece(piece.lower())
    extension = names.ending(name)
    if extension in names.SCRIPTS:
        raise refused.program()
    sample = content[:SAMPLE].decode(encoding, "ignore")
    return "csv" if _is_table(sample, is_named_so=extension == "csv") else "txt"


def _encoding(content: bytes) -> str | None:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        is_text = _reads(content, "utf-16") and not _is_far(content)
        return "utf-16" if is_text else None
    if _reads(content, "utf-8-sig"):
        return "utf-8-sig"
    foreign = len(content.translate(None, delete=ASCII))
    if foreign > MOST_FOREIGN_SHARE * len(content):
        return None
    return next((encoding for encoding in OLD_ENCODINGS if _reads(content, encoding)), None)


def _is_far(content: bytes) -> bool:
    """Whether many letters of a text in UTF-16 are of scripts that nobody here writes."""
    near = sum(len(FAR_LETTERS.sub("", piece)) for piece in _pieces(content, "utf-16"))
    return near < (1 - MOST_FOREIGN_SHARE) * len(content) / 2


def _reads(content: bytes, encoding: str) -> bool:
    try:
        return not any(CONTROLS.search(piece) for piece in _pieces(content, encoding))
    except UnicodeDecodeError:
        return False


def _pieces(content: bytes, encoding: str) -> Iterator[str]:
    """The text in pieces that overlap, so that nothing hides at a border; at least one piece."""
    decoder = codecs.getincrementaldecoder(encoding)()
    end = ""
    for start in range(0, max(len(content), 1), PIECE):
        is_last = start + PIECE >= len(content)
        piece = end + decoder.decode(content[start : start + PIECE], final=is_last)
        yield piece
        end = piece[-OVERLAP:]


def _check_start(text: str) -> None:
    start = text[:SAMPLE].lstrip("\ufeff \t\r\n\f\v").lower()
    if start.startswith(SCRIPT_STARTS):
        raise refused.program()
    if start.startswith(PAGE_STARTS):
        raise refused.web_page()
    if start.startswith(OTHER_STARTS):
        raise refused.unknown()


def _check_piece(text: str) -> None:
    if any(mark in text for mark in SCRIPTS):
        raise refused.program()
    if "<" in text and any(mark in text for mark in PAGES):
        raise refused.web_page()
    if any(mark in text for mark in REACHING_OUT) or ("|" in text and DDE.search(text)):
        raise Refused(
            gettext(
                "The table holds formulas that start a program or fetch something from elsewhere. "
                "Keep the values only, save it again and upload the new file."
            )
        )


def _is_table(text: str, is_named_so: bool) -> bool:
    """Whether the text is a table; where the content leaves that open, the name decides."""
    lines = [line for line in text.splitlines() if line.strip()][:50]
    if not lines:
        return is_named_so
    # The last line of the sample may be cut.
    whole = lines[:-1] if len(lines) == 50 else lines
    semicolons, commas = _columns(whole, ";"), _columns(whole, ",")
    is_clear = semicolons >= 2 or commas >= 3
    return (len(whole) >= 3 and is_clear) or is_named_so


def _columns(lines: list[str], delimiter: str) -> int:
    """How many columns every row has; 0 where the rows differ."""
    try:
        widths = {
            len(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
        }
    except csv.Error:
        return 0
    return widths.pop() if len(widths) == 1 else 0
