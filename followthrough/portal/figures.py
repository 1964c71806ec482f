"""Figures: a finding in words, the drawing, and the table it was drawn from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from followthrough.lib import charts
from followthrough.lib.deadlines import Quarter, quarter_of
from followthrough.plans.models import Plan
from followthrough.plans.schedule import Schedule
from followthrough.plans.words import Completion
from followthrough.portal.queries.outputs import OutputRow
from followthrough.portal.queries.periods import Period
from followthrough.portal.queries.tally import Tally

Pair = tuple[int, int]
Answer = TypeVar("Answer", Completion, Schedule)
# The order of the bar: most done first, what nobody knows last.
COMPLETION_ORDER = (
    Completion.COMPLETE,
    Completion.SUBSTANTIAL,
    Completion.LIMITED,
    Completion.NOT_STARTED,
    Completion.NOT_KNOWN,
    Completion.WITHDRAWN,
)
# What needs somebody's attention first.
SCHEDULE_ORDER = (
    Schedule.OVERDUE,
    Schedule.DUE_UNREPORTED,
    Schedule.AT_RISK,
    Schedule.ON_SCHEDULE,
    Schedule.NOT_DUE,
    Schedule.DONE_ON_TIME,
    Schedule.DONE_LATE,
    Schedule.NO_DEADLINE,
)


@dataclass(frozen=True)
class Line:
    """One row of a figure's table: which answer, its code and word, and how many outputs."""

    axis: str
    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Figure:
    """What `components/figure.html` shows; the addresses are given by the page."""

    finding: str
    drawing: SafeString
    completion: list[Line]
    schedule: list[Line]

    @property
    def lines(self) -> list[Line]:
        return [*self.completion, *self.schedule]


def distribution(tally: Tally) -> Figure:
    """How much of the outputs counted is done, and how many are on time."""
    completion = _lines("completion", COMPLETION_ORDER, tally.completion)
    finding = completion_finding(tally)
    segments = [charts.Segment(line.code, line.label, line.count) for line in completion]
    return Figure(
        finding,
        charts.distribution_bar(segments, finding),
        completion,
        _lines("schedule", SCHEDULE_ORDER, tally.schedule),
    )


def _lines(axis: str, order: Sequence[Answer], counts: Counter[Answer]) -> list[Line]:
    return [Line(axis, code.value, str(code.label), counts[code]) for code in order if counts[code]]


def headline(tally: Tally, behind: int, commitments: int) -> str:
    """The page's finding in one sentence, as neutral about good news as about bad.

    A commitment is behind schedule when one of its outputs is overdue.
    """
    if tally.is_told and commitments:
        return _told_headline(tally, behind, commitments)
    numbers = {"total": tally.total, "count": tally.late}
    if not tally.total:
        return gettext("The expected outputs of this plan are not known yet")
    if not tally.late:
        return gettext("No expected output is past its deadline")
    return (
        ngettext(
            "%(count)s of %(total)s expected outputs is due and not yet reported on",
            "%(count)s of %(total)s expected outputs are due and not yet reported on",
            tally.late,
        )
        % numbers
    )


def _told_headline(tally: Tally, behind: int, commitments: int) -> str:
    if behind:
        return ngettext(
            "%(count)s of %(total)s commitments is behind schedule",
            "%(count)s of %(total)s commitments are behind schedule",
            behind,
        ) % {"count": behind, "total": commitments}
    if tally.late or tally.completion[Completion.NOT_KNOWN]:
        return gettext("No commitment is known to be behind schedule")
    return ngettext(
        "The one commitment is on schedule",
        "All %(count)s commitments are on schedule",
        commitments,
    ) % {"count": commitments}


def completion_finding(tally: Tally) -> str:
    """The finding of the distribution bar."""
    known = tally.total - tally.completion[Completion.NOT_KNOWN]
    if not known:
        return gettext("How much is done is not known yet: nothing has been reported")
    done = tally.completion[Completion.COMPLETE]
    return ngettext(
        "%(done)s of %(total)s expected outputs is complete",
        "%(done)s of %(total)s expected outputs are complete",
        done,
    ) % {"done": done, "total": tally.total}


def strip(plan: Plan, row: OutputRow, today: date) -> SafeString:
    """The quarters of the plan with the output's deadlines on them; empty without a deadline."""
    if not row.due or not row.original:
        return SafeString("")
    first, last = plan.quarters
    begins, ends = quarter_of(row.due.start), quarter_of(row.due.end)
    span = (_pair(min(first, begins)), _pair(max(last, ends)), _pair(quarter_of(today)))
    completed = row.facts.completed_on
    done = _pair(quarter_of(completed)) if completed else None
    if row.due.is_continuous:
        return _strip(span, None, None, (_pair(begins), _pair(ends)), done)
    return _strip(span, _pair(quarter_of(row.original.end)), _pair(ends), None, done)


# Many outputs share their dates, and with them the drawing.
@lru_cache(maxsize=1000)
def _strip(
    span: tuple[Pair, Pair, Pair],
    original: Pair | None,
    current: Pair | None,
    continuous: tuple[Pair, Pair] | None,
    done: Pair | None,
) -> SafeString:
    first, last, today = span
    return charts.quarter_strip(
        first,
        last,
        today=today,
        # The sentence beside the drawing says the same.
        label="",
        original=original,
        current=current,
        continuous=continuous,
        done=done,
    )


def _pair(quarter: Quarter) -> tuple[int, int]:
    return quarter.year, quarter.number


@dataclass(frozen=True)
class Cell:
    """A level in a period: how many, and the change since the period before; None: unknown."""

    count: int | None
    change: int | None = None


@dataclass(frozen=True)
class Comparison:
    """Levels by period. `finding` says what changed last, in words."""

    periods: list[Period]
    rows: list[tuple[Completion, list[Cell]]]
    since: list[tuple[Completion, int]]


def comparison(periods: list[Period]) -> Comparison | None:
    """None before anything is published."""
    if not periods:
        return None
    rows = [(level, _cells(level, periods)) for level in COMPLETION_ORDER]
    shown = [(level, cells) for level, cells in rows if any(cell.count for cell in cells)]
    since = [(level, cells[-1].change) for level, cells in shown]
    return Comparison(periods, shown, [(level, change) for level, change in since if change])


def _cells(level: Completion, periods: list[Period]) -> list[Cell]:
    cells: list[Cell] = []
    for one in periods:
        count = one.levels[level] if one.round else None
        last = cells[-1].count if cells else None
        change = count - last if count is not None and last is not None else None
        cells.append(Cell(count, change))
    return cells
