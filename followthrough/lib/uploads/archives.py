"""A ZIP file whose word is not taken: each member must lie where it says, as large as it says."""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from followthrough.lib.uploads import refused
from followthrough.lib.uploads.refused import Refused

MEGABYTE: Final = 1024 * 1024
MOST_MEMBERS: Final = 2000
MOST_DIRECTORY: Final = MEGABYTE
MOST_UNPACKED: Final = 150 * MEGABYTE
# Tables of equal rows pack well; ten megabytes that pack two hundred times are made on purpose.
MOST_RATIO: Final = 200
SMALL: Final = 10 * MEGABYTE
PIECE: Final = 256 * 1024

DIRECTORY_END: Final = b"PK\x05\x06"
END: Final = struct.Struct("<4s4H2LH")
LOCAL_START: Final = b"PK\x03\x04"
LOCAL: Final = struct.Struct("<4s5H3L2H")
LONGEST_DESCRIPTOR: Final = 24
HAS_DESCRIPTOR: Final = 1 << 3
NAMED_IN_UTF8: Final = 1 << 11
ENCRYPTED: Final = 1 | 1 << 6 | 1 << 13
LONGEST_NAME: Final = 250
BAD_NAME: Final = re.compile(r"^/|\\|:|[\x00-\x1f\x7f]|(^|/)\.\.?(/|$)|//")


@dataclass
class Budget:
    """Bytes that may still be unpacked, nested documents included."""

    left: int = MOST_UNPACKED

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise _too_much()


@dataclass(frozen=True)
class Member:
    """One member; `start` is where its packed bytes begin."""

    name: str
    start: int
    packed: int
    size: int
    crc: int
    is_packed: bool

    @property
    def end(self) -> int:
        return self.start + self.packed


def members(content: bytes) -> list[Member]:
    """All members in the order of the file. Raises Refused where anything contradicts itself."""
    directory_at = _directory(content)
    try:
        found = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error) as error:
        raise refused.damaged() from error
    found.sort(key=lambda info: info.header_offset)
    _check_names(found)
    for info in found:
        _check_info(info)
    if sum(info.file_size for info in found) > MOST_UNPACKED:
        raise _too_much()
    placed = [_placed(content, info) for info in found]
    _check_places(found, placed, directory_at)
    return placed


def pieces(content: bytes, member: Member, budget: Budget) -> Iterator[bytes]:
    """What the member unpacks to, never more than it declares. Raises Refused."""
    crc = size = 0
    for piece in _unpacked(content, member):
        size += len(piece)
        budget.spend(len(piece))
        if size > member.size:
            raise refused.damaged()
        crc = zlib.crc32(piece, crc)
        yield piece
    if (size, crc) != (member.size, member.crc):
        raise refused.damaged()


def _unpacked(content: bytes, member: Member) -> Iterator[bytes]:
    packed = memoryview(content)[member.start : member.end]
    if not member.is_packed:
        yield from (bytes(packed[at : at + PIECE]) for at in range(0, len(packed), PIECE))
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), PIECE):
        left: bytes | memoryview = packed[at : at + PIECE]
        while left:
            try:
                yield unpacker.decompress(left, PIECE)
            except zlib.error as error:
                raise refused.damaged() from error
            left = unpacker.unconsumed_tail
    yield unpacker.flush()
    # What follows the end of the packed data is read by nobody, so it is hidden.
    if not unpacker.eof or unpacker.unused_data:
        raise refused.damaged()


def _directory(content: bytes) -> int:
    """Where the central directory begins; nothing may follow it, or lie before the members."""
    at = len(content) - END.size
    if content.rfind(DIRECTORY_END) < 0:
        raise refused.incomplete()
    if not content.startswith(DIRECTORY_END, max(at, 0)):
        raise refused.something_added()
    _, disk, first_disk, here, total, size, offset, comment = END.unpack_from(content, at)
    if total > MOST_MEMBERS or size > MOST_DIRECTORY:
        raise _too_much()
    if comment or offset + size < at:
        raise refused.something_added()
    if disk or first_disk or here != total or offset + size != at:
        raise refused.damaged()
    return int(offset)


def _check_names(found: list[zipfile.ZipInfo]) -> None:
    names = [info.orig_filename for info in found]
    # Word and Excel take names that differ in capitals for the same.
    is_twice = len({name.lower() for name in names}) < len(names)
    if is_twice or any(BAD_NAME.search(name) or len(name) > LONGEST_NAME for name in names):
        raise Refused(
            gettext(
                "Inside the file, parts have names that no office program gives (paths, "
                "duplicates). Open it in its program, save it again and upload the new file."
            )
        )


def _check_info(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & ENCRYPTED:
        raise refused.locked()
    if stat.S_ISLNK(info.external_attr >> 16):
        raise refused.damaged()
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused.damaged()
    if info.file_size > SMALL and info.file_size > MOST_RATIO * info.compress_size:
        raise _too_much()


def _placed(content: bytes, info: zipfile.ZipInfo) -> Member:
    at = info.header_offset
    if at + LOCAL.size > len(content):
        raise refused.damaged()
    start, _, flags, method, _, _, _, _, _, name_length, extra = LOCAL.unpack_from(content, at)
    name = content[at + LOCAL.size : at + LOCAL.size + name_length]
    encoding = "utf-8" if info.flag_bits & NAMED_IN_UTF8 else "cp437"
    is_same = name == info.orig_filename.encode(encoding, "replace")
    if start != LOCAL_START or not is_same or method != info.compress_type or flags & ENCRYPTED:
        raise refused.damaged()
    return Member(
        name=info.orig_filename,
        start=at + LOCAL.size + name_length + extra,
        packed=info.compress_size,
        size=info.file_size,
        crc=info.CRC,
        is_packed=method == zipfile.ZIP_DEFLATED,
    )


def _check_places(found: list[zipfile.ZipInfo], placed: list[Member], directory_at: int) -> None:
    """Members follow each other without overlap (which multiplies a bomb) and without room."""
    starts = [info.header_offset for info in found] + [directory_at]
    if starts[0]:
        raise refused.something_added()
    for info, member, next_start in zip(found, placed, starts[1:], strict=True):
        room = next_start - member.end
        if room < 0:
            raise _too_much()
        if room > (LONGEST_DESCRIPTOR if info.flag_bits & HAS_DESCRIPTOR else 0):
            raise refused.something_added()


def _too_much() -> Refused:
    return Refused(
        gettext(
            "The file unpacks to far more than a document holds. "
            "Save it as PDF, or upload it in parts."
        )
    )
