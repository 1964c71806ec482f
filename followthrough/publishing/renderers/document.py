"""The frozen content of an edition as a document in one language: one part for one part."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext, override

from followthrough.lib.charts import Segment, distribution_bar
from followthrough.lib.documents import drawings
from followthrough.lib.documents.tree import (
    Bullets,
    Contents,
    Document,
    Drawing,
    Field,
    Fields,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Run,
    Table,
    Text,
    plain,
)
from followthrough.publishing.renderers.reading import Reader

# One sentence is a paragraph; several are a list.
_ALONE = 1
_QR_MILLIMETRES = 28


def document(content: dict[str, Any], language: str, *, sha256: str, made_at: datetime) -> Document:
    """`sha256` is the hash of the content, empty while it is a draft: then every page says so."""
    with override(language):
        return _Composer(content, language, sha256).document(made_at)


class _Composer:
    def __init__(self, content: dict[str, Any], language: str, sha256: str) -> None:
        self.content, self.language, self.sha256 = content, language, sha256
        self.read = Reader(content, language)

    def document(self, made_at: datetime) -> Document:
        content, read = self.content, self.read
        publisher = plain(read.text(content["publisher"])) if content["publisher"] else ""
        plan = plain(read.text(content["plan"]["title"]))
        return Document(
            title=read.phrase(content["title"]),
            language=self.language,
            made_at=made_at,
            author=publisher,
            subject=plan,
            letterhead=[one for one in (publisher, plan) if one],
            mark=" · ".join(self._marks()),
            parts=list(self._parts()),
        )

    def _marks(self) -> Iterator[str]:
        if self.content["example"]:
            yield self.read.phrase(self.content["example"])
        if not self.sha256:
            yield gettext("DRAFT")

    def _parts(self) -> Iterator[Part]:
        yield from self._front()
        yield Contents(gettext("Contents"))
        yield PageBreak()
        for section in self.content["sections"]:
            yield Heading(self.read.phrase(section["heading"]))
            yield from self._sentences(section)
            for part in section["parts"]:
                yield from self._part(part)
        yield from self._errata()
        yield from self._proof()

    def _front(self) -> Iterator[Part]:
        if self.content["example"]:
            yield Note(gettext("This is an example: what is said in it is invented."))
        yield Fields([one for one in self._about() if plain(one.value)])

    def _about(self) -> Iterator[Field]:
        content, read = self.content, self.read
        clearance, method = content["clearance"], content["method"]
        yield Field(gettext("Version"), content["version"])
        yield Field(gettext("Published"), read.day(content["published_on"]))
        cleared = [clearance["post"], read.day(clearance["on"]), clearance["reference"]]
        yield Field(gettext("Cleared by"), ", ".join(one for one in cleared if one))
        yield Field(gettext("As reported to"), read.day(content["period"]["until"]))
        yield Field(gettext("“On time” as of"), read.day(content["as_of"]))
        yield Field(gettext("Method"), gettext("version %(version)s") % method)
        address = read.phrase(content["permalink"])
        yield Field(gettext("Address"), Run(address, link=address))

    def _sentences(self, section: dict[str, Any]) -> Iterator[Part]:
        lines = self.read.lines(section["text"]) if section.get("text") else []
        if len(lines) == _ALONE:
            yield Paragraph(lines[0])
        elif lines:
            yield Bullets(lines)

    def _part(self, part: dict[str, Any]) -> Iterator[Part]:
        read = self.read
        match part["kind"]:
            case "heading":
                yield Heading((Run(f"{part['name']} "), *read.text(part["text"])), level=2)
            case "paragraph":
                yield Paragraph(read.text(part["text"]))
            case "fields":
                yield Fields([self._field(one) for one in part["items"]])
            case "figure":
                yield self._figure(part)
            case "table":
                yield self._table(part)

    def _field(self, field: dict[str, Any]) -> Field:
        read, value = self.read, field["value"]
        told: Text
        if field["type"] == "word":
            told = read.word(field["words"], value)
        elif field["type"] == "rating":
            told = read.rating(value)
        else:
            told = read.text(value)
        return Field(read.phrase(field["label"]), told)

    def _figure(self, part: dict[str, Any]) -> Drawing:
        read = self.read
        segments = [
            Segment(
                one["code"],
                plain(read.word(part["words"], one["code"])),
                read.number(one["count"]) or 0,
            )
            for one in part["segments"]
        ]
        caption = read.phrase(part["caption"])
        counted = ", ".join(f"{one.label} {one.count}" for one in segments)
        alt = f"{caption}: {counted}"
        svg = drawings.bar(segments, alt)
        return Drawing(svg, alt, caption, live=distribution_bar(segments, alt))

    def _table(self, part: dict[str, Any]) -> Table:
        read = partial(self.read.cell, part)
        shown = [
            one
            for one in part["columns"]
            # A column that says nothing takes the room of those that do.
            if one["width"] and any(plain(read(one, row)) for row in part["rows"])
        ]
        kinds = [one["type"] for one in shown]
        named = next(at for at, one in enumerate(shown) if one["name"] == part["row"])
        return Table(
            header=[self.read.phrase(one["label"]) for one in shown],
            rows=[[read(one, row) for one in shown] for row in part["rows"]],
            widths=[one["width"] for one in shown],
            caption=self.read.phrase(part["caption"]),
            numeric=frozenset(at for at, kind in enumerate(kinds) if kind in {"number", "change"}),
            row_header=named,
        )

    def _errata(self) -> Iterator[Part]:
        if not self.content["errata"]:
            return
        read = self.read
        yield Heading(gettext("Errata"))
        yield Table(
            header=(gettext("Version"), gettext("Published"), gettext("What was corrected")),
            rows=[
                (one["version"], read.day(one["published_on"]), read.text(one["corrected"]))
                for one in self.content["errata"]
            ],
            widths=(2, 4, 10),
            caption=gettext("What was corrected, version by version"),
        )

    def _proof(self) -> Iterator[Part]:
        if not self.sha256:
            return
        address = self.read.phrase(self.content["permalink"])
        yield Heading(gettext("Where this report is kept"))
        yield Paragraph(
            gettext(
                "This version stays at its address, in every language and format. The numbers are "
                "the same in all of them: they are made from one file, whose SHA-256 is:"
            )
        )
        yield Paragraph(self.sha256)
        yield Paragraph(Run(address, link=address), is_kept_with_next=True)
        alt = gettext("QR code: %(address)s") % {"address": address}
        yield Drawing(drawings.qr_code(address), alt, width=_QR_MILLIMETRES)
