"""Programs, archives, recordings and files of impossible size."""

import gzip
import io
import tarfile

from followthrough.lib.tests.harmless import zipped
from followthrough.lib.tests.hostile.case import (
    ARCHIVE,
    OLD_OFFICE,
    PROGRAM,
    RECORDING,
    Hostile,
    group,
)

ZEROES = bytes(600)


def tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.add(__file__, "a.py")
    return file.getvalue()


FILES = [
    *group(
        "program",
        PROGRAM,
        {
            "report.pdf": b"MZ\x90\0\3\0\0\0" + ZEROES,
            "report.docx": b"\x7fELF\2\1\1\0" + ZEROES,
            "photo.jpg": b"\xcf\xfa\xed\xfe\7\0\0\1" + ZEROES,
            "plan.xlsx": b"\xca\xfe\xba\xbe\0\0\0\x34" + ZEROES,
            "table.csv": b"\0asm\1\0\0\0" + ZEROES,
            "minutes.txt": b"L\0\0\0\1\x14\2\0\0\0\0\0\xc0\0\0\0" + ZEROES,
            "film.png": b"CWS\x0a" + ZEROES,
            "report\u202efdp.exe": b"MZ" + ZEROES,
        },
    ),
    *group(
        "archive",
        ARCHIVE,
        {
            "a.docx": lambda: zipped({"a.txt": b"a"}),
            "b.xlsx": lambda: zipped({"META-INF/MANIFEST.MF": b"Main-Class: A"}),
            "c.docx": b"7z\xbc\xaf\x27\x1c\0\4" + ZEROES,
            "d.pdf": b"Rar!\x1a\7\1\0" + ZEROES,
            "e.csv": lambda: gzip.compress(b"a;b"),
            "f.txt": b"BZh91AY&SY\0" + ZEROES,
            "g.txt": b"\xfd7zXZ\0" + ZEROES,
            "h.odt": b"\x28\xb5\x2f\xfd\0" + ZEROES,
            "i.txt": tar,
            "j.pdf": b"MSCF\0\0\0\0" + ZEROES,
            "k.pdf": bytes(0x8001) + b"CD001" + ZEROES,
            "l.txt": b"!<arch>\ndebian-binary\0",
            "m.txt": b"\x20\x21-lh5-\0" + ZEROES,
            "drawing.svgz": lambda: gzip.compress(b"<svg/>"),
            "empty.docx": b"PK\5\6" + bytes(18),
        },
    ),
    *group(
        "recording",
        RECORDING,
        {
            "a.jpg": b"\0\0\0\x18ftypmp42" + ZEROES,
            "b.pdf": b"ID3\3\0" + ZEROES,
            "c.png": b"\x1aE\xdf\xa3" + ZEROES,
            "d.csv": b"RIFF\x24\0\0\0WAVEfmt " + ZEROES,
        },
    ),
    *group(
        "old Office",
        OLD_OFFICE,
        {
            "macro.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + ZEROES,
            "locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + ZEROES,
        },
    ),
    Hostile("size", "empty.pdf", b"", "is empty"),
    Hostile("size", "large.pdf", lambda: bytes(20 * 1024 * 1024 + 1), "larger than 20"),
]
