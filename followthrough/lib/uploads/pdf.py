"""PDF: pages only. What acts, holds other files or is locked is refused.

A reader finds objects through offsets, so they may stand anywhere, even inside what looks like the
data of a stream. Telling names are therefore looked for in all bytes, and in packed objects.
"""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext

from followthrough.lib.uploads import refused
from followthrough.lib.uploads.pdf_objects import too_complicated, unpacked
from followthrough.lib.uploads.refused import Refused

VERSION: Final = re.compile(rb"%PDF-[12]\.\d")
END: Final = b"%%EOF"
ZIP_END: Final = b"PK\x05\x06"
LONGEST_ZIP_END: Final = 65557

MEGABYTE: Final = 1024 * 1024
MOST_STREAMS: Final = 200_000
MOST_ESCAPES: Final = 100_000

# Long enough not to turn up by chance in twenty megabytes of packed pictures.
ACTIVE: Final = (
    b"JavaScript",
    b"Launch",
    b"Rendition",
    b"RichMedia",
    b"RichMediaContent",
    b"SubmitForm",
    b"ImportData",
    b"OnInstantiate",
    b"GoToE",
    b"GoToR",
    b"XFA",
)
ATTACHED: Final = (b"EmbeddedFile", b"EmbeddedFiles", b"FileAttachment")
LOCKED: Final = (b"Encrypt",)
# Looked for outside of streams only.
SHORT_ACTIVE: Final = (b"JS",)
SHORT_ATTACHED: Final = (b"EF",)

NAME_END: Final = rb"(?=[\0\t\n\f\r ()<>\[\]{}/%]|$)"
ESCAPED_NAME: Final = re.compile(
    rb"/([^\0\t\n\f\r ()<>\[\]{}/%#]{0,40}#[0-9a-fA-F]{2}[^\0\t\n\f\r ()<>\[\]{}/%]{0,80})"
)
# No program escapes these; escaped, they hide how the file is built.
STRUCTURE: Final = frozenset({b"First", b"ObjStm", b"FlateDecode", b"Filter"})
ESCAPE: Final = re.compile(rb"#([0-9a-fA-F]{2})")
STREAM: Final = b"stream"
STREAM_END: Final = b"endstream"
MARKUP: Final = re.compile(rb"<(?:script|html|svg|iframe|!doctype)[\s>]|<\?php", re.IGNORECASE)


def check(content: bytes) -> None:
    """Raises Refused."""
    _check_ends(content)
    if MARKUP.search(content[:1024]):
        raise refused.web_page()
    names = _escaped_names(content)
    _check_names(content, names, ACTIVE, ATTACHED, LOCKED)
    if names & STRUCTURE:
        raise too_complicated()
    for between in _outside_streams(content):
        _check_names(between, _escaped_names(between), SHORT_ACTIVE, SHORT_ATTACHED, ())
        if b"<" in between and MARKUP.search(between):
            raise refused.web_page()
    for objects in unpacked(content):
        names = _escaped_names(objects)
        _check_names(objects, names, ACTIVE + SHORT_ACTIVE, ATTACHED + SHORT_ATTACHED, LOCKED)


def _check_ends(content: bytes) -> None:
    if not VERSION.match(content):
        raise refused.damaged()
    before, mark, after = content.rpartition(END)
    if not mark or b"startxref" not in before:
        raise refused.incomplete()
    rest = after.strip(b"\0\t\n\f\r ")
    if re.search(rb"\d\s+obj\b", rest[:MEGABYTE]):
        raise refused.incomplete()
    if rest or _ends_as_archive(content):
        raise refused.something_added()


def _ends_as_archive(content: bytes) -> bool:
    """Whether a ZIP lies in the file, the end mark of the PDF standing in its comment."""
    at = content.rfind(ZIP_END, max(0, len(content) - LONGEST_ZIP_END))
    if at < 0 or at + 22 > len(content):
        return False
    return at + 22 + int.from_bytes(content[at + 20 : at + 22], "little") >= len(content) - 2


def _outside_streams(content: bytes) -> Iterator[bytes]:
    """What stands outside of streams. The long names are looked for inside as well, for a
    "stream" in a comment makes the object after it look like data.
    """
    at, is_inside = 0, False
    for _ in range(MOST_STREAMS):
        found = content.find(STREAM, at)
        if found < 0:
            yield content[at:]
            return
        is_end = content.startswith(STREAM_END, max(found - 3, 0))
        if not (is_inside and is_end):
            yield content[at:found]
        at, is_inside = found + len(STREAM), not is_end
    raise too_complicated()


def _check_names(
    content: bytes,
    escaped: set[bytes],
    active: tuple[bytes, ...],
    attached: tuple[bytes, ...],
    locked: tuple[bytes, ...],
) -> None:
    if any(name in escaped or _has_name(content, name) for name in locked):
        raise refused.locked()
    if any(name in escaped or _has_name(content, name) for name in active):
        raise _acts()
    if any(name in escaped or _has_name(content, name) for name in attached):
        raise _has_attachments()


def _has_name(content: bytes, name: bytes) -> bool:
    written = b"/" + name
    # Python compiles each expression once; nearly all files do without.
    return written in content and re.search(written + NAME_END, content) is not None


def _escaped_names(content: bytes) -> set[bytes]:
    """Names that are written with escapes (`/J#53` is `/JS`), as they are meant."""
    names = set()
    for count, found in enumerate(ESCAPED_NAME.finditer(content)):
        if count > MOST_ESCAPES:
            raise too_complicated()
        names.add(_plain(found[1]))
    return names


def _plain(written: bytes) -> bytes:
    return ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), written)


def _acts() -> Refused:
    return Refused(
        gettext(
            "The PDF holds scripts, forms or actions that run when it is opened. Print it to a new "
            "PDF (“Print”, “Save as PDF”) and upload that."
        )
    )


def _has_attachments() -> Refused:
    return Refused(
        gettext(
            "Other files are attached inside the PDF. Upload them one by one, print the PDF to a "
            "new PDF without attachments and upload that."
        )
    )
