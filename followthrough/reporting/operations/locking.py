"""Reaching a row to change it: locked, one's own, and in a state that allows it."""

from datetime import datetime

from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, NotAllowed, Permission
from followthrough.reporting.models import Entry, Report
from followthrough.reporting.models.report import STEPS, ReportState
from followthrough.reporting.refusals import NotOpen, WrongState


def lock_report(report_id: int) -> Report:
    """The report, locked until the transaction ends; every change of an entry takes this lock."""
    related = ("round__plan__method", "institution")
    return Report.objects.select_for_update(of=("self",)).select_related(*related).get(pk=report_id)


def lock_entry(entry_id: int) -> tuple[Report, Entry]:
    """The entry under the lock of its report. Three queries."""
    report = lock_report(Entry.objects.values_list("report_id", flat=True).get(pk=entry_id))
    # Read only under the lock: nobody else can write now, so nothing of it is old.
    related = ("output__current_deadline", "commitment__plan")
    entry = Entry.objects.select_related(*related).get(pk=entry_id)
    entry.report = report
    return report, entry


def require_filing(report: Report, by: Actor) -> None:
    """Raise NotAllowed unless the actor may write in this report.

    The coordinator may only where a report came by mail (PRODUCT.md §2).
    """
    if by.may(Permission.FILE_REPORT, report.institution_id):
        return
    if by.may(Permission.FILE_ON_BEHALF, report.institution_id) and report.is_on_behalf:
        return
    raise NotAllowed(gettext("Only the institution's own contact persons write in this report."))


def require_open(report: Report, at: datetime) -> None:
    """Raise NotOpen outside the round's window, WrongState once the report is closed."""
    today = report.round.plan.today(at)
    if today < report.round.opens_on:
        raise NotOpen(gettext("This reporting period has not opened yet."))
    if today > report.round.closes_on:
        raise NotOpen(
            gettext("This reporting period has closed. Ask the coordinator to extend it.")
        )
    if not report.is_open:
        raise WrongState(
            gettext(
                "This report has been verified and can no longer be changed. After publication, "
                "propose a correction."
            )
        )


def step(report: Report, to: ReportState) -> None:
    """Move the report along its table of states. Raises WrongState; saving is the caller's."""
    if to not in STEPS[ReportState(report.state)]:
        raise WrongState(
            gettext("This cannot be done now: the report is in the state “%(state)s”.")
            % {"state": report.get_state_display()}
        )
    report.state = to
    report.version += 1
