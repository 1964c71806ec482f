"""Is it on time? Computed from dates and facts, with the clock as an argument (PRODUCT.md §3).

Nobody can type this answer. The rules are tried in order and the first that fits gives it.
"""

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
    has_open_obstacle: bool = False
    occurrences_done: int = 0


@dataclass(frozen=True)
class Answer:
    """The word, the reason beside it, and how many whole quarters late; 0 when not late."""

    schedule: Schedule
    reason: Reason = Reason.NONE
    quarters: int = 0
    quarters_against_original: int = 0


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
    reason = _risk(current, facts, today)
    if reason:
        return Answer(Schedule.AT_RISK, reason)
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


def _risk(current: Due, facts: Facts, today: date) -> Reason:
    if facts.expected_finish and facts.expected_finish > current.end:
        return Reason.EXPECTED_LATE
    is_near = (current.end.year - today.year) * MONTHS_A_YEAR + (
        current.end.month - today.month
    ) <= AT_RISK_MONTHS_AHEAD
    if facts.unchanged_rounds >= UNCHANGED_ROUNDS_AT_RISK and is_near:
        return Reason.UNCHANGED
    if facts.has_open_obstacle:
        return Reason.OBSTACLE
    if missed_occurrences(current, facts):
        return Reason.MISSED_OCCURRENCE
    return Reason.NONE


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
