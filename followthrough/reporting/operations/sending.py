"""Sending a report: complete or not at all, once however often it is pressed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.reporting import emails
from followthrough.reporting.models import Entry, EntryState, Evidence, Report, ReportState
from followthrough.reporting.models.report import RECEIVED_STATES
from followthrough.reporting.operations.locking import (
    lock_report,
    require_filing,
    require_open,
    step,
)
from followthrough.reporting.refusals import Incomplete, WrongState
from followthrough.reporting.situations import situations
from followthrough.reporting.values import Problem, Values, problems


@dataclass(frozen=True)
class Clearance:
    """Who cleared the report in the institution: the post, the day, the reference of the act."""

    by: str = ""
    on: date | None = None
    reference: str = ""


def incomplete(report: Report) -> list[tuple[Entry, list[Problem]]]:
    """The entries that cannot be sent yet, each with what is missing. Three queries."""
    entries = list(
        report.entries.in_order().select_related("commitment__plan", "output__current_deadline")
    )
    places = situations(report, entries)
    found = [(entry, problems(Values.of(entry), places[entry.pk])) for entry in entries]
    return [(entry, missing) for entry, missing in found if missing]


@transaction.atomic
def submit(report: Report, *, clearance: Clearance, by: Actor, at: datetime) -> Report:
    """Send the report to the coordinator. A report that was sent already stays as it is.

    Raises Incomplete with what is missing, NotOpen, WrongState and NotAllowed.
    """
    report = lock_report(report.pk)
    require_filing(report, by)
    if report.state == ReportState.SUBMITTED:
        return report
    require_open(report, at)
    if missing := incomplete(report):
        raise Incomplete(missing)
    step(report, ReportState.SUBMITTED)
    waiting = report.entries.filter(state__in=[EntryState.DRAFT, EntryState.RETURNED])
    waiting.update(state=EntryState.SUBMITTED)
    _stamp(report, clearance, by, at)
    report.save()
    record(
        "report.submitted",
        f"report:{report.key}",
        by=by.name,
        at=at,
        payload={"on_behalf": report.is_on_behalf, "cleared": report.is_cleared},
        public=True,
    )
    emails.receipt(report, at=at)
    return report


def _stamp(report: Report, clearance: Clearance, by: Actor, at: datetime) -> None:
    report.received_at = report.received_at or at
    report.submitted_at, report.submitted_by, report.submitted_by_user_id = at, by.name, by.user_id
    if clearance.on is not None:
        report.cleared_by, report.cleared_on = clearance.by, clearance.on
        report.cleared_reference = clearance.reference


@transaction.atomic
def begin_on_behalf(report: Report, source: Evidence, *, by: Actor, at: datetime) -> Report:
    """Let the coordinator type a report that came by mail; the mail is its source."""
    require(by, Permission.FILE_ON_BEHALF, report.institution_id)
    report = lock_report(report.pk)
    require_open(report, at)
    if report.is_on_behalf and report.source_id == source.pk:
        return report
    if report.state in RECEIVED_STATES:
        raise WrongState(gettext("The institution has sent this report itself."))
    report.is_on_behalf, report.source = True, source
    report.version += 1
    report.save()
    record(
        "report.typed_on_behalf",
        f"report:{report.key}",
        by=by.name,
        at=at,
        payload={"source": source.pk},
        public=False,
    )
    return report


@transaction.atomic
def confirm(report: Report, *, by: Actor, at: datetime) -> Report:
    """The institution says that what the coordinator typed is what it reported."""
    require(by, Permission.FILE_REPORT, report.institution_id)
    report = lock_report(report.pk)
    if report.confirmed_at is not None:
        return report
    if not report.is_on_behalf or report.state != ReportState.SUBMITTED:
        raise WrongState(gettext("There is nothing to confirm in this report now."))
    report.confirmed_at, report.confirmed_by = at, by.name
    report.version += 1
    report.save()
    record("report.confirmed", f"report:{report.key}", by=by.name, at=at, public=False)
    return report
