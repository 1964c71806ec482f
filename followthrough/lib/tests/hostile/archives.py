"""Office files whose ZIP is a bomb, contradicts itself, or carries something along."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable

from followthrough.lib.tests.harmless import excel, jpeg, open_document, pdf, png, word, zipped
from followthrough.lib.tests.hostile.case import (
    ADDED,
    ARCHIVE,
    DAMAGED,
    INCOMPLETE,
    LOCKED,
    PATHS,
    TOO_MUCH,
    Content,
    group,
)

MEGABYTE = 1024 * 1024
DIRECTORY = b"PK\x01\x02"
LOCAL = b"PK\x03\x04"
END = b"PK\x05\x06"


def word_file() -> bytes:
    return zipped(word())


def patched(mark: bytes, offset: int, value: bytes, number: int = 0) -> Callable[[], bytes]:
    """A Word file with some bytes changed, counted from the n-th mark."""

    def build() -> bytes:
        content, at = word_file(), -1
        for _ in range(number + 1):
            at = content.index(mark, at + 1)
        at += offset
        return content[:at] + value + content[at + len(value) :]

    return build


def named(*names: str) -> Callable[[], bytes]:
    def build() -> bytes:
        file = io.BytesIO()
        with warnings.catch_warnings(), zipfile.ZipFile(file, "w") as archive:
            warnings.simplefilter("ignore")
            for name, content in word().items():
                archive.writestr(zipfile.ZipInfo(name), content)
            for name in names:
                info = zipfile.ZipInfo("x")
                # Set later, for ZipInfo would clean it.
                info.filename = name
                archive.writestr(info, b"<x/>")
        return file.getvalue()

    return build


def packed(method: int) -> Callable[[], bytes]:
    return lambda: zipped(word(), method)


def bomb(name: str, size: int, times: int = 1) -> Callable[[], bytes]:
    parts = {f"word/media/{number}{name}": bytes(size) for number in range(times)}
    return lambda: zipped(word(parts))


def dense_bomb() -> bytes:
    """Each part packs too little to be called a bomb; all together are one."""
    block = b"".join(struct.pack("<I", number * 2654435761 % 2**32) for number in range(16_000))
    part = (block[:20_000] + bytes(400_000)) * 40
    return zipped(word({f"word/media/{number}.dat": part for number in range(10)}))


def lying(size: int) -> Callable[[], bytes]:
    """The first part claims to unpack to another size than it does."""
    claim = struct.pack("<I", size)

    def build() -> bytes:
        content = bytearray(zipped(word({"word/media/a.dat": bytes(5 * MEGABYTE)})))
        for mark, offset in ((LOCAL, 22), (DIRECTORY, 24)):
            at = content.rindex(mark)
            content[at + offset : at + offset + 4] = claim
        return bytes(content)

    return build


def with_room(hidden: bytes) -> Callable[[], bytes]:
    """Something between the last member and the directory, which itself is right."""

    def build() -> bytes:
        content = word_file()
        at, end = content.index(DIRECTORY), content.index(END)
        moved = struct.pack("<I", at + len(hidden))
        return content[:at] + hidden + content[at : end + 16] + moved + content[end + 20 :]

    return build


def before(start: bytes) -> Callable[[], bytes]:
    """Another file before the members, with every offset put right."""

    def build() -> bytes:
        file = io.BytesIO()
        file.write(start)
        with zipfile.ZipFile(file, "a") as archive:
            for name, content in word().items():
                archive.writestr(name, content)
        return file.getvalue()

    return build


def commented() -> bytes:
    file = io.BytesIO(word_file())
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"<script>alert(1)</script>"
    return file.getvalue()


def linked() -> bytes:
    file = io.BytesIO(word_file())
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("word/media/link.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, b"/etc/passwd")
    return file.getvalue()


def both_kinds() -> bytes:
    return zipped({**open_document(), **word()})


BOMBS: dict[str, Content] = {
    "ratio.docx": bomb(".xml", 60 * MEGABYTE),
    "picture.docx": bomb(".png", 30 * MEGABYTE),
    "parts.docx": bomb(".xml", 9 * MEGABYTE, 20),
    "dense.docx": dense_bomb,
    "many.docx": lambda: zipped(word({f"word/{number}.xml": b"" for number in range(2500)})),
    "overlap.docx": patched(DIRECTORY, 20, b"\xff\1\0\0"),
    "huge.docx": patched(END, 10, b"\xff\xff\xff\xff"),
}
CONTRADICTIONS: dict[str, Content] = {
    "says less.docx": lying(1000),
    "says nothing.docx": lying(0),
    "says more.docx": lying(6 * MEGABYTE),
    "checksum.docx": patched(DIRECTORY, 16, b"\0\0\0\0"),
    "bz2.docx": packed(zipfile.ZIP_BZIP2),
    "lzma.docx": packed(zipfile.ZIP_LZMA),
    "other name.docx": patched(LOCAL, 30, b"[Content_Typos]"),
    "other method.docx": patched(LOCAL, 8, b"\0\0", 1),
    "link.docx": linked,
    "noise.docx": patched(LOCAL, 60, b"\xff" * 40),
    "two discs.docx": patched(END, 4, b"\1\0\1\0"),
    "count.docx": patched(END, 8, b"\2\0\3\0"),
    "elsewhere.docx": patched(DIRECTORY, 42, b"\xff\xff\xff\x0f", 1),
    "directory.docx": patched(DIRECTORY, 0, b"XXXX"),
}
PATH_NAMES: dict[str, Content] = {
    "up.docx": named("../../etc/cron.d/x"),
    "up inside.docx": named("word/../../x.xml"),
    "root.docx": named("/etc/passwd"),
    "drive.docx": named("C:/Windows/x.xml"),
    "backslash.docx": named("word\\..\\x.xml"),
    "stream.docx": named("word/document.xml:x"),
    "dot.docx": named("word/./document.xml"),
    "zero.docx": named("word/a.xml\0.png"),
    "line.docx": named("word/a\n.xml"),
    "twice.docx": named("word/document.xml"),
    "capitals.docx": named("Word/Document.xml"),
    "long.docx": named("word/" + "a" * 300 + ".xml"),
}
CARRIED: dict[str, Content] = {
    "after.docx": lambda: word_file() + b"<script>alert(1)</script>",
    "zip after.docx": lambda: word_file() + zipped({"a.exe": b"MZ"}),
    "comment.docx": commented,
    "room.docx": with_room(b"MZ\x90\0 a whole program"),
    "zip first.docx": lambda: zipped({"evil.js": b"alert(1)"}) + word_file(),
    "member first.docx": before(zipped({"a": b"a"})[:32]),
}
LOCKS: dict[str, Content] = {
    "locked.docx": patched(DIRECTORY, 8, b"\1\0"),
    "strongly.docx": patched(DIRECTORY, 8, b"\x41\0"),
    "hidden.docx": patched(DIRECTORY, 8, b"\0\x20", 1),
}
CUTS: dict[str, Content] = {
    "half.docx": lambda: word_file()[: len(word_file()) // 2],
    "last byte.docx": lambda: word_file()[:-22],
    "start.xlsx": lambda: zipped(excel())[:4],
    "half.odt": lambda: zipped(open_document())[:200],
}
NOT_DOCUMENTS: dict[str, Content] = {
    "book.odt": lambda: zipped({"META-INF/container.xml": b"<container/>"}),
    "both.docx": both_kinds,
    "app.xlsx": lambda: zipped({"AndroidManifest.xml": b"\3\0", "classes.dex": b"dex\n"}),
    "pictures.docx": lambda: zipped({"a.png": png(), "b.jpg": jpeg(), "c.pdf": pdf()}),
}

FILES = [
    *group("bomb", TOO_MUCH, BOMBS),
    *group("contradiction", DAMAGED, CONTRADICTIONS),
    *group("path", PATHS, PATH_NAMES),
    *group("carried along", ADDED, CARRIED),
    *group("locked", LOCKED, LOCKS),
    *group("cut archive", INCOMPLETE, CUTS),
    *group("not a document", ARCHIVE, NOT_DOCUMENTS),
]
