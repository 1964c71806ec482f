"""Deadline arithmetic: quarters, months, occurrences."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.lib.deadlines import (
    Due,
    Precision,
    Quarter,
    month_end,
    occurrences,
    quarter_of,
    quarters_late,
)

CONTINUOUS = Due(
    "Continuous (2026-2028)",
    date(2026, 1, 1),
    date(2028, 12, 31),
    Precision.CONTINUOUS,
    every_months=6,
)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), Quarter(2026, 1)),
        (date(2026, 3, 31), Quarter(2026, 1)),
        (date(2026, 4, 1), Quarter(2026, 2)),
        (date(2028, 12, 31), Quarter(2028, 4)),
    ],
)
def test_quarter_of(day: date, quarter: Quarter) -> None:
    assert quarter_of(day) == quarter


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_lies_in_its_quarter(day: date) -> None:
    quarter = quarter_of(day)

    assert quarter.start <= day <= quarter.end


def test_month_end_counts_on_into_later_years() -> None:
    assert month_end(2028, 2) == date(2028, 2, 29)
    assert month_end(2026, 12) == date(2026, 12, 31)
    assert month_end(2026, 36) == date(2028, 12, 31)


def test_quarters_late_is_whole_quarters_and_never_negative() -> None:
    due = date(2026, 6, 30)

    assert quarters_late(due, date(2026, 6, 30)) == 0
    assert quarters_late(due, date(2026, 7, 1)) == 1
    assert quarters_late(due, date(2027, 3, 31)) == 3
    assert quarters_late(due, date(2025, 1, 1)) == 0


def test_a_continuous_duty_owes_one_occurrence_a_half_year() -> None:
    ends = occurrences(CONTINUOUS)

    assert len(ends) == 6
    assert ends[0] == date(2026, 6, 30)
    assert ends[-1] == date(2028, 12, 31)


def test_a_dated_deadline_has_no_occurrences() -> None:
    due = Due("Q2 2026", date(2026, 4, 1), date(2026, 6, 30), Precision.QUARTER)

    assert occurrences(due) == []


def test_a_span_shorter_than_its_rhythm_still_owes_one() -> None:
    due = Due("2026", date(2026, 1, 1), date(2026, 3, 31), Precision.CONTINUOUS, every_months=6)

    assert occurrences(due) == [date(2026, 3, 31)]
