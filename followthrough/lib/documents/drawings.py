"""Drawings as documents carry them: the same shapes as on the pages, with the colours of paper."""

from collections.abc import Iterator, Sequence
from functools import cache

import qrcode
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from followthrough.lib.charts import BAR_HEIGHT, Segment, distribution_bar, glyph
from followthrough.lib.documents.glyphs import drawable
from followthrough.lib.documents.text import cleaned

# As wide as the text of an A4 page, at about 96 dots an inch.
WIDTH = 620
LINE, GAP, SHAPE, LETTER = 24, 22, 16, 7.4
# What the pages' style sheet says in the light; a drawing in a file has no other.
STYLE = SafeString(
    "text{font-family:'Source Sans 3';fill:#17202a;font-size:15px}"
    ".bar__part text{font-weight:600;text-anchor:middle}.bar__part rect{fill:#fff}"
    ".bar__hatch{display:none}.bar__gap{stroke:#fff;stroke-width:2}"
    ".bar__part--limited rect{fill:#3e93b8}.bar__part--substantial rect{fill:#12658c}"
    ".bar__part--complete rect{fill:#052b40}"
    ".bar__part--limited text{fill:#17202a}"
    ".bar__part--substantial text,.bar__part--complete text{fill:#fff}"
    ".bar__part--not_started rect,.bar__part--not_known rect,.bar__part--withdrawn rect,"
    ".bar__part--none rect{stroke:#66717d;stroke-width:5}"
    ".bar__part--not_known rect,.bar__part--none rect{stroke-dasharray:5 4}"
    ".line{fill:none;stroke:#66717d;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}"
    ".cut{fill:none;stroke:#fff;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}"
    ".glyph{fill:#66717d}"
    ".glyph--limited{fill:#3e93b8}.glyph--limited .line{stroke:#3e93b8}"
    ".glyph--substantial{fill:#12658c}.glyph--substantial .line{stroke:#12658c}"
    ".glyph--complete{fill:#052b40}"
    ".glyph--at_risk{fill:#c96f00}.glyph--overdue{fill:#a8163f}"
    ".glyph--due_unreported .line{stroke:#a8163f}"
    ".glyph--on_schedule .line,.glyph--done_on_time .line,.glyph--verified .line,"
    ".glyph--reported .line{stroke:#0a5a80}.glyph--verified{fill:#0a5a80}"
    ".glyph--done_late,.glyph--evidence_missing,.glyph--ratings_differ{fill:#46525e}"
)


def bar(segments: Sequence[Segment], label: str) -> str:
    """The distribution bar with its key below: shape, word and count of each part."""
    shown = [one for one in segments if one.count > 0]
    named = [
        Segment(one.code, drawable(cleaned(one.label)).replace("\n", " "), one.count)
        for one in shown
    ]
    key = list(_key(named))
    height = BAR_HEIGHT + 12 + (key[-1][1] + LINE if key else 0)
    drawn = format_html_join(
        "",
        '<g transform="translate({} {})">{}<text x="23" y="13">{}</text></g>',
        ((x, BAR_HEIGHT + 12 + y, glyph(one.code), _counted(one)) for x, y, one in key),
    )
    label = drawable(cleaned(label)).replace("\n", " ")
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}">'
        "<style>{style}</style>{bar}{key}</svg>",
        w=WIDTH,
        h=height,
        style=STYLE,
        bar=distribution_bar(named, label, width=WIDTH),
        key=drawn,
    )


def _counted(one: Segment) -> str:
    return f"{one.label} {one.count}"


def _key(segments: Sequence[Segment]) -> Iterator[tuple[int, int, Segment]]:
    """Where each part's words stand; the next line begins where they would leave the page."""
    x, y = 0, 0
    for one in segments:
        wide = round(SHAPE + 7 + LETTER * len(_counted(one))) + GAP
        if x and x + wide > WIDTH + GAP:
            x, y = 0, y + LINE
        yield x, y, one
        x += wide


@cache
def sign(code: str) -> str:
    """The shape of a status in a file of its own; it stands before its word."""
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16">'
        "<style>{}</style>{}</svg>",
        STYLE,
        glyph(code),
    )


def qr_code(address: str) -> str:
    """The address as a square to be read by a telephone's camera."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(address)
    matrix = code.get_matrix()
    squares = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, is_set in enumerate(row)
        if is_set
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {n} {n}" width="{n}" height="{n}"'
        ' shape-rendering="crispEdges"><path fill="#17202a" d="{d}"/></svg>',
        n=len(matrix),
        d=squares,
    )
