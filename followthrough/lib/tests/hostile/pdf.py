"""PDFs that act, hold other files, are locked, cut, or are something else as well."""

import io
import zipfile
from collections.abc import Callable

from followthrough.lib.tests.harmless import objects, pdf, stream, zipped
from followthrough.lib.tests.hostile.case import (
    ADDED,
    DAMAGED,
    INCOMPLETE,
    LOCKED,
    PAGE,
    Content,
    group,
)

ACTS = "scripts, forms or actions"
ATTACHED = "attached inside the PDF"
UNCHECKED = "could not be checked"

SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
FLATE = b"/Filter /FlateDecode"


def one(content: bytes) -> Callable[[], bytes]:
    return lambda: pdf(content)


def packed(content: bytes, keys: bytes = FLATE) -> Callable[[], bytes]:
    return lambda: pdf(objects(content, keys))


def half() -> bytes:
    return pdf()[:200]


def cut_update() -> bytes:
    """Saved twice, the second time not to the end."""
    return pdf() + b"4 0 obj\n<< /Type /Annot >>\nendobj\nxref\n0 1\n"


def torn_objects() -> bytes:
    content = pdf(objects(b"<< /Type /Catalog >>" * 50))
    at = content.index(b"stream\n") + 7
    return content[: at + 3] + b"\xff" * 20 + content[at + 23 :]


def cut_objects() -> bytes:
    packed_objects = objects(bytes(range(256)) * 8)
    at = packed_objects.index(b"\nendstream")
    return pdf(packed_objects[: at - 20] + packed_objects[at:])


def in_comment() -> bytes:
    """The end mark of the PDF stands in the comment of a ZIP."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("evil.js", b"alert(1)")
        archive.comment = b"startxref\n0\n%%EOF"
    return b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n" + file.getvalue()


def in_data() -> bytes:
    """An object that readers find by its offset, inside what looks like data."""
    return pdf(stream(b"9 0 obj\n" + SCRIPT + b"\nendobj", b"/X 1"))


def after_comment() -> bytes:
    """A "stream" in a comment, so that the next object looks like data."""
    return pdf(b"<< /A 1 >> %stream\n", objects(SCRIPT))


def with_keys(keys: bytes) -> Callable[[], bytes]:
    """The packed script, where these keys stand between those that name the packing."""
    return lambda: pdf(objects(SCRIPT, keys + b" " + FLATE))


def untyped(keys: bytes = FLATE) -> Callable[[], bytes]:
    """Without its type: two of the browsers' readers do not ask for it."""
    return lambda: pdf(objects(SCRIPT, keys).replace(b"/Type /ObjStm", b""))


def bomb() -> bytes:
    return pdf(objects(b" " * 9 * 1024 * 1024))


def many_bombs() -> bytes:
    return pdf(*[objects(b" " * 7 * 1024 * 1024)] * 8)


ACTING: dict[str, Content] = {
    "script.pdf": one(SCRIPT),
    "opening.pdf": one(b"<< /OpenAction << /S /JavaScript /JS 9 0 R >> >>"),
    "short.pdf": one(b"<< /JS (app.alert\\(1\\)) >>"),
    "tight.pdf": one(b"<</S/JavaScript/JS(x)>>"),
    "escaped.pdf": one(b"<< /S /J#61va#53cript >>"),
    "escaped short.pdf": one(b"<< /#4a#53 (x) >>"),
    "all escaped.pdf": one(b"<< /S /" + b"".join(b"#%02x" % b for b in b"JavaScript") + b" >>"),
    "launch.pdf": one(b"<< /S /Launch /F (cmd.exe) >>"),
    "launch at once.pdf": one(b"<</AA<</O<</S/Launch/Win<</F(cmd.exe)>>>>>>>>"),
    "media.pdf": one(b"<< /Subtype /RichMedia >>"),
    "form.pdf": one(b"<< /AcroForm << /XFA 9 0 R >> >>"),
    "submit.pdf": one(b"<< /S /SubmitForm /F (http://example.org) >>"),
    "import.pdf": one(b"<< /S /ImportData /F (a.fdf) >>"),
    "elsewhere.pdf": one(b"<< /S /GoToE /F (\\\\\\\\example.org\\\\a) >>"),
    "remote.pdf": one(b"<< /S /GoToR /F (\\\\\\\\example.org\\\\a) >>"),
    "rendition.pdf": one(b"<< /S /Rendition /JS (x) >>"),
    "packed.pdf": packed(SCRIPT),
    "packed escaped.pdf": packed(b"<< /#4aS (x) /S /#4aavaScript >>"),
    "packed short.pdf": packed(b"<< /JS (x) >>"),
    "abbreviated.pdf": packed(SCRIPT, b"/Filter /Fl"),
    "not packed.pdf": packed(b"<< /JS (x) >>", b""),
    "untyped.pdf": untyped(),
    "in data.pdf": in_data,
    "after comment.pdf": after_comment,
    "blanks.pdf": lambda: packed(SCRIPT)().replace(b"stream\nx", b"stream  \r\nx"),
}
ATTACHING: dict[str, Content] = {
    "names.pdf": one(b"<< /Names << /EmbeddedFiles 9 0 R >> >>"),
    "file.pdf": lambda: pdf(stream(b"MZ", b"/Type /EmbeddedFile")),
    "key.pdf": one(b"<< /Type /Filespec /EF << /F 9 0 R >> >>"),
    "note.pdf": one(b"<< /Subtype /FileAttachment >>"),
    "packed.pdf": packed(b"<< /EF << /F 9 0 R >> >>"),
    "escaped.pdf": one(b"<< /Type /Embedded#46ile >>"),
}
TWISTED: dict[str, Content] = {
    "letters.pdf": packed(SCRIPT, b"/Filter [/ASCII85Decode /FlateDecode]"),
    "digits.pdf": packed(SCRIPT, b"/Filter [/ASCIIHexDecode /FlateDecode]"),
    "twice.pdf": packed(SCRIPT, b"/Filter [/FlateDecode /FlateDecode]"),
    "old.pdf": packed(SCRIPT, b"/Filter /LZWDecode"),
    "predicted.pdf": packed(SCRIPT, FLATE + b" /DecodeParms << /Predictor 12 >>"),
    "elsewhere.pdf": packed(SCRIPT, b"/Filter 9 0 R"),
    "untyped letters.pdf": untyped(b"/Filter [/ASCII85Decode /FlateDecode]"),
    "escaped type.pdf": lambda: packed(SCRIPT)().replace(b"/ObjStm", b"/Obj#53tm"),
    "escaped key.pdf": lambda: packed(SCRIPT)().replace(b"/First", b"/#46irst"),
    "string.pdf": with_keys(b"/X (stream)"),
    "end in string.pdf": with_keys(b"/X (stream endstream)"),
    "object in string.pdf": with_keys(b"/X (1 0 obj << /A )"),
    "object in comment.pdf": with_keys(b"%1 0 obj << /A 1 >>\n"),
    "external.pdf": with_keys(b"/F (a.bin)"),
    "number.pdf": with_keys(b"/Filter 9 0 R"),
    "open.pdf": lambda: pdf(b"<< /First 4 0 R"),
    "no object.pdf": lambda: pdf(before=b"/First 1\n"),
    "far.pdf": with_keys(b" " * 2 * 1024 * 1024 + b"/A 1"),
    "blanks.pdf": with_keys(b"%\n" * 5000),
    "bomb.pdf": bomb,
    "bombs.pdf": many_bombs,
    "streams.pdf": lambda: pdf(b"stream\n" * 200_000),
    "escapes.pdf": lambda: pdf(b"/#41" * 150_000),
}
POLYGLOTS: dict[str, Content] = {
    "page.pdf": lambda: pdf(after=b"<html><script>alert(1)</script>"),
    "archive.pdf": lambda: pdf(after=zipped({"a.exe": b"MZ"})),
    "program.pdf": lambda: pdf(after=b"MZ\x90\0"),
    "comment.pdf": in_comment,
    "late.pdf": lambda: b"\xff\xfe\0junk\n" + pdf(),
    "gif.pdf": lambda: b"GIF89a\1\0\1\0\0\0\0" + pdf(),
}
PAGES: dict[str, Content] = {
    "start.pdf": lambda: pdf(before=b"<html><body onload=alert(1)>\n"),
    "object.pdf": one(b"(<script>alert\\(1\\)</script>)"),
    "server.pdf": one(b"(<?php system\\(1\\) ?>)"),
    "first.pdf": lambda: b"%PDF-1.4 <!doctype html><script>x</script>" + pdf(),
}
CUT: dict[str, Content] = {
    "half.pdf": half,
    "start.pdf": b"%PDF-1.7\n",
    "last line.pdf": lambda: pdf()[:-7],
    "update.pdf": cut_update,
    "no table.pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
}
BROKEN: dict[str, Content] = {
    "version.pdf": lambda: pdf(version=b"x.y"),
    "objects.pdf": torn_objects,
    "cut objects.pdf": cut_objects,
}

FILES = [
    *group("PDF acts", ACTS, ACTING),
    *group("PDF attaches", ATTACHED, ATTACHING),
    *group("PDF twisted", UNCHECKED, TWISTED),
    *group("PDF polyglot", ADDED, POLYGLOTS),
    *group("PDF page", PAGE, PAGES),
    *group("cut PDF", INCOMPLETE, CUT),
    *group("broken PDF", DAMAGED, BROKEN),
    *group(
        "locked PDF",
        LOCKED,
        {
            "a.pdf": one(b"<< /Encrypt 9 0 R >>"),
            "b.pdf": one(b"<</Encr#79pt 9 0 R>>"),
            "c.pdf": packed(b"<< /Encrypt 9 0 R >>"),
        },
    ),
]
