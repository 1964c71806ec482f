"""What waits to be checked, and one entry as its verifier sees it: claim beside evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from followthrough.accounts.permissions import Permission, Person
from followthrough.lib.text import TranslatedText
from followthrough.lib.working_days import WorkingDays
from followthrough.plans.calendar import calendar_of
from followthrough.plans.models import DefinitionKind
from followthrough.reporting.models import (
    Entry,
    EntryState,
    Evidence,
    PublishedEntry,
    Report,
    ReportState,
    Verification,
)
from followthrough.reporting.models.report import OPEN_STATES
from followthrough.reporting.situations import current_by_subject

# Working days within which an entry is checked: what the receipt promises.
DAYS_TO_VERIFY = 5
WAITING = Q(state=EntryState.SUBMITTED, is_noted=False)


@dataclass(frozen=True)
class Group:
    """A report with entries that wait; `until` is the last day on which checking is in time."""

    report: Report
    entries: tuple[Entry, ...]
    until: date
    days_left: int

    @property
    def is_late(self) -> bool:
        return self.days_left < 0

    @property
    def days_late(self) -> int:
        """Working days since the last day in time."""
        return max(-self.days_left, 0)


@dataclass(frozen=True)
class Queue:
    """What the person has to check, the oldest first, and what they may publish."""

    groups: tuple[Group, ...]
    ready: tuple[Report, ...]

    @property
    def count(self) -> int:
        return sum(len(one.entries) for one in self.groups)


def queue(person: Person, at: datetime) -> Queue:
    """Four queries, however many institutions report."""
    found = _of_reports(Report.objects.verifiable_by(person).filter(state__in=OPEN_STATES))
    reports = list(found.filter(submitted_at__isnull=False).order_by("submitted_at", "pk"))
    calendars = {plan.pk: calendar_of(plan) for plan in {one.round.plan for one in reports}}
    groups = _groups(reports, Entry.objects.filter(WAITING, report__in=reports), calendars, at)
    return Queue(tuple(groups), tuple(_publishable(person)))


def waiting(reports: Iterable[Report], days: WorkingDays, at: datetime) -> list[Group]:
    """What waits in these reports of one plan, the oldest first, whoever checks it. One query.

    Each entry carries `level_before`, the level that stands in public, and `has_evidence`.
    """
    known = [one for one in reports if one.state in OPEN_STATES and one.submitted_at is not None]
    oldest = sorted(known, key=lambda one: (one.submitted_at or at, one.pk))
    entries = Entry.objects.filter(WAITING, report__in=[one.pk for one in known])
    named = Evidence.objects.filter(entries=OuterRef("pk"))
    shown = entries.annotate(level_before=_level_before(), has_evidence=Exists(named))
    return _groups(oldest, shown, {one.round.plan_id: days for one in known}, at)


def _level_before() -> Case:
    current = PublishedEntry.objects.current()
    whole = current.filter(commitment=OuterRef("commitment"), output=None)
    output = current.filter(output=OuterRef("output"))
    return Case(
        When(output=None, then=Subquery(whole.values("completion")[:1])),
        default=Subquery(output.values("completion")[:1]),
    )


def _groups(
    reports: Sequence[Report],
    entries: QuerySet[Entry],
    calendars: Mapping[int, WorkingDays],
    at: datetime,
) -> list[Group]:
    """In the order of the reports; those without such an entry are left out. One query."""
    found: dict[int, list[Entry]] = {}
    for entry in _in_order(entries):
        found.setdefault(entry.report_id, []).append(entry)
    return [
        _group(one, found[one.pk], calendars[one.round.plan_id], at)
        for one in reports
        if one.pk in found
    ]


def _publishable(person: Person) -> QuerySet[Report]:
    mine = Report.objects.filter(person.within(Permission.PUBLISH, "institution_id"))
    return _of_reports(mine.filter(state=ReportState.VERIFIED)).order_by("verified_at", "pk")


def _of_reports(found: QuerySet[Report]) -> QuerySet[Report]:
    return found.select_related("round__plan", "institution")


def _in_order(found: QuerySet[Entry]) -> QuerySet[Entry]:
    return found.in_order().select_related("commitment__plan", "output")  # type: ignore[attr-defined,no-any-return]


def _group(report: Report, entries: Sequence[Entry], days: WorkingDays, at: datetime) -> Group:
    plan = report.round.plan
    today = plan.today(at)
    until = days.add(plan.today(report.submitted_at or at), DAYS_TO_VERIFY)
    left = days.between(today, until) if today <= until else -days.between(until, today)
    return Group(report, tuple(entries), until, left)


def reachable(person: Person) -> QuerySet[Report]:
    """Reports whose pages of verification the person may open."""
    verifiable = Report.objects.verifiable_by(person)
    publishable = Report.objects.filter(person.within(Permission.PUBLISH, "institution_id"))
    received = (verifiable | publishable).filter(received_at__isnull=False)
    return _of_reports(received).select_related("round__plan__method", "source")


@dataclass(frozen=True)
class Seen:
    """One entry of a report as it is checked."""

    entry: Entry
    before: PublishedEntry | None
    evidence: tuple[Evidence, ...]
    looks: tuple[Verification, ...]

    @property
    def is_waiting(self) -> bool:
        return self.entry.state == EntryState.SUBMITTED and not self.entry.is_noted

    @property
    def last_look(self) -> Verification | None:
        """What was last found, for an earlier version perhaps."""
        return self.looks[-1] if self.looks else None


def seen(report: Report) -> list[Seen]:
    """Every entry of the report in the plan's order. Four queries."""
    before = current_by_subject(report)
    entries = _in_order(report.entries.all()).select_related("output__current_deadline")
    prefetched = entries.select_related("help_from").prefetch_related("evidence", "verifications")
    return [
        Seen(
            entry,
            before.get((entry.commitment_id, entry.output_id)),
            tuple(entry.evidence.all()),
            tuple(entry.verifications.all()),
        )
        for entry in prefetched
    ]


def reason_label(report: Report, code: str) -> TranslatedText:
    """The words of a reason code under the plan's method. One query."""
    found = report.round.plan.method.definitions.filter(kind=DefinitionKind.REASON, code=code)
    one = found.first()
    return one.label if one else TranslatedText()


def next_waiting(rows: Sequence[Seen], after: Entry) -> Entry | None:
    """The next entry that waits, going round; None when none does."""
    entries = [one.entry for one in rows if one.is_waiting and one.entry.pk != after.pk]
    order = [one.entry.pk for one in rows]
    here = order.index(after.pk)
    return min(
        entries,
        key=lambda one: (order.index(one.pk) - here) % len(order),
        default=None,
    )
