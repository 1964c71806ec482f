"""Drawings: what is counted is drawn, what is drawn is said, nothing brings its own style."""

import re
from datetime import date

import pytest
from lxml import etree

from followthrough.lib.charts import Segment, distribution_bar, glyph, quarter_of, quarter_strip
from followthrough.lib.glyphs import CODES

SVG = "{http://www.w3.org/2000/svg}"
FIRST, LAST, TODAY = (2026, 1), (2028, 4), (2027, 1)


def _bar(*counts: int) -> etree._Element:
    codes = ["complete", "substantial", "limited", "not_started", "not_known", "withdrawn"]
    segments = [Segment(code, code.title(), n) for code, n in zip(codes, counts, strict=False)]
    return etree.fromstring(distribution_bar(segments, "How much is done"))


def _widths(bar: etree._Element) -> list[float]:
    return [float(part.get("width", "").rstrip("%")) for part in bar.findall(f"{SVG}svg")]


def test_a_bar_is_divided_by_count() -> None:
    assert _widths(_bar(1, 3)) == [25, 75]


def test_a_bar_fills_its_place_and_leaves_out_what_does_not_occur() -> None:
    widths = _widths(_bar(9, 0, 17, 10, 1))

    assert len(widths) == 4
    assert sum(widths) == pytest.approx(100, abs=0.05)


def test_a_single_output_among_thousands_is_still_drawn() -> None:
    assert min(_widths(_bar(7499, 1))) > 1.9


def test_a_bar_of_nothing_is_an_empty_frame() -> None:
    (part,) = _bar(0, 0).findall(f"{SVG}svg")

    assert part.attrib["class"] == "bar__part bar__part--none"


def test_a_count_is_printed_only_where_it_fits() -> None:
    printed = [text.text for text in _bar(40, 1).iter(f"{SVG}text")]

    assert printed == ["40"]


def test_a_bar_says_what_it_shows() -> None:
    bar = _bar(2, 1)

    assert bar.attrib["role"] == "img"
    assert bar.attrib["aria-label"] == bar.findtext(f"{SVG}title") == "How much is done"
    assert bar.findtext(f"{SVG}desc") == "Complete 2, Substantial 1"


def test_a_bar_for_a_document_has_a_width_of_its_own() -> None:
    drawing = distribution_bar([Segment("complete", "Complete", 1)], "Done", width=640)

    assert etree.fromstring(drawing).attrib["width"] == "640"


def test_labels_are_escaped() -> None:
    evil = '"><script>'
    drawing = distribution_bar([Segment("complete", evil, 1)], evil) + quarter_strip(
        FIRST, LAST, today=TODAY, label=evil
    )

    assert "<script>" not in drawing


@pytest.mark.parametrize(
    ("quarters", "last"), [(4, (2026, 4)), (12, LAST), (16, (2029, 4)), (20, (2030, 4))]
)
def test_a_strip_fits_a_phone(quarters: int, last: tuple[int, int]) -> None:
    strip = etree.fromstring(quarter_strip(FIRST, last, today=TODAY, label="Q2 2026"))
    width = int(strip.get("width", ""))

    assert width <= 288
    assert width >= quarters * 14
    assert strip.get("viewBox") == f"0 0 {width} {strip.get('height')}"


def _marks(drawing: str) -> list[str]:
    return re.findall(r"strip__(original|current|moved|done|band|today)", drawing)


def test_a_moved_date_shows_both_and_the_way_between() -> None:
    drawing = quarter_strip(
        FIRST, LAST, today=TODAY, label="x", original=(2026, 2), current=(2026, 4)
    )

    assert _marks(drawing) == ["today", "moved", "original", "current"]
    assert 'class="strip__moved" d="M36 11H84"' in drawing


def test_a_date_that_never_moved_is_one_mark() -> None:
    drawing = quarter_strip(
        FIRST, LAST, today=TODAY, label="x", original=(2026, 2), current=(2026, 2)
    )

    assert _marks(drawing) == ["today", "current"]


def test_what_is_done_stands_on_the_line_of_time() -> None:
    drawing = quarter_strip(FIRST, LAST, today=TODAY, label="x", current=(2026, 2), done=(2026, 3))

    assert _marks(drawing) == ["today", "current", "done"]


def test_a_continuous_duty_is_a_band() -> None:
    drawing = quarter_strip(FIRST, LAST, today=TODAY, label="x", continuous=(FIRST, LAST))

    assert '<rect class="strip__band" x="1" y="8" width="286"' in drawing


def test_a_date_beyond_the_plan_widens_the_strip() -> None:
    strip = quarter_strip(FIRST, (2026, 4), today=FIRST, label="x", current=(2027, 2))

    assert 'width="144"' in strip


@pytest.mark.parametrize("today", [(2025, 4), (2029, 1)])
def test_outside_the_plan_there_is_no_today(today: tuple[int, int]) -> None:
    assert _marks(quarter_strip(FIRST, LAST, today=today, label="x")) == []


def test_a_strip_beside_its_own_sentence_is_silent() -> None:
    drawing = quarter_strip(FIRST, LAST, today=TODAY, label="")

    assert 'aria-hidden="true"' in drawing
    assert "<title>" not in drawing


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), (2026, 1)),
        (date(2026, 6, 30), (2026, 2)),
        (date(2026, 12, 31), (2026, 4)),
    ],
)
def test_the_quarter_of_a_day(day: date, quarter: tuple[int, int]) -> None:
    assert quarter_of(day) == quarter


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_shape_is_whole_hidden_and_unstyled(code: str) -> None:
    drawing = glyph(code)

    assert etree.fromstring(drawing).attrib["aria-hidden"] == "true"
    assert not re.search(r"style=|fill=|#[0-9a-f]{3}", drawing)


def test_an_unknown_status_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        glyph("amber")


def test_no_drawing_brings_its_own_style_or_colour() -> None:
    drawings = distribution_bar([Segment("withdrawn", "Withdrawn", 3)], "x") + quarter_strip(
        FIRST, LAST, today=TODAY, label="x", current=LAST, done=TODAY
    )

    assert not re.search(r"style=|<style|fill=|#[0-9a-f]{3}| id=", drawings)
