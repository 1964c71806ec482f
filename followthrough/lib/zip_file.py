"""A ZIP file whose bytes depend on its content alone: the same members, the same file."""

import zipfile
from collections.abc import Iterable
from typing import IO

# The first moment that the format knows.
MOMENT = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE = 0o100644 << 16
LEVEL = 6


def write_zip(file: IO[bytes], members: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    """Each member by name and in parts, one after the other; none stands whole in memory."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name, parts in members:
            _add(archive, name, parts)


def _add(archive: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> None:
    info = zipfile.ZipInfo(name, MOMENT)
    info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, UNIX
    info.external_attr = READABLE
    with archive.open(info, "w") as member:
        for part in parts:
            member.write(part)
