"""Reporting as open data: published entries, signed ratings, reports received, public obstacles."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from followthrough.plans.models import ANSWERS
from followthrough.portal.plan_tables import COMMITMENTS, INSTITUTIONS, OUTPUTS, key_of
from followthrough.portal.queries import periods
from followthrough.portal.queries.shared import Shared
from followthrough.portal.tables import Column, Kind, Table
from followthrough.reporting.models import Obstacle, PublishedEntry, Rating
from followthrough.reporting.queries.clocks import ReportClock, clocks
from followthrough.reporting.queries.facts import Record

_COMMITMENT = Column(
    "commitment", _("The code of the commitment, or the plan's slug and its number.")
)
_ROUND = Column("round", _("The reporting period, like 2026-H2."))
# What their rows read; the long texts beside it would be most of the work.
_COMMITMENT_KEY = ("commitment__code", "commitment__number", "commitment__plan")
_LONG_TEXTS = tuple(f"commitment__{name}" for name in ("title", *ANSWERS))
_ENTRY = (
    "is_current",
    "number",
    "change",
    "before",
    "completion",
    "completed_on",
    "occurrences",
    "done",
    "next_step",
    "reason",
    "expected_on",
    "source",
    "note",
    "erratum",
    "published_at",
)
_RATING = ("completion", "sentence", "link", "signed_at", "organisation")
_METHOD = Column("method", _("The version of the method it was made under."))


def _entries(shared: Shared, today: date) -> QuerySet[PublishedEntry]:
    found = PublishedEntry.objects.standing().filter(commitment__plan=shared.plan)
    ordered = found.order_by("round__covers_until", "commitment__number", "output__number", "pk")
    return ordered.select_related("commitment", "output", "round", "method").only(
        *_ENTRY, *_COMMITMENT_KEY, "output__number", "round__slug", "method__version"
    )


def _entry_rows(
    shared: Shared, found: Sequence[PublishedEntry], today: date
) -> Iterator[dict[str, Any]]:
    for row in found:
        yield {
            "round": row.round.slug,
            "commitment": key_of(shared, row.commitment),
            "output": row.output.number if row.output else None,
            "is_current": row.is_current,
            "correction": row.number - 1,
            "change": row.change,
            "before": row.before,
            "completion": row.completion,
            "completed_on": row.completed_on,
            "occurrences": row.occurrences,
            "done": row.done,
            "next_step": row.next_step,
            "reason": row.reason,
            "expected_on": row.expected_on,
            "source": row.source,
            "note": row.note,
            "erratum": row.erratum,
            "published_at": row.published_at.isoformat(),
            "method": row.method.version,
        }


def _ratings(shared: Shared, today: date) -> QuerySet[Rating]:
    found = Rating.objects.signed().filter(commitment__plan=shared.plan)
    ordered = found.order_by("round__covers_until", "commitment__number", "organisation__slug")
    return ordered.select_related("commitment", "round", "method").only(
        *_RATING, *_COMMITMENT_KEY, "round__slug", "method__version"
    )


def _rating_rows(shared: Shared, found: Sequence[Rating], today: date) -> Iterator[dict[str, Any]]:
    for row in found:
        yield {
            "round": row.round.slug,
            "commitment": key_of(shared, row.commitment),
            "organisation": shared.institutions[row.organisation_id].slug,
            "completion": row.completion,
            "sentence": row.sentence,
            "link": row.link,
            "signed_at": row.signed_at.isoformat() if row.signed_at else None,
            "method": row.method.version,
        }


def _records(shared: Shared, today: date) -> list[tuple[str, Record]]:
    """Who was asked, by slug, and what came."""
    if not shared.has_reporting:
        return []
    return [
        (line.institution.slug, one)
        for line in periods.who_reported(shared, today)
        for one in line.records
        if one is not None
    ]


def _report_rows(
    shared: Shared, found: Sequence[tuple[str, Record]], today: date
) -> Iterator[dict[str, Any]]:
    for institution, one in found:
        yield {
            "round": one.round.slug,
            "institution": institution,
            "due_on": one.round.due_on,
            "arrival": one.arrival.value,
            "received_on": one.received_on,
            "published_at": one.published_at.isoformat() if one.published_at else None,
            "as_of": today,
        }


def _obstacles(shared: Shared, today: date) -> QuerySet[Obstacle]:
    found = Obstacle.objects.public().filter(commitment__plan=shared.plan)
    ordered = found.order_by("opened_on", "pk").select_related("commitment", "output")
    return ordered.defer(*_LONG_TEXTS, "private_because", "output__title")


def _obstacle_rows(
    shared: Shared, found: Sequence[Obstacle], today: date
) -> Iterator[dict[str, Any]]:
    for row in found:
        yield {
            "commitment": key_of(shared, row.commitment),
            "output": row.output.number if row.output else None,
            "owner": shared.institutions[row.owner_id].slug,
            "reason": row.reason,
            "description": row.description,
            "is_serious": row.is_serious,
            "opened_on": row.opened_on,
            "asked": shared.institutions[row.asked_id].slug if row.asked_id else "",
            "escalated_to": row.escalated_to,
            "resolved_on": row.resolved_on,
            "resolution": row.resolution,
            "days_open": row.days_open(today),
        }


def _clocks(shared: Shared, today: date) -> list[ReportClock]:
    if not shared.has_reporting:
        return []
    found = clocks(shared.published, today).rounds
    return [clock for one in found for clock in one.reports]


def _clock_rows(
    shared: Shared, found: Sequence[ReportClock], today: date
) -> Iterator[dict[str, Any]]:
    for clock in found:
        yield {
            "round": clock.round.slug,
            "institution": shared.institutions[clock.institution_id].slug,
            "due_on": clock.round.due_on,
            "arrival": clock.arrival.value,
            "received_on": clock.received_on,
            "working_days_after_due": clock.after_due,
            "published_on": clock.published_on,
            "times_returned": clock.times_returned,
            "working_days_to_verify": clock.to_verify,
            "unverified": clock.is_unverified,
            "as_of": today,
        }


ENTRIES = Table(
    "entries",
    _("Published entries of all periods"),
    (
        _ROUND,
        _COMMITMENT,
        Column(
            "output", _("The number of the output; empty for the word on the whole."), Kind.NUMBER
        ),
        Column(
            "is_current", _("1 for what stands now about it, 0 for earlier periods."), Kind.YES_NO
        ),
        Column(
            "correction",
            _("How many times it was corrected; the last correction is shown."),
            Kind.NUMBER,
        ),
        Column("change", _("What happened since the report before, as the institution says.")),
        Column("before", _("The level published before this period; empty for the first.")),
        Column("completion", _("The level in this period.")),
        Column("completed_on", _("The day it was completed; empty until it is."), Kind.DAY),
        Column(
            "occurrences", _("For a continuous duty: how often it was met so far."), Kind.NUMBER
        ),
        Column("done", _("What was done, one column a language."), Kind.TEXT),
        Column("next_step", _("The next step, one column a language."), Kind.TEXT),
        Column("reason", _("The code of the main reason, where one had to be given.")),
        Column(
            "expected_on",
            _("The last day of the quarter in which it is expected to finish."),
            Kind.DAY,
        ),
        Column("source", _("Who says so: verified, or reported and not independently verified.")),
        Column("note", _("Why it was published without verification.")),
        Column("erratum", _("What a correction put right, one column a language."), Kind.TEXT),
        Column("published_at", _("When it was published."), Kind.MOMENT),
        _METHOD,
    ),
    # An entry on the whole has no output, so no columns name every row.
    key=(),
    found=_entries,
    told=_entry_rows,
    is_progress=True,
)

RATINGS = Table(
    "ratings",
    _("Ratings by organisations of the Forum"),
    (
        _ROUND,
        _COMMITMENT,
        Column("organisation", _("Who rated, by the slug of the institutions table.")),
        Column("completion", _("The level in the organisation's view.")),
        Column("sentence", _("Why, one column a language."), Kind.TEXT),
        Column("link", _("Where more can be read.")),
        Column("signed_at", _("When it was signed."), Kind.MOMENT),
        _METHOD,
    ),
    key=("round", "commitment", "organisation"),
    found=_ratings,
    told=_rating_rows,
    is_progress=True,
)

REPORTS = Table(
    "reports",
    _("Who reported, and when"),
    (
        _ROUND,
        Column("institution", _("Who was asked, by the slug of the institutions table.")),
        Column("due_on", _("The day by which the report was due."), Kind.DAY),
        Column(
            "arrival", _("on_time, late, no_report, awaited (due, not yet received) or not_due.")
        ),
        Column("received_on", _("The day it first arrived."), Kind.DAY),
        Column("published_at", _("When it was published."), Kind.MOMENT),
        Column("as_of", _("The day for which this was computed."), Kind.DAY),
    ),
    key=("round", "institution"),
    found=_records,
    told=_report_rows,
    is_progress=True,
)

COORDINATION = Table(
    "coordination",
    _("How the coordination is doing"),
    (
        _ROUND,
        Column("institution", _("Who was asked, by the slug of the institutions table.")),
        Column("due_on", _("The day by which the report was due."), Kind.DAY),
        Column(
            "arrival", _("on_time, late, no_report, awaited (due, not yet received) or not_due.")
        ),
        Column("received_on", _("The day it first arrived."), Kind.DAY),
        Column(
            "working_days_after_due",
            _("Working days from the due day to its receipt; below 0 before the due day."),
            Kind.NUMBER,
        ),
        Column(
            "published_on", _("The day it was published; what follows is told only then."), Kind.DAY
        ),
        Column("times_returned", _("How often it was sent back to be completed."), Kind.NUMBER),
        Column(
            "working_days_to_verify",
            _("Working days from the last sending until every output was checked."),
            Kind.NUMBER,
        ),
        Column("unverified", _("1 where it was published without verification."), Kind.YES_NO),
        Column("as_of", _("The day for which this was computed."), Kind.DAY),
    ),
    key=("round", "institution"),
    found=_clocks,
    told=_clock_rows,
    is_progress=True,
)

OBSTACLES = Table(
    "obstacles",
    _("Obstacles"),
    (
        _COMMITMENT,
        Column(
            "output", _("The number of the output; empty where it concerns the whole."), Kind.NUMBER
        ),
        Column("owner", _("Who has to see to it, by the slug of the institutions table.")),
        Column("reason", _("The code of the reason.")),
        Column("description", _("What stands in the way, one column a language."), Kind.TEXT),
        Column("is_serious", _("1 where it puts the output at risk."), Kind.YES_NO),
        Column("opened_on", _("The day it was reported."), Kind.DAY),
        Column("asked", _("Who was asked for help.")),
        Column("escalated_to", _("Where it was taken further.")),
        Column("resolved_on", _("The day it was resolved; empty while it is open."), Kind.DAY),
        Column("resolution", _("How it was resolved, one column a language."), Kind.TEXT),
        Column("days_open", _("Days from opening to resolution, or to today."), Kind.NUMBER),
    ),
    key=(),
    found=_obstacles,
    told=_obstacle_rows,
    is_progress=True,
)

TABLES = {
    table.name: table
    for table in (
        COMMITMENTS,
        OUTPUTS,
        INSTITUTIONS,
        ENTRIES,
        RATINGS,
        REPORTS,
        COORDINATION,
        OBSTACLES,
    )
}
