"""Is it on time? Computed from dates and facts, with the clock as an argument (PRODUCT.md §3).

Nobody can type this answer. The rules are tried in order and the first that fits gives it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from followthrough.lib.deadlines import MONTHS_A_YEAR, Due, occurrences, quarters_late

UNCHANGED_ROUNDS_AT_RISK = 2
AT_RISK_MONTHS_AHEAD = 12


class Schedule(models.TextChoices):
    """The words of the second answer."""

    NOT_DUE = "not_due", _("Not due yet")
    ON_SCHEDULE = "on_schedule", _("On schedule")
    DUE_UNREPORTED = "due_unreported", _("Due, not yet reported")
    AT_RISK = "at_risk", _("At risk")
    OVERDUE = "overdue", _("Overdue")
    DONE_ON_TIME = "done_on_time", _("Completed on time")
    DONE_LATE = "done_late", _("Completed late")
    NO_DEADLINE = "no_deadline", _("No deadline known")


class Reason(models.TextChoices):
    """Why the answer is what it is; always shown beside the word."""

    NONE = "", ""
    EXPECTED_LATE = "expected_late", _("expected after the deadline")
    UNCHANGED = "unchanged", _("unchanged for two rounds and due within 12 months")
    OBSTACLE = "obstacle", _("a serious obstacle is open")
    MISSED_OCCURRENCE = "missed_occurrence", _("an occurrence was missed")
    DEADLINE_PASSED = "deadline_passed", _("the deadline has passed")


@dataclass(frozen=True)
class Facts:
    """What is published about an output; the defaults say that nothing is."""

    is_withdrawn: bool = False
    completed_on: date | None = None
    # The day up to which the last published entry tells; None before the first.
    published_until: date | None = None
    # The public "No report received" stands for the round that had to tell of the deadline.
    report_missing: bool = False
    expected_finish: date | None = None
    unchanged_rounds: int = 0
    # The day since which a serious obstacle has been open; None where none is.
    blocked_since: date | None = None
    occurrences_done: int = 0


@dataclass(frozen=True)
class Answer:
    """The word, the reason beside it, and by how many quarters it is late; 0 when not.

    `detail` is what the reason rests on: the expected day; how many rounds without a change, days
    that the obstacle has been open, or occurrences missed.
    """

    schedule: Schedule
    reason: Reason = Reason.NONE
    quarters: int = 0
    quarters_against_original: int = 0
    detail: date | int | None = None


NOTHING_PUBLISHED = Facts()


def answer(
    current: Due | None, facts: Facts, today: date, original: Due | None = None
) -> Answer | None:
    """The schedule answer on the day `today`, or None for what was withdrawn (rule a)."""
    if facts.is_withdrawn:
        return None
    if current is None:
        return Answer(Schedule.NO_DEADLINE)
    first = original or current
    if facts.completed_on:
        return _completed(current, first, facts.completed_on)
    if today > current.end:
        return _past_deadline(current, first, facts, today)
    for reason, detail_of in RISKS:
        detail = detail_of(current, facts, today)
        if detail is not None:
            return Answer(Schedule.AT_RISK, reason, detail=detail)
    return Answer(Schedule.ON_SCHEDULE if facts.published_until else Schedule.NOT_DUE)


def _completed(current: Due, original: Due, on: date) -> Answer:
    schedule = Schedule.DONE_ON_TIME if on <= current.end else Schedule.DONE_LATE
    return Answer(
        schedule,
        quarters=quarters_late(current.end, on),
        quarters_against_original=quarters_late(original.end, on),
    )


def _past_deadline(current: Due, original: Due, facts: Facts, today: date) -> Answer:
    told_since = facts.published_until is not None and facts.published_until >= current.end
    known_late = told_since or facts.report_missing
    return Answer(
        Schedule.OVERDUE if known_late else Schedule.DUE_UNREPORTED,
        Reason.DEADLINE_PASSED,
        quarters=quarters_late(current.end, today),
        quarters_against_original=quarters_late(original.end, today),
    )


def expected_late(current: Due, facts: Facts, today: date) -> date | None:
    """The expected day, where it lies after the deadline."""
    expected = facts.expected_finish
    return expected if expected and expected > current.end else None


def rounds_unchanged(current: Due, facts: Facts, today: date) -> int | None:
    """For how many rounds nothing has moved, once they are two and it is due within 12 months."""
    years, months = current.end.year - today.year, current.end.month - today.month
    is_near = years * MONTHS_A_YEAR + months <= AT_RISK_MONTHS_AHEAD
    is_stuck = facts.unchanged_rounds >= UNCHANGED_ROUNDS_AT_RISK
    return facts.unchanged_rounds if is_stuck and is_near else None


def days_blocked(current: Due, facts: Facts, today: date) -> int | None:
    """For how many days a serious obstacle has been open."""
    return (today - facts.blocked_since).days if facts.blocked_since else None


def missed_occurrences(current: Due, facts: Facts) -> int:
    """How many occurrences published reports should already show and do not.

    Counted up to the day the last published entry tells of: what has not been reported on is not
    known, and silence is never shown as failure.
    """
    if facts.published_until is None:
        return 0
    owed = sum(end <= facts.published_until for end in occurrences(current))
    return max(0, owed - facts.occurrences_done)


def next_due(current: Due, facts: Facts) -> date:
    """The next day by which something is owed: the next occurrence, or the deadline itself."""
    owed = occurrences(current)
    if facts.occurrences_done < len(owed):
        return owed[facts.occurrences_done]
    return current.end


def _missed(current: Due, facts: Facts, today: date) -> int | None:
    return missed_occurrences(current, facts) or None


# Rule e, in this order: the first that finds something is the reason shown.
RISKS: tuple[tuple[Reason, Callable[[Due, Facts, date], date | int | None]], ...] = (
    (Reason.EXPECTED_LATE, expected_late),
    (Reason.UNCHANGED, rounds_unchanged),
    (Reason.OBSTACLE, days_blocked),
    (Reason.MISSED_OCCURRENCE, _missed),
)
