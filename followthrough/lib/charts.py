"""Drawings as inline SVG. Colour comes from CSS classes alone, so that screen, dark mode, print and
PDF each bring their own. Whatever a drawing shows also stands in words beside it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import TypedDict, Unpack

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from followthrough.lib.glyphs import CUT_TICK, glyph

__all__ = ["Segment", "distribution_bar", "glyph", "quarter_of", "quarter_strip"]

Quarter = tuple[int, int]

# The narrowest place a drawing must fit: a 320 px screen less two margins of 16 px.
PHONE = 288
BAR_HEIGHT = 36
# Percent. What counts is drawn, however small its share.
LEAST_SHARE = 2.0
QUARTER_WIDTH, LEAST_QUARTER_WIDTH = 24, 14
STRIP_HEIGHT, LANE, AXIS = 52, 11, 26
YEAR_WIDTH, SHORT_YEAR_WIDTH = 38, 24
_HIDDEN = SafeString('aria-hidden="true"')


@dataclass(frozen=True)
class Segment:
    """A share of a distribution: a status code, its word in the reader's language, how many."""

    code: str
    label: str
    count: int


class Dates(TypedDict, total=False):
    """The dates of one output. `continuous`: first and last quarter of a duty with no one date."""

    original: Quarter | None
    current: Quarter | None
    done: Quarter | None
    continuous: tuple[Quarter, Quarter] | None


def quarter_of(day: date) -> Quarter:
    """The calendar quarter a day falls in: (year, 1 to 4)."""
    return day.year, (day.month + 2) // 3


def distribution_bar(segments: Sequence[Segment], label: str, *, width: int = 0) -> SafeString:
    """One bar divided by count, as wide as its place, or `width` px in a document."""
    shown = [segment for segment in segments if segment.count > 0]
    total = sum(segment.count for segment in shown)
    wide = [max(100 * segment.count / total, LEAST_SHARE) for segment in shown]
    ends = [100 * end / sum(wide) for end in accumulate(wide)]
    starts = [0.0, *ends][:-1]
    parts = [_share(*share) for share in zip(shown, starts, ends, strict=True)]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="bar" width="{}" height="{}" role="img"'
        ' aria-label="{}"><title>{}</title><desc>{}</desc>{}{}</svg>',
        width or "100%",
        BAR_HEIGHT,
        label,
        label,
        ", ".join(f"{segment.label} {segment.count}" for segment in shown),
        _joined(parts or [_box("none", 0, 100, SafeString(""))]),
        _joined(_gap(start) for start in starts[1:]),
    )


def _share(segment: Segment, start: float, end: float) -> SafeString:
    number = str(segment.count)
    fits = (end - start) * PHONE / 100 >= 9 * len(number) + 10
    text = format_html('<text x="50%" y="50%" dy=".35em">{}</text>', number) if fits else ""
    return _box(segment.code, start, end, SafeString(text))


def _box(code: str, start: float, end: float, text: SafeString) -> SafeString:
    # A small drawing of its own clips the frame and the hatch, without any id to collide on a page.
    # The frame's stroke is three times what is seen: half is clipped, the gap covers a part.
    return format_html(
        '<svg class="bar__part bar__part--{code}" x="{x}%" width="{w}%" height="{h}">'
        '<rect y="-1" width="100%" height="{frame}"/>'
        '<path class="bar__hatch" d="M-20 {mid}H2000" transform="skewX(-30)"/>{text}</svg>',
        code=code,
        x=_short(start),
        w=_short(end - start),
        h=BAR_HEIGHT,
        frame=BAR_HEIGHT + 2,
        mid=BAR_HEIGHT // 2,
        text=text,
    )


def _gap(at: float) -> SafeString:
    return format_html(
        '<line class="bar__gap" x1="{0}%" x2="{0}%" y2="{1}"/>', _short(at), BAR_HEIGHT
    )


def quarter_strip(
    first: Quarter, last: Quarter, *, today: Quarter, label: str, **dates: Unpack[Dates]
) -> SafeString:
    """A plan's quarters: ◇ promised first, ◆ promised now, ● done, and how far time has come.

    Fits a phone up to 20 quarters. The label says the same in a sentence; without one the drawing
    is hidden from screen readers, as a decoration of that sentence.
    """
    scale = _Scale.of(first, last, dates)
    parts = _joined([*_axis(scale, today), *_promise(scale, dates), *_done(scale, dates)])
    named = format_html('role="img" aria-label="{}"', label) if label else _HIDDEN
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="strip" viewBox="0 0 {w} {h}" width="{w}"'
        ' height="{h}" {named}>{title}{parts}</svg>',
        w=scale.width,
        h=STRIP_HEIGHT,
        named=named,
        title=format_html("<title>{}</title>", label) if label else "",
        parts=parts,
    )


@dataclass(frozen=True)
class _Scale:
    first: int
    quarters: int
    step: int

    @classmethod
    def of(cls, first: Quarter, last: Quarter, dates: Dates) -> "_Scale":
        """From the plan's first to its last quarter, and further where a date lies outside."""
        known = [dates.get("original"), dates.get("current"), dates.get("done")]
        shown = [first, last, *(day for day in known if day), *(dates.get("continuous") or ())]
        start = _number(min(shown))
        quarters = _number(max(shown)) - start + 1
        step = min(QUARTER_WIDTH, max(LEAST_QUARTER_WIDTH, PHONE // quarters))
        return cls(start, quarters, step)

    @property
    def width(self) -> int:
        return self.quarters * self.step

    def start(self, quarter: Quarter) -> int:
        return (_number(quarter) - self.first) * self.step

    def middle(self, quarter: Quarter) -> int:
        return self.start(quarter) + self.step // 2

    def years(self) -> Iterator[tuple[int, int, int]]:
        """Each year with where it starts and how wide it is."""
        last = self.first + self.quarters - 1
        for year in range(self.first // 4, last // 4 + 1):
            start = max(year * 4, self.first) - self.first
            end = min(year * 4 + 3, last) - self.first + 1
            yield year, start * self.step, (end - start) * self.step


def _axis(scale: _Scale, today: Quarter) -> Iterator[SafeString]:
    yield _line("axis", f"M0 {AXIS}H{scale.width}")
    ticks = "".join(f"M{n * scale.step} {AXIS}v5" for n in range(1, scale.quarters))
    yield _line("tick", ticks)
    for year, start, width in scale.years():
        yield _line("year", f"M{start + 0.5} {AXIS}V{STRIP_HEIGHT}")
        if width >= SHORT_YEAR_WIDTH:
            text = str(year) if width >= YEAR_WIDTH else f"’{year % 100:02}"
            yield format_html('<text x="{}" y="{}">{}</text>', start + 5, STRIP_HEIGHT - 5, text)
    now = min(max(scale.middle(today), 0), scale.width)
    if now:
        yield _line("gone", f"M0 {AXIS}H{now}")
    if 0 < now < scale.width:
        yield _line("today", f"M{now} {AXIS - 7}v14")


def _promise(scale: _Scale, dates: Dates) -> Iterator[SafeString]:
    original, current = dates.get("original"), dates.get("current")
    if span := dates.get("continuous"):
        yield _band(scale, *span)
    if original and current and original != current:
        yield _line("moved", f"M{scale.middle(original)} {LANE}H{scale.middle(current)}")
    if original and original != current:
        yield _diamond("original", scale.middle(original))
    if current:
        yield _diamond("current", scale.middle(current))


def _band(scale: _Scale, begin: Quarter, end: Quarter) -> SafeString:
    return format_html(
        '<rect class="strip__band" x="{}" y="{}" width="{}" height="6" rx="3"/>',
        scale.start(begin) + 1,
        LANE - 3,
        scale.start(end) + scale.step - scale.start(begin) - 2,
    )


def _done(scale: _Scale, dates: Dates) -> Iterator[SafeString]:
    if done := dates.get("done"):
        yield format_html(
            '<g class="strip__done" transform="translate({} {})">'
            '<circle cx="8" cy="8" r="7"/>{}</g>',
            scale.middle(done) - 8,
            AXIS - 8,
            CUT_TICK,
        )


def _diamond(name: str, x: int) -> SafeString:
    return _line(name, f"M{x} {LANE - 7}l7 7-7 7-7-7z")


def _line(name: str, path: str) -> SafeString:
    return format_html('<path class="strip__{}" d="{}"/>', name, path)


def _number(quarter: Quarter) -> int:
    year, number = quarter
    return year * 4 + number - 1


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
