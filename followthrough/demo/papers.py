"""Files that the invented institutions attach; each says in three languages what it is."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

WORDS = "SHEMBULL - PRIMER - EXAMPLE"
PAPER, INK = (238, 243, 246), (23, 32, 42)


@dataclass(frozen=True)
class Paper:
    """A file: its kind as evidence, what the institution calls it, what is in it."""

    kind: str
    title: str
    name: str
    content: bytes
    language: str = ""


def pdf(line: str) -> bytes:
    """One page with two lines; ASCII only, so that it needs no font of its own."""
    text = f"BT /F1 20 Tf 60 770 Td ({WORDS}) Tj /F1 14 Tf 0 -40 Td ({line}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return body + head + table + end % (len(objects) + 1, len(body))


def png() -> bytes:
    picture = Image.new("RGB", (480, 270), PAPER)
    ImageDraw.Draw(picture).text((150, 130), WORDS, fill=INK)
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def csv() -> bytes:
    rows = ("shembull;primer;example", "TM3;K3;Q3", "12;12;12", "9;9;9")
    return "".join(f"{row}\r\n" for row in rows).encode()


# By round, commitment and output.
PAPERS: dict[tuple[str, str, str], Paper] = {
    ("2026-H1", "XK0018", "1"): Paper(
        "decision", "SHEMBULL: vendimi 04/2026", "vendimi.pdf", pdf("Vendim 04/2026"), "sq"
    ),
    ("2026-H1", "XK0018", "6"): Paper("photo", "SHEMBULL: takimi i parë", "takimi.png", png()),
    ("2026-H2", "XK0018", "2"): Paper(
        "decision", "SHEMBULL: metodologjia 1.0", "metodologjia.pdf", pdf("Metodologjia 1.0"), "sq"
    ),
    ("2026-H2", "XK0015", "1"): Paper("data", "PRIMER: format objavljivanja", "format.csv", csv()),
}
