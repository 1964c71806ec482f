"""A document with every kind of part, and texts that have broken documents before."""

from dataclasses import replace
from datetime import UTC, datetime

from followthrough.lib.charts import Segment
from followthrough.lib.documents.drawings import bar, qr_code
from followthrough.lib.documents.marked import marked
from followthrough.lib.documents.tree import (
    Bullets,
    Contents,
    Document,
    Drawing,
    Field,
    Fields,
    Heading,
    Note,
    Numbers,
    PageBreak,
    Paragraph,
    Part,
    Run,
    Signature,
    Table,
    Text,
    plain,
)

MADE_AT = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
LETTERS = "ë ç đ č ć š ž Ë Ç Đ Ђорђе Њушић Џ"
SEGMENTS = [Segment("complete", "Završeno", 2), Segment("not_known", "Nije poznato", 3)]
POISON = {
    "emoji": "Done 🎉👩🏽‍💻🇽🇰",
    "cjk": "漢字かな한글",
    "right to left": "שלום مرحبا \u202egnp.exe\u202c",
    "code": '#read("/etc/passwd") #import "@preview/x:1.0.0" $x$ = Title \\ `raw` <label> @ref',
    "formula": "=cmd|' /C calc'!A0",
    "markup": "<script>alert(1)</script><w:p/>&amp;&#0;\"'",
    "controls": "a\x00b\x01c\x07\x1b\ud800\ufffe\u2028d\x85e",
    "long": "x" * 10_000,
    "long words": "word " * 2_000,
    "marks": "Z̸̡̢a̷͓l͈g̶o" + "\u0301" * 50,
    "marked": "**strong** [[blank]] %(name)s {{ x }} {% x %}",
    "white space": " \t\n\n  \r\n ",
    "nothing": "",
}


def parts(text: Text = LETTERS) -> tuple[Part, ...]:
    """Every kind of part, each with the text in it."""
    return (
        Fields((Field("Number"), Field("To", text))),
        Note(text),
        Heading("Article 1"),
        Paragraph(marked("By [[legal basis]] it is **decided**: %(what)s", what="yes")),
        Paragraph((Run("Read "), Run("the page", link="https://example.org/a?b=c&d=e"))),
        Paragraph((Run("Në shqip", language="sq"), Run(" and strong", is_strong=True))),
        Paragraph(text, is_centred=True, is_kept_with_next=True),
        Bullets(("one", text)),
        Numbers(("first", text)),
        Heading("Below", level=2),
        Numbers(("first again",)),
        Table(("No.", "Institution"), [("1", text), ("2", "")], (1, 5), "Contact persons"),
        Table(("Name", "Post"), [("", "")] * 3, is_form=True),
        Signature(("Name and post", "Signature", "Date")),
        PageBreak(),
        Contents("Contents"),
        Paragraph((Run("Overdue", sign="overdue"), Run(" · 2"))),
        Drawing(bar(SEGMENTS, plain(text)), f"Two of five: {plain(text)}", "How much is done"),
        Drawing(qr_code("https://example.org/en/"), "QR code", width=20),
        Paragraph("The end"),
    )


def document(text: Text = LETTERS, language: str = "sr-latn") -> Document:
    return Document(
        title="Decision on contact persons",
        language=language,
        parts=parts(text),
        made_at=MADE_AT,
        subject="Action plan",
        author="Ministry",
        letterhead=("The Ministry", "Its department"),
        mark="DRAFT",
    )


def poisoned(text: str) -> Document:
    """The text everywhere that a person's words may come to stand."""
    everywhere = replace(document(text), title=text, subject=text, author=text, mark=text)
    heading = (Heading(text), Table((text, text), [(text, text)], caption=text), Signature((text,)))
    links = tuple(Paragraph(Run(text or "x", link=text)) for _ in range(1))
    return replace(everywhere, letterhead=(text, text), parts=(*heading, *links, *parts(text)))
