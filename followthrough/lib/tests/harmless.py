"""Files as people send them, built here: documents, pictures that name a place, tables, texts."""

import codecs
import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image
from xlsxwriter import Workbook

OOXML = "application/vnd.openxmlformats-officedocument."
WORD_TYPE = f"{OOXML}wordprocessingml.document.main+xml"
EXCEL_TYPE = f"{OOXML}spreadsheetml.sheet.main+xml"
ODF = "application/vnd.oasis.opendocument."
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = b'<?xml version="1.0" encoding="UTF-8"?>'
COMMENT = b"taken at the office"

Parts = dict[str, bytes]


@dataclass(frozen=True)
class Sample:
    """A file that is taken; `extension` is what its content is, whatever the name says."""

    name: str
    extension: str
    build: Callable[[], bytes]


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of the parts in their order; `mimetype` is not packed, as ODF wants it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            # As ZipInfo, so that nothing of the name is changed.
            info = zipfile.ZipInfo(name)
            archive.writestr(info, content, zipfile.ZIP_STORED if name == "mimetype" else method)
    return file.getvalue()


def relations(*rows: tuple[str, str, str]) -> bytes:
    """A part of relationships from (type, target, mode)."""
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/>'
        for number, (kind, target, mode) in enumerate(rows)
    )
    return f"<Relationships>{listed}</Relationships>".encode()


def content_types(main: str, kind: str) -> bytes:
    return (
        XML
        + (
            '<Types><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{main}" ContentType="{kind}"/></Types>'
        ).encode()
    )


def word(more: Mapping[str, bytes] | None = None, kind: str = WORD_TYPE) -> Parts:
    """The parts of a Word file."""
    return {
        "[Content_Types].xml": content_types("word/document.xml", kind),
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "Internal")),
        "word/document.xml": XML + b"<w:document><w:t>Raporti</w:t></w:document>",
        **(more or {}),
    }


def excel(more: Mapping[str, bytes] | None = None, kind: str = EXCEL_TYPE) -> Parts:
    """The parts of an Excel file."""
    return {
        "[Content_Types].xml": content_types("xl/workbook.xml", kind),
        "_rels/.rels": relations(("officeDocument", "/xl/workbook.xml", "Internal")),
        "xl/workbook.xml": XML + b"<workbook><sheets/></workbook>",
        **(more or {}),
    }


def open_document(more: Mapping[str, bytes] | None = None, kind: str = "text") -> Parts:
    """The parts of an OpenDocument file."""
    return {
        "mimetype": f"{ODF}{kind}".encode(),
        "content.xml": XML + b"<office:document-content><office:body/></office:document-content>",
        "META-INF/manifest.xml": XML + b"<manifest:manifest/>",
        **(more or {}),
    }


def real_workbook() -> bytes:
    """What XlsxWriter writes, with a link, a picture and a chart."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, list(range(2000)))
        sheet.write_url(0, 2, "https://example.org/agenda")
        sheet.insert_image(3, 3, "p.png", {"image_data": io.BytesIO(png())})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Sheet1!$A$1:$A$9"})
        sheet.insert_chart(9, 3, chart)
    return file.getvalue()


def chart_document() -> bytes:
    """A Word file whose chart keeps its table as a workbook, written from a local template."""
    settings = relations(("attachedTemplate", "file:///C:\\Templates\\Raport.dotx", "External"))
    more = {
        "word/embeddings/Microsoft_Excel_Sheet1.xlsx": real_workbook(),
        "word/_rels/settings.xml.rels": settings,
        "word/_rels/document.xml.rels": relations(
            ("hyperlink", "https://example.org/?a=1&amp;b=2", "External")
        ),
    }
    return zipped(word(more))


def pdf(*objects: bytes, before: bytes = b"", after: bytes = b"", version: bytes = b"1.7") -> bytes:
    """A PDF of one empty page and the objects."""
    written = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction [3 0 R /Fit] >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    body = b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n" + before
    offsets = []
    for number, content in enumerate(written, 1):
        offsets.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(written) + 1) + b"".join(offsets)
    trailer = b"trailer << /Root 1 0 R /Size %d >>\n" % (len(written) + 1)
    return body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body) + after


def stream(content: bytes, keys: bytes = b"/Filter /FlateDecode") -> bytes:
    """A stream; packed where the keys name a filter."""
    packed = zlib.compress(content) if b"/Filter" in keys else content
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (keys, len(packed), packed)


def objects(content: bytes, keys: bytes = b"/Filter /FlateDecode") -> bytes:
    """An object stream with one object."""
    head = b"7 0 "
    named = b"/Type /ObjStm /N 1 /First %d %b" % (len(head), keys)
    return stream(head + content, named)


def picture(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    image = Image.linear_gradient("L").resize((width, height)).convert(mode)
    # Dark on the left, whichever way it is turned later.
    image.paste(
        0 if mode == "L" else tuple([0] * len(image.getbands())), (0, 0, width // 4, height)
    )
    return image


def with_place(kind: str, orientation: int = 1, **options: Any) -> bytes:
    """A picture that tells where it was taken, and how the camera was held."""
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    exif[0x0112] = orientation
    exif[0x8825] = {1: "N", 2: (42.0, 39.0, 47.0), 3: "E", 4: (21.0, 9.0, 58.0)}
    file = io.BytesIO()
    picture().save(file, kind, exif=exif, **options)
    return file.getvalue()


def png(mode: str = "RGB") -> bytes:
    file = io.BytesIO()
    picture(mode=mode).save(file, "PNG")
    return file.getvalue()


def jpeg(mode: str = "RGB", **options: Any) -> bytes:
    file = io.BytesIO()
    picture(mode=mode).save(file, "JPEG", **options)
    return file.getvalue()


TABLE = "Zotimi;Shuma;Afati\nRegjistër i hapur;1 200,50;2026\nŠkola i čitanje;800;2027\n"
PROSE = "Përgjigje e ministrisë.\nTakimi u mbajt më 3 maj, në Prishtinë.\n"

HARMLESS = [
    Sample("plan.pdf", "pdf", pdf),
    Sample("packed.pdf", "pdf", lambda: pdf(objects(b"<< /Title (x) >>"), stream(b"0 0 m" * 99))),
    Sample("outline.pdf", "pdf", lambda: pdf(b"<< /First 4 0 R >>", stream(bytes(range(256))))),
    Sample("text about scripts.pdf", "pdf", lambda: pdf(b"<< /Title (On JavaScript) >>")),
    Sample("new.pdf", "pdf", lambda: pdf(version=b"2.0", after=b"\r\n\0\0")),
    Sample("report.docx", "docx", lambda: zipped(word())),
    Sample("chart.docx", "docx", chart_document),
    Sample("stored.docx", "docx", lambda: zipped(word(), zipfile.ZIP_STORED)),
    Sample("plan.xlsx", "xlsx", lambda: zipped(excel())),
    Sample("real.xlsx", "xlsx", real_workbook),
    Sample("letter.odt", "odt", lambda: zipped(open_document())),
    Sample("table.ods", "ods", lambda: zipped(open_document(kind="spreadsheet"))),
    Sample("lying.docx", "odt", lambda: zipped(open_document())),
    Sample("photo.pdf", "png", png),
    Sample("scan.png", "png", lambda: png("1")),
    Sample("palette.png", "png", lambda: png("P")),
    Sample("glass.png", "png", lambda: png("RGBA")),
    Sample("placed.png", "png", lambda: with_place("PNG")),
    Sample("photo.png", "jpg", lambda: with_place("JPEG", 6, comment=COMMENT)),
    Sample("photo.JPEG", "jpg", lambda: jpeg(progressive=True)),
    Sample("grey.jpg", "jpg", lambda: jpeg("L")),
    Sample("print.jpg", "jpg", lambda: jpeg("CMYK")),
    Sample("motion.jpg", "jpg", lambda: jpeg() + b"\0\0\0\x18ftypmp42"),
    Sample("table.csv", "csv", TABLE.encode),
    Sample("with mark.csv", "csv", lambda: codecs.BOM_UTF8 + TABLE.encode()),
    Sample("excel unicode.csv", "csv", lambda: TABLE.encode("utf-16")),
    Sample("old excel.csv", "csv", lambda: TABLE.encode("cp1250", "replace")),
    Sample("western.csv", "csv", lambda: "Përmbledhje;Ç\nnjë;dy\n".encode("cp1252")),
    Sample("one column.csv", "csv", lambda: b"Name\nArta\nBesa\n"),
    Sample("table.txt", "csv", TABLE.encode),
    Sample("minutes.txt", "txt", PROSE.encode),
    Sample("minutes", "txt", lambda: PROSE.encode("cp1252")),
    Sample("sums.txt", "txt", lambda: b"1 < 2 and 3 > 2; a <b> is bold | 'quoted'!\n"),
]
