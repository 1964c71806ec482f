"""Correcting the calendar: a day off that is announced, a holiday that is worked after all."""

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.lib.text import TranslatedText
from followthrough.lib.working_days import working_days
from followthrough.plans.models import CalendarDay, Plan


class CalendarRefused(Exception):
    """The correction would change nothing or cannot be explained; `str()` says so."""


@transaction.atomic
def add_day_off(
    plan: Plan, day: date, *, name: TranslatedText, reason: str, by: Actor, at: datetime
) -> None:
    """Let a working day be a day off: nothing falls due on it. Twice changes nothing.

    Raises CalendarRefused when it is a day off anyway, or without a name or a reason.
    """
    require(by, Permission.KEEP_CALENDAR)
    if not name:
        raise CalendarRefused(gettext("Write what the day off is called."))
    _require_reason(reason)
    known = working_days(plan.jurisdiction)
    if known.is_working(day):
        _correct(plan, day, is_working=False, name=name, reason=reason, by=by, at=at)
        return
    # It is back to what the library says of it.
    if not _forget(plan, day, reason=reason, by=by, at=at):
        raise CalendarRefused(gettext("%(day)s is a day off already.") % {"day": date_format(day)})


@transaction.atomic
def remove_day_off(plan: Plan, day: date, *, reason: str, by: Actor, at: datetime) -> None:
    """Let a holiday, or a day off that was added, be a working day. Raises CalendarRefused."""
    require(by, Permission.KEEP_CALENDAR)
    _require_reason(reason)
    known = working_days(plan.jurisdiction)
    if known.is_working(day):
        if not _forget(plan, day, reason=reason, by=by, at=at):
            raise CalendarRefused(
                gettext("%(day)s is a working day already.") % {"day": date_format(day)}
            )
        return
    if not working_days(plan.jurisdiction, removed=[day]).is_working(day):
        raise CalendarRefused(
            gettext("%(day)s is a weekend: it stays one.") % {"day": date_format(day)}
        )
    _correct(plan, day, is_working=True, name=TranslatedText(), reason=reason, by=by, at=at)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise CalendarRefused(gettext("Write who announced it and where: the reason is public."))


def _correct(  # noqa: PLR0913 - the parts of a row
    plan: Plan,
    day: date,
    *,
    is_working: bool,
    name: TranslatedText,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    found = CalendarDay.objects.filter(jurisdiction=plan.jurisdiction, day=day)
    said = {"is_working": is_working, "name": name, "reason": reason.strip()}
    if found.filter(**said).exists():
        return
    CalendarDay.objects.update_or_create(
        jurisdiction=plan.jurisdiction, day=day, defaults={**said, "changed_at": at}
    )
    _log(plan, day, is_working=is_working, reason=reason, by=by, at=at)


def _forget(plan: Plan, day: date, *, reason: str, by: Actor, at: datetime) -> bool:
    """Take a correction back; says whether there was one."""
    found = CalendarDay.objects.filter(jurisdiction=plan.jurisdiction, day=day).first()
    if found is None:
        return False
    found.delete()
    _log(plan, day, is_working=not found.is_working, reason=reason, by=by, at=at)
    return True


def _log(plan: Plan, day: date, *, is_working: bool, reason: str, by: Actor, at: datetime) -> None:
    # Public: from which day silence is shown hangs on it.
    payload = {"day": day.isoformat(), "is_working": is_working, "reason": reason.strip()}
    subject = f"calendar:{plan.jurisdiction}"
    record("calendar.corrected", subject, by=by.name, at=at, payload=payload, public=True)
