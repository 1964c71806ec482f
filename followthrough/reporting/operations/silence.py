"""Holding back "No report received": once, by five working days, for a reason that is public."""

from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.lib.text import TranslatedText
from followthrough.plans.calendar import calendar_of
from followthrough.reporting.models import Report
from followthrough.reporting.operations.locking import lock_report
from followthrough.reporting.refusals import Refusal, WrongState
from followthrough.reporting.silence import silent_from


class NeedsPublicReason(Refusal):
    """The public has to be told why it has to wait."""


@transaction.atomic
def postpone_silence(report: Report, because: TranslatedText, *, by: Actor, at: datetime) -> Report:
    """Give an institution five working days more before its silence is public.

    A second time changes nothing. Raises NeedsPublicReason, and WrongState when the report has
    come, is not late yet, or the silence is public already.
    """
    require(by, Permission.POSTPONE_SILENCE, report.institution_id)
    report = lock_report(report.pk)
    if report.is_postponed:
        return report
    if not because:
        raise NeedsPublicReason(gettext("Write why: the reason is public."))
    _require_time(report, at)
    report.postponed_at, report.postponed_because = at, because
    report.version += 1
    report.save()
    until = silent_from(report.round.due_on, calendar_of(report.round.plan), is_postponed=True)
    record(
        "report.silence_postponed",
        f"report:{report.key}",
        by=by.name,
        at=at,
        payload={"until": until.isoformat(), "because": because.to_json()},
        public=True,
    )
    return report


def _require_time(report: Report, at: datetime) -> None:
    plan, today = report.round.plan, report.round.plan.today(at)
    if report.received_at is not None:
        raise WrongState(gettext("The report has come: there is nothing to postpone."))
    if not report.is_late_on(today):
        raise WrongState(
            gettext("The report is due on %(day)s. Until then there is nothing to postpone.")
            % {"day": date_format(report.round.due_on)}
        )
    if plan.method.is_adopted and today >= silent_from(report.round.due_on, calendar_of(plan)):
        raise WrongState(
            gettext("“No report received” is public already. It goes when the report comes.")
        )
