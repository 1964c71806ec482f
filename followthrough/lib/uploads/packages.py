"""Word, Excel and OpenDocument files: documents only, with nothing in them that acts by itself."""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext

from followthrough.lib.uploads import kinds, office, opendocument, refused
from followthrough.lib.uploads.archives import Budget, Member, members, pieces
from followthrough.lib.uploads.kinds import MEDIA_TYPES
from followthrough.lib.uploads.refused import Refused

MOST_READ_WHOLE: Final = 8 * 1024 * 1024
MOST_NESTED: Final = 20 * 1024 * 1024
OVERLAP: Final = 4096
HEAD: Final = 512

MIME_TYPE: Final = "mimetype"
CONTENT_TYPES: Final = "[Content_Types].xml"
ENCODING: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"'>]{0,40})[\"']")
# In these, what is looked for below is written in ASCII.
PLAIN_ENCODINGS: Final = re.compile(
    rb"(utf-?(8|16(le|be)?)|us-ascii|ascii|iso-8859-(1|2|15)|windows-125[02])", re.IGNORECASE
)
BYTE_ORDER_MARKS: Final = b"\xef\xbb\xbf\xff\xfe"
PAGE: Final = re.compile(rb"^\s*<(!doctype html|html|script)[\s>]", re.IGNORECASE)
# A charted table stands in a Word file as a whole workbook of its own.
EMBEDDED: Final = re.compile(r"^(word|xl)/embeddings/[^/]+\.(xlsx|docx)$", re.IGNORECASE)


def check(content: bytes) -> str:
    """The extension of the document. Raises Refused."""
    return _checked(content, Budget(), is_nested=False)


def _checked(content: bytes, budget: Budget, is_nested: bool) -> str:
    found = {member.name: member for member in members(content)}
    if MIME_TYPE in found and CONTENT_TYPES not in found:
        return _open_document(content, found, budget)
    if CONTENT_TYPES in found and MIME_TYPE not in found:
        return _office(content, found, budget, is_nested=is_nested)
    raise refused.archive()


def _open_document(content: bytes, found: dict[str, Member], budget: Budget) -> str:
    first = next(iter(found.values()))
    # The standard (ODF 1.3 part 2, 3.3) puts the type where it can be read without unpacking.
    if first.name != MIME_TYPE or first.is_packed or first.start != 30 + len(MIME_TYPE):
        raise refused.damaged()
    extension = _taken(opendocument.extension(_whole(content, first, budget)))
    opendocument.check_names(found)
    for member in found.values():
        for window in _windows(content, member, budget):
            opendocument.check_part(member.name, window)
    return extension


def _office(content: bytes, found: dict[str, Member], budget: Budget, is_nested: bool) -> str:
    def part(name: str) -> bytes:
        if name not in found:
            raise refused.damaged()
        return _whole(content, found[name], budget)

    office.check_names(found)
    types = office.content_types(part(CONTENT_TYPES))
    office.check_types(types)
    main = office.main_part(part("_rels/.rels"))
    extension = _taken(office.extension(types, main))
    if main not in found:
        raise refused.damaged()
    for member in found.values():
        if not is_nested and EMBEDDED.match(member.name):
            _checked(_whole(content, member, budget, MOST_NESTED), budget, is_nested=True)
            continue
        for window in _windows(content, member, budget):
            office.check_part(member.name, window)
        if member.name.lower().endswith(".rels"):
            office.check_relations(_whole(content, member, budget))
    return extension


def _windows(content: bytes, member: Member, budget: Budget) -> Iterator[bytes]:
    """The member piece by piece, overlapping, in ASCII where it is XML; its start is checked."""
    end, has_begun, is_wide = b"", False, False
    for piece in pieces(content, member, budget):
        window = end + piece
        if not has_begun and len(window) < HEAD and len(window) < member.size:
            end = window
            continue
        if not has_begun:
            _check_start(member.name, window)
            is_wide = b"\0" in window[:64] and window.lstrip(BYTE_ORDER_MARKS + b"\0")[:1] == b"<"
        has_begun = True
        yield window.replace(b"\0", b"") if is_wide else window
        end = window[-OVERLAP:]


def _check_start(name: str, start: bytes) -> None:
    plain = start[: 2 * HEAD].replace(b"\0", b"").lstrip(BYTE_ORDER_MARKS)
    is_markup = name.lower().endswith((".xml", ".rels"))
    if is_markup and plain.strip() and not plain.lstrip().startswith(b"<"):
        raise refused.damaged()
    declared = ENCODING.match(plain)
    if declared and not PLAIN_ENCODINGS.fullmatch(declared[1]):
        raise refused.damaged()
    if PAGE.match(plain):
        raise refused.web_page()
    if start.startswith(kinds.OLD_OFFICE) or start.startswith(kinds.PDF):
        raise _has_embedded()
    is_named = name.lower().endswith(
        (".exe", ".dll", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jar")
    )
    if is_named or start.startswith(kinds.PROGRAMS):
        raise refused.program()
    if kinds.is_archive(start):
        raise refused.archive()


def _whole(content: bytes, member: Member, budget: Budget, limit: int = MOST_READ_WHOLE) -> bytes:
    if member.size > limit:
        raise refused.damaged()
    return b"".join(pieces(content, member, budget))


def _taken(extension: str) -> str:
    if extension not in MEDIA_TYPES:
        raise Refused(
            gettext(
                "Presentations, drawings, templates and binary workbooks are not taken. "
                "Save it as PDF, .docx, .xlsx, .odt or .ods and upload that."
            )
        )
    return extension


def _has_embedded() -> Refused:
    return Refused(
        gettext(
            "Another file is embedded in the document. Upload that file by itself, take it out of "
            "the document, or save the document as PDF."
        )
    )
