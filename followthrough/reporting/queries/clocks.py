"""The coordination's own clocks, round by round, from public facts only (rules R1 and R11).

Working days wherever people act on each other; an obstacle counts calendar days, as its page does.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from statistics import median

from django.db.models import Exists, OuterRef

from followthrough.lib.working_days import WorkingDays
from followthrough.plans.models import Plan
from followthrough.reporting.models import (
    Obstacle,
    PublishedEntry,
    Report,
    ReportState,
    Round,
    Source,
)
from followthrough.reporting.queries.facts import Arrival, Published, Record

# A median of fewer says more about chance than about coordination.
ENOUGH = 3
# Of fewer reports, "2 of 3" says all that a percentage would.
ENOUGH_FOR_A_SHARE = 10


@dataclass(frozen=True)
class Times:
    """Of something measured: each value, and the median where there are enough to say."""

    each: tuple[int, ...] = ()

    @property
    def median(self) -> float | None:
        return median(self.each) if len(self.each) >= ENOUGH else None

    @property
    def count(self) -> int:
        return len(self.each)


@dataclass(frozen=True)
class ReportClock:
    """One report. `after_due` are working days from the due day to its receipt, below 0 before it.

    What happened between receipt and publication is None until the report is published.
    `to_verify` is None, too, where it was published without verification.
    """

    round: Round
    institution_id: int
    arrival: Arrival
    received_on: date | None = None
    after_due: int | None = None
    published_on: date | None = None
    times_returned: int | None = None
    to_verify: int | None = None

    @property
    def is_unverified(self) -> bool:
        """The deputy chair's clock ran out on it."""
        return self.published_on is not None and self.to_verify is None


@dataclass(frozen=True)
class RoundClocks:
    """A round: its reports, and the public obstacles resolved within the days it covers."""

    round: Round
    reports: tuple[ReportClock, ...]
    resolved: Times = field(default_factory=Times)
    # Whether the due day is over: only then is "on time" an answer.
    is_due: bool = False

    @property
    def received(self) -> list[ReportClock]:
        return [one for one in self.reports if one.received_on is not None]

    @property
    def on_time(self) -> list[ReportClock]:
        return [one for one in self.reports if one.arrival is Arrival.ON_TIME]

    @property
    def published(self) -> list[ReportClock]:
        return [one for one in self.reports if one.published_on is not None]

    @property
    def returned(self) -> list[ReportClock]:
        """Published reports that had been sent back at least once."""
        return [one for one in self.published if one.times_returned]

    @property
    def unverified(self) -> list[ReportClock]:
        return [one for one in self.published if one.is_unverified]

    @property
    def share_on_time(self) -> int | None:
        """Per cent of the reports asked for; None before the due day is over, and of too few."""
        if not self.is_due or len(self.reports) < ENOUGH_FOR_A_SHARE:
            return None
        return round(100 * len(self.on_time) / len(self.reports))

    @property
    def after_due(self) -> Times:
        return _times(one.after_due for one in self.reports)

    @property
    def to_verify(self) -> Times:
        return _times(one.to_verify for one in self.reports)


@dataclass(frozen=True)
class Clocks:
    """All rounds, the newest first, and how many days each open public obstacle has stood."""

    rounds: tuple[RoundClocks, ...]
    open_obstacles: Times


def clocks(published: Published, today: date) -> Clocks:
    """Two queries beside what `published` reads."""
    handled = _handled(published.plan)
    obstacles = _obstacles(published.plan)
    rounds = [
        RoundClocks(
            one,
            tuple(_reports(published, one, handled, today)),
            _resolved_within(obstacles, one),
            is_due=today > one.due_on,
        )
        for one in published.rounds
    ]
    open_days = [(today - since).days for since, until in obstacles if until is None]
    return Clocks(tuple(rounds), Times(tuple(sorted(open_days, reverse=True))))


@dataclass(frozen=True)
class _Handled:
    """A published report: its last sending, when all was checked, and how often it was returned."""

    submitted_at: datetime
    verified_at: datetime
    times_returned: int
    is_unverified: bool


def _handled(plan: Plan) -> dict[tuple[int, int], _Handled]:
    """By round and institution. One query."""
    # Published by the clock: as reported, and nobody wrote a note that says why.
    unseen = PublishedEntry.objects.filter(
        entry__report=OuterRef("pk"), number=1, source=Source.NOT_VERIFIED, note=""
    )
    found = Report.objects.filter(round__plan=plan, state=ReportState.PUBLISHED)
    fields = ("round_id", "institution_id", "submitted_at", "verified_at", "times_returned")
    rows = found.annotate(unseen=Exists(unseen)).values_list(*fields, "unseen")
    return {
        (one, institution): _Handled(sent or checked, checked, returned, is_unseen)
        for one, institution, sent, checked, returned, is_unseen in rows
        if checked is not None
    }


def _obstacles(plan: Plan) -> list[tuple[date, date | None]]:
    """The days on which each public obstacle was opened and resolved. One query."""
    found = Obstacle.objects.public().filter(commitment__plan=plan)
    return list(found.order_by("pk").values_list("opened_on", "resolved_on"))


def _resolved_within(obstacles: Sequence[tuple[date, date | None]], one: Round) -> Times:
    return _times(
        (until - since).days
        for since, until in obstacles
        if until is not None and one.covers_from <= until <= one.covers_until
    )


def _reports(
    published: Published, one: Round, handled: dict[tuple[int, int], _Handled], today: date
) -> Iterator[ReportClock]:
    for round_id, institution in published.receipts:
        record = published.record(one, institution, today) if round_id == one.pk else None
        if record is None:
            continue
        known = handled.get((one.pk, institution))
        yield _clock(published, institution, record, known if record.published_at else None)


def _clock(
    published: Published, institution: int, record: Record, known: _Handled | None
) -> ReportClock:
    days, plan, received = published.calendar, published.plan, record.received_on
    clock = ReportClock(
        record.round,
        institution,
        record.arrival,
        received,
        signed_days(days, record.round.due_on, received) if received else None,
    )
    if known is None or record.published_at is None:
        return clock
    sent_on, checked_on = plan.today(known.submitted_at), plan.today(known.verified_at)
    return replace(
        clock,
        published_on=plan.today(record.published_at),
        times_returned=known.times_returned,
        to_verify=None if known.is_unverified else days.between(sent_on, checked_on),
    )


def signed_days(days: WorkingDays, start: date, end: date) -> int:
    """Working days from `start` to `end`; below 0 when `end` is the earlier of the two."""
    return days.between(start, end) if end >= start else -days.between(end, start)


def _times(values: Iterable[int | None]) -> Times:
    return Times(tuple(sorted(value for value in values if value is not None)))
