"""The tree as a tagged PDF (PDF/UA-1 and PDF/A-2a), set in a process of its own."""

import re
from dataclasses import replace
from datetime import UTC
from functools import singledispatch
from typing import Any

from followthrough.lib.documents import tree
from followthrough.lib.documents.drawings import sign
from followthrough.lib.documents.glyphs import drawable
from followthrough.lib.documents.setting import NotSet, set_type
from followthrough.lib.documents.text import clean_runs, cleaned, region_tag, shortened

__all__ = ["NotSet", "to_pdf"]

# A word as long as this may be broken after every piece: it would leave the page otherwise.
_LONG_WORD, _PIECE = re.compile(r"\S{60,}"), re.compile(r".{1,20}")
# Fields with fewer characters than this stay on one page.
_SHORT = 1500
# A cell with more characters than this may run over to the next page.
_LONG_CELL = 500
_MAY_BREAK = "\u200b"


def to_pdf(document: tree.Document) -> bytes:
    """The document as the bytes of a PDF. Takes about half a second. Raises NotSet."""
    return set_type("pdf", _told(document))


def _told(document: tree.Document) -> dict[str, Any]:
    made = document.made_at.astimezone(UTC)
    return {
        # Without a title there is no accessible PDF.
        "title": _line(document.title).strip() or "–",
        "short_title": _line(shortened(document.title)),
        "subject": _line(document.subject),
        "author": _line(document.author),
        "made": {
            key: getattr(made, key) for key in ("year", "month", "day", "hour", "minute", "second")
        },
        "language": _language(document.language)[0],
        "region": _language(document.language)[1],
        "letterhead": [_runs(line, document) for line in document.letterhead],
        "mark": _line(document.mark),
        "is_compact": document.is_compact,
        "parts": [_part(part, document) for part in document.parts],
    }


def _line(text: str) -> str:
    return drawable(cleaned(text)).replace("\n", " ")


def _language(code: str) -> tuple[str, str | None]:
    """What the typesetter takes: the language and its region; a script it does not keep."""
    base, *rest = region_tag(code).split("-")
    return base, rest[-1] if rest and len(rest[-1]) == 2 else None


def _runs(text: tree.Text, document: tree.Document) -> list[dict[str, Any]]:
    """The runs as the template takes them, a new line being one of its own."""
    found: list[dict[str, Any]] = []
    for run in clean_runs(text):
        shown = replace(run, text=f"[{run.text}]") if run.is_blank else run
        for number, line in enumerate(_breakable(drawable(shown.text)).split("\n")):
            if number:
                found.append({"is_break": True})
            if line:
                found.append(_run(shown, line, document))
                shown = replace(shown, sign="")
    return found


def _run(run: tree.Run, line: str, document: tree.Document) -> dict[str, Any]:
    is_foreign = run.language and run.language != document.language
    return {
        "is_break": False,
        "text": line,
        "is_strong": run.is_strong,
        "is_emphasised": run.is_emphasised,
        "is_blank": run.is_blank,
        "link": run.link,
        "sign": sign(run.sign) if run.sign else "",
        "language": _language(run.language) if is_foreign else None,
    }


def _breakable(text: str) -> str:
    return _LONG_WORD.sub(lambda word: _MAY_BREAK.join(_PIECE.findall(word[0])), text)


@singledispatch
def _part(part: tree.Part, document: tree.Document) -> dict[str, Any]:
    raise TypeError(f"the PDF is not told how to show {part!r}")


@_part.register
def _heading(part: tree.Heading, document: tree.Document) -> dict[str, Any]:
    text = _runs(part.text, document) or _runs("–", document)
    return {"kind": "heading", "level": part.level, "text": text}


@_part.register
def _paragraph(part: tree.Paragraph, document: tree.Document) -> dict[str, Any]:
    layout = {"is_centred": part.is_centred, "is_kept_with_next": part.is_kept_with_next}
    return {"kind": "paragraph", "text": _runs(part.text, document), **layout}


@_part.register
def _bullets(part: tree.Bullets, document: tree.Document) -> dict[str, Any]:
    return {"kind": "bullets", "items": [_runs(item, document) for item in part.items]}


@_part.register
def _numbers(part: tree.Numbers, document: tree.Document) -> dict[str, Any]:
    return {"kind": "numbers", "items": [_runs(item, document) for item in part.items]}


@_part.register
def _fields(part: tree.Fields, document: tree.Document) -> dict[str, Any]:
    is_short = sum(len(tree.plain(item.value)) for item in part.items) < _SHORT
    items = [_field(item, document) for item in part.items]
    return {"kind": "fields", "items": items, "is_short": is_short}


@_part.register
def _signature(part: tree.Signature, document: tree.Document) -> dict[str, Any]:
    return {"kind": "signature", "places": [_runs(place, document) for place in part.places]}


@_part.register
def _note(part: tree.Note, document: tree.Document) -> dict[str, Any]:
    return {"kind": "note", "text": _runs(part.text, document)}


@_part.register
def _page_break(part: tree.PageBreak, document: tree.Document) -> dict[str, Any]:
    return {"kind": "page_break"}


@_part.register
def _drawing(part: tree.Drawing, document: tree.Document) -> dict[str, Any]:
    return {
        "kind": "drawing",
        "svg": part.svg,
        # Without a text in its place there is no accessible PDF.
        "alt": _line(part.alt).strip() or "–",
        "caption": _runs(part.caption, document),
        "width": part.width,
    }


@_part.register
def _contents(part: tree.Contents, document: tree.Document) -> dict[str, Any]:
    return {"kind": "contents", "title": _runs(part.title, document)}


@_part.register
def _table(part: tree.Table, document: tree.Document) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": _runs(part.caption, document),
        "shares": part.shares,
        "is_form": part.is_form,
        "numeric": sorted(part.numeric),
        "header": [_runs(cell, document) for cell in part.header],
        "rows": [[_cell(tree.shown(cell, part), document) for cell in row] for row in part.rows],
    }


def _cell(text: tree.Text, document: tree.Document) -> dict[str, Any]:
    """A row stays on one page, unless it is so long that it might not fit on any."""
    return {"runs": _runs(text, document), "is_long": len(tree.plain(text)) > _LONG_CELL}


def _field(field: tree.Field, document: tree.Document) -> dict[str, Any]:
    return {
        "label": _runs(f"{field.label}:", document),
        "value": _runs(field.value, document),
    }
