"""Reporting as open data: published entries, signed ratings, reports received, public obstacles."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from followthrough.portal.queries import periods
from followthrough.portal.queries.shared import Shared
from followthrough.portal.tables import COMMITMENTS, INSTITUTIONS, OUTPUTS, Column, Table
from followthrough.reporting.models import Obstacle, PublishedEntry, Rating
from followthrough.reporting.queries.clocks import clocks

_COMMITMENT = Column(
    "commitment", _("The code of the commitment, or the plan's slug and its number.")
)
_ROUND = Column("round", _("The reporting period, like 2026-H2."))
_METHOD = Column("method", _("The version of the method it was made under."))


def _entry_rows(shared: Shared, today: date) -> Iterator[dict[str, Any]]:
    found = PublishedEntry.objects.standing().filter(commitment__plan=shared.plan)
    related = ("commitment__plan", "output", "round", "method")
    ordered = found.order_by("round__covers_until", "commitment__number", "output__number")
    for row in ordered.select_related(*related):
        yield {
            "round": row.round.slug,
            "commitment": row.commitment.key,
            "output": row.output.number if row.output else None,
            "is_current": int(row.is_current),
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


def _rating_rows(shared: Shared, today: date) -> Iterator[dict[str, Any]]:
    found = Rating.objects.signed().filter(commitment__plan=shared.plan)
    for row in found.select_related("commitment__plan", "organisation", "round", "method"):
        yield {
            "round": row.round.slug,
            "commitment": row.commitment.key,
            "organisation": row.organisation.slug,
            "completion": row.completion,
            "sentence": row.sentence,
            "link": row.link,
            "signed_at": row.signed_at.isoformat() if row.signed_at else None,
            "method": row.method.version,
        }


def _report_rows(shared: Shared, today: date) -> Iterator[dict[str, Any]]:
    if not shared.has_reporting:
        return
    for line in periods.who_reported(shared, today):
        for one in line.records:
            if one is not None:
                yield {
                    "round": one.round.slug,
                    "institution": line.institution.slug,
                    "due_on": one.round.due_on,
                    "arrival": one.arrival.value,
                    "received_on": one.received_on,
                    "published_at": one.published_at.isoformat() if one.published_at else None,
                    "as_of": today.isoformat(),
                }


def _obstacle_rows(shared: Shared, today: date) -> Iterator[dict[str, Any]]:
    found = Obstacle.objects.public().filter(commitment__plan=shared.plan)
    for row in found.select_related("commitment__plan", "output", "owner", "asked"):
        yield {
            "commitment": row.commitment.key,
            "output": row.output.number if row.output else None,
            "owner": row.owner.slug,
            "reason": row.reason,
            "description": row.description,
            "is_serious": int(row.is_serious),
            "opened_on": row.opened_on,
            "asked": row.asked.slug if row.asked else "",
            "escalated_to": row.escalated_to,
            "resolved_on": row.resolved_on,
            "resolution": row.resolution,
            "days_open": row.days_open(today),
        }


def _clock_rows(shared: Shared, today: date) -> Iterator[dict[str, Any]]:
    if not shared.has_reporting:
        return
    for one in clocks(shared.published, today).rounds:
        for clock in one.reports:
            yield {
                "round": one.round.slug,
                "institution": shared.institutions[clock.institution_id].slug,
                "due_on": one.round.due_on,
                "arrival": clock.arrival.value,
                "received_on": clock.received_on,
                "working_days_after_due": clock.after_due,
                "published_on": clock.published_on,
                "times_returned": clock.times_returned,
                "working_days_to_verify": clock.to_verify,
                "unverified": int(clock.is_unverified),
                "as_of": today.isoformat(),
            }


ENTRIES = Table(
    "entries",
    _("Published entries of all periods"),
    (
        _ROUND,
        _COMMITMENT,
        Column("output", _("The number of the output; empty for the word on the whole.")),
        Column("is_current", _("1 for what stands now about it, 0 for earlier periods.")),
        Column("correction", _("How many times it was corrected; the last correction is shown.")),
        Column("change", _("What happened since the report before, as the institution says.")),
        Column("before", _("The level published before this period; empty for the first.")),
        Column("completion", _("The level in this period.")),
        Column("completed_on", _("The day it was completed; empty until it is.")),
        Column("occurrences", _("For a continuous duty: how often it was met so far.")),
        Column("done", _("What was done, one column a language."), True),
        Column("next_step", _("The next step, one column a language."), True),
        Column("reason", _("The code of the main reason, where one had to be given.")),
        Column("expected_on", _("The last day of the quarter in which it is expected to finish.")),
        Column("source", _("Who says so: verified, or reported and not independently verified.")),
        Column("note", _("Why it was published without verification.")),
        Column("erratum", _("What a correction put right, one column a language."), True),
        Column("published_at", _("When it was published.")),
        _METHOD,
    ),
    _entry_rows,
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
        Column("sentence", _("Why, one column a language."), True),
        Column("link", _("Where more can be read.")),
        Column("signed_at", _("When it was signed.")),
        _METHOD,
    ),
    _rating_rows,
    is_progress=True,
)

REPORTS = Table(
    "reports",
    _("Who reported, and when"),
    (
        _ROUND,
        Column("institution", _("Who was asked, by the slug of the institutions table.")),
        Column("due_on", _("The day by which the report was due.")),
        Column(
            "arrival", _("on_time, late, no_report, awaited (due, not yet received) or not_due.")
        ),
        Column("received_on", _("The day it first arrived.")),
        Column("published_at", _("When it was published.")),
        Column("as_of", _("The day for which this was computed.")),
    ),
    _report_rows,
    is_progress=True,
)

COORDINATION = Table(
    "coordination",
    _("How the coordination is doing"),
    (
        _ROUND,
        Column("institution", _("Who was asked, by the slug of the institutions table.")),
        Column("due_on", _("The day by which the report was due.")),
        Column(
            "arrival", _("on_time, late, no_report, awaited (due, not yet received) or not_due.")
        ),
        Column("received_on", _("The day it first arrived.")),
        Column(
            "working_days_after_due",
            _("Working days from the due day to its receipt; below 0 before the due day."),
        ),
        Column("published_on", _("The day it was published; what follows is told only then.")),
        Column("times_returned", _("How often it was sent back to be completed.")),
        Column(
            "working_days_to_verify",
            _("Working days from the last sending until every output was checked."),
        ),
        Column("unverified", _("1 where it was published without verification.")),
        Column("as_of", _("The day for which this was computed.")),
    ),
    _clock_rows,
    is_progress=True,
)

OBSTACLES = Table(
    "obstacles",
    _("Obstacles"),
    (
        _COMMITMENT,
        Column("output", _("The number of the output; empty where it concerns the whole.")),
        Column("owner", _("Who has to see to it, by the slug of the institutions table.")),
        Column("reason", _("The code of the reason.")),
        Column("description", _("What stands in the way, one column a language."), True),
        Column("is_serious", _("1 where it puts the output at risk.")),
        Column("opened_on", _("The day it was reported.")),
        Column("asked", _("Who was asked for help.")),
        Column("escalated_to", _("Where it was taken further.")),
        Column("resolved_on", _("The day it was resolved; empty while it is open.")),
        Column("resolution", _("How it was resolved, one column a language."), True),
        Column("days_open", _("Days from opening to resolution, or to today.")),
    ),
    _obstacle_rows,
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
