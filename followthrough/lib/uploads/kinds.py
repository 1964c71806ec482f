"""Which kinds of file are taken, and what to tell somebody whose file is of another kind."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext

from followthrough.lib.uploads import refused
from followthrough.lib.uploads.refused import Refused

MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "png": "image/png",
    "jpg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
}

PDF: Final = b"%PDF-"
ZIP: Final = b"PK\x03\x04"
PNG: Final = b"\x89PNG\r\n\x1a\n"
JPEG: Final = b"\xff\xd8\xff"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS: Final = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\x00asm",
    b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"FWS",
    b"CWS",
    b"ZWS",
)
ARCHIVES: Final = (
    b"PK",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x1f\x8b",
    b"\x1f\x9d",
    b"\x1f\xa0",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"\x04\x22\x4d\x18",
    b"]\x00\x00",
    b"LZIP",
    b"MSCF",
    b"ISc(",
    b"xar!",
    b"!<arch>\n",
    b"\xed\xab\xee\xdb",
    b"\x60\xea",
)
PICTURES: Final = (
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"\x00\x00\x01\x00",
    b"8BPS",
    b"\xff\x0a",
    b"\x00\x00\x00\x0cJXL ",
    b"\x00\x00\x00\x0cjP  ",
    b"\xd7\xcd\xc6\x9a",
)
RECORDINGS: Final = (
    b"ID3",
    b"\xff\xfb",
    b"\xff\xf3",
    b"OggS",
    b"fLaC",
    b"FLV\x01",
    b"\x1aE\xdf\xa3",
    b"\x00\x00\x01\xba",
    b"\x00\x00\x01\xb3",
    b"0&\xb2u\x8ef\xcf\x11",
)
PICTURE_BRANDS: Final = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
TAR_MARK: Final = (257, b"ustar")
DISC_MARK: Final = (0x8001, b"CD001")


def refusal_of(content: bytes) -> Refused:
    """What to say about a file of a kind that is not taken and is no text."""
    if content.startswith(OLD_OFFICE):
        return _old_office()
    return _by_start(content)()


def _by_start(content: bytes) -> Callable[[], Refused]:
    at, mark = DISC_MARK
    if is_archive(content) or content[at : at + len(mark)] == mark:
        return refused.archive
    if content.startswith(PICTURES) or _is_modern_picture(content):
        return _other_picture
    if content.startswith(RECORDINGS) or content[:4] == b"RIFF" or content[4:8] == b"ftyp":
        return _recording
    if content.startswith(PROGRAMS):
        return refused.program
    return refused.unknown


def is_archive(content: bytes) -> bool:
    at, mark = TAR_MARK
    is_lharc = content[2:5] in (b"-lh", b"-lz")
    return content.startswith(ARCHIVES) or content[at : at + len(mark)] == mark or is_lharc


def _is_modern_picture(content: bytes) -> bool:
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return is_webp or (content[4:8] == b"ftyp" and content[8:12] in PICTURE_BRANDS)


def _other_picture() -> Refused:
    return Refused(
        gettext(
            "Pictures of this kind are not taken. Save it as JPEG or PNG and upload it again; "
            "a phone can be set to take JPEG pictures (“most compatible”)."
        )
    )


def _recording() -> Refused:
    return Refused(
        gettext(
            "Sound and video are not taken. Put the recording where the public can reach it "
            "and give its address as a link."
        )
    )


def _old_office() -> Refused:
    return Refused(
        gettext(
            "This is an old Office file (.doc, .xls, .ppt) or one with a password. "
            "Save it as .docx, .xlsx or PDF without a password and upload it again."
        )
    )
