"""Deadlines as plans write them: a span of days with a precision. Pure; no day is ever invented."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

QUARTERS_A_YEAR = 4
MONTHS_A_YEAR = 12


class Precision(StrEnum):
    """How exactly a plan names the time by which something is due."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    CONTINUOUS = "continuous"


@dataclass(frozen=True)
class Due:
    """A deadline: the plan's own `words`, the days they span (both included) and their precision.

    `every_months` is how often a continuous duty falls due; it is None for anything else.
    """

    words: str
    start: date
    end: date
    precision: Precision
    every_months: int | None = None

    @property
    def is_continuous(self) -> bool:
        return self.precision is Precision.CONTINUOUS


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year; `number` is 1 to 4."""

    year: int
    number: int

    @property
    def start(self) -> date:
        return month_start(self.year, 3 * self.number - 2)

    @property
    def end(self) -> date:
        return month_end(self.year, 3 * self.number)

    def __sub__(self, other: "Quarter") -> int:
        """How many quarters lie between the two: Q1 2027 - Q2 2026 is 3."""
        return QUARTERS_A_YEAR * (self.year - other.year) + self.number - other.number


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def quarters_late(due_end: date, done: date) -> int:
    """By how many quarters the one of `done` lies after that of `due_end`; never below 0.

    A slip inside the same quarter counts as 0 quarters: the plan promised no finer than that.
    """
    return max(0, quarter_of(done) - quarter_of(due_end))


def month_start(year: int, month: int) -> date:
    return date(year, month, 1)


def month_end(year: int, month: int) -> date:
    """The last day of a month; `month` may exceed 12 and then counts on into the next years."""
    year, month = year + (month - 1) // MONTHS_A_YEAR, (month - 1) % MONTHS_A_YEAR + 1
    following = date(year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)
    return following - timedelta(days=1)


def occurrences(due: Due) -> list[date]:
    """The last days by which a continuous duty owes something; empty for any other deadline.

    "Continuous (2026-2028)" every 6 months owes six: the ends of H1 2026 to H2 2028.
    """
    if not due.is_continuous or not due.every_months:
        return []
    ends: list[date] = []
    months = due.every_months
    while (end := month_end(due.start.year, due.start.month + months - 1)) <= due.end:
        ends.append(end)
        months += due.every_months
    return ends or [due.end]
