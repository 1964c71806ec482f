"""A report as its institution fills it: what is missing in each entry, what was said before."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from followthrough.lib.deadlines import Quarter, quarter_of
from followthrough.lib.text import TranslatedText
from followthrough.plans.models import DefinitionKind
from followthrough.reporting.models import Entry, EntryState, PublishedEntry, Report, Verification
from followthrough.reporting.situations import current_by_subject, situations
from followthrough.reporting.values import Problem, Situation, Values, problems

MINUTES_TO_START_AND_CHECK = 2


class Progress(models.TextChoices):
    """How far an entry is; the fewest words that tell untouched from unfinished."""

    NOT_STARTED = "not_started", _("Not answered yet")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETED = "completed", _("Answered")
    RETURNED = "returned", _("Returned for completion")


@dataclass(frozen=True)
class Row:
    """One entry of the task list. `last` is what stands in public about the same thing."""

    entry: Entry
    situation: Situation
    missing: tuple[Problem, ...]
    last: PublishedEntry | None
    # The word for its reason code; empty without one.
    reason: TranslatedText

    @property
    def expected(self) -> Quarter | None:
        """The quarter in which it is expected to be finished."""
        day = self.entry.expected_on
        return quarter_of(day) if day else None

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def progress(self) -> Progress:
        if self.entry.state == EntryState.RETURNED:
            return Progress.RETURNED
        if self.is_complete:
            return Progress.COMPLETED
        is_touched = self.entry.is_started or self.entry.saved_at is not None
        return Progress.IN_PROGRESS if is_touched else Progress.NOT_STARTED

    @property
    def may_be_unchanged(self) -> bool:
        """Nobody has answered it, so "no change" may be ticked for it."""
        return self.entry.output_id is not None and not self.entry.change


def rows(report: Report) -> list[Row]:
    """Every entry of the report in the plan's order. Six queries."""
    related = ("commitment__plan", "output__current_deadline", "help_from")
    found = report.entries.in_order().select_related(*related).prefetch_related("evidence")
    entries = list(found)
    places = situations(report, entries)
    last = current_by_subject(report)
    reasons = report.round.plan.method.definitions.filter(kind=DefinitionKind.REASON)
    words = dict(reasons.values_list("code", "label"))
    return [
        Row(
            entry,
            places[entry.pk],
            tuple(problems(Values.of(entry), places[entry.pk])),
            last.get((entry.commitment_id, entry.output_id)),
            words.get(entry.reason, TranslatedText()),
        )
        for entry in entries
    ]


def next_open(all_rows: list[Row], after: Entry) -> Entry | None:
    """The next entry that is not complete, going round; None when nothing is missing."""
    places = [row.entry.pk for row in all_rows]
    at = places.index(after.pk) + 1
    for row in [*all_rows[at:], *all_rows[: at - 1]]:
        if not row.is_complete or row.entry.state == EntryState.RETURNED:
            return row.entry
    return None


def last_said(entry: Entry) -> PublishedEntry | None:
    """What stands in public about the same output or commitment. One query."""
    found = PublishedEntry.objects.current().filter(
        commitment=entry.commitment_id, output=entry.output_id
    )
    return found.select_related("round").first()


def returned_with(entry: Entry) -> Verification | None:
    """The look that sent the entry back, as long as it has not been sent again."""
    if entry.state != EntryState.RETURNED:
        return None
    return entry.verifications.filter(outcome="returned").last()


def minutes(entries: list[Row]) -> int:
    """About how long the rest takes: two minutes around it, and one for each open entry."""
    return MINUTES_TO_START_AND_CHECK + sum(not row.is_complete for row in entries)


def days_left(report: Report, today: date) -> int:
    """Calendar days until the report is due; negative when that day is over."""
    return (report.round.due_on - today).days
