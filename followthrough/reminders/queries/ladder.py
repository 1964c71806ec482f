"""How far up the ladder a report is: the last contact, and what comes next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects

from followthrough.accounts.models import Role
from followthrough.lib.working_days import WorkingDays
from followthrough.plans.calendar import calendar_of
from followthrough.plans.models import Plan
from followthrough.reminders.models import Letter, Outcome, Reminder, Rung
from followthrough.reminders.queries.board import filings_of
from followthrough.reminders.rules import Filing, audience, rung_days
from followthrough.reporting.models import Report


@dataclass(frozen=True)
class Contact:
    """Something that was sent about a report: when, which rung, to whose posts."""

    at: datetime
    rung: Rung
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Next:
    """The rung that comes next, its day (today or earlier: it is due now), and whose posts."""

    rung: Rung
    day: date
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Ladder:
    """Where one report stands.

    `next` is None once it has come or the round has closed; `confirmed_at` is when somebody
    answered "yes, still me"; `silent_from` is the day of "No report received", None while the
    method is not adopted.
    """

    report: int
    last: Contact | None
    next: Next | None
    confirmed_at: datetime | None
    silent_from: date | None
    letter: Letter | None


def ladder_of(
    reports: Iterable[Report], at: datetime, *, calendar: WorkingDays | None = None
) -> dict[int, Ladder]:
    """By report; reports need their `round__plan__method`.

    Two queries; one more where reports do not bring their `letter`, and one a plan where no
    `calendar` is given.
    """
    found = list(reports)
    if not found:
        return {}
    prefetch_related_objects(found, "letter")
    plans = {one.round.plan for one in found}
    calendars = {plan.pk: calendar or calendar_of(plan) for plan in plans}
    # One day for all of them: the plans of an installation share their clock.
    filings = {one.report: one for one in filings_of(found, found[0].round.plan.today(at))}
    logged = _logged(found)
    return {
        one.pk: _ladder(
            one,
            filings[one.pk],
            logged[one.pk],
            getattr(one, "letter", None),
            calendars[one.round.plan_id],
            at,
        )
        for one in found
    }


def _logged(reports: list[Report]) -> dict[int, list[Reminder]]:
    rows: dict[int, list[Reminder]] = defaultdict(list)
    for row in Reminder.objects.filter(report__in=reports).order_by("at", "pk"):
        rows[row.report_id].append(row)
    return rows


def _ladder(
    report: Report,
    filing: Filing,
    rows: list[Reminder],
    letter: Letter | None,
    days: WorkingDays,
    at: datetime,
) -> Ladder:
    placed = rung_days(filing.clock, days, is_postponed=filing.is_postponed)
    is_adopted = report.round.plan.method.is_adopted
    return Ladder(
        report.pk,
        _last(rows),
        _next(report, filing, rows, placed, at),
        max((row.answered_at for row in rows if row.answered_at), default=None),
        placed[Rung.PUBLIC] if is_adopted else None,
        letter,
    )


def _last(rows: list[Reminder]) -> Contact | None:
    sent = [row for row in rows if row.outcome == Outcome.SENT and row.role != Role.COORDINATOR]
    if not sent:
        return None
    newest = sent[-1]
    together = [row for row in sent if (row.rung, row.day) == (newest.rung, newest.day)]
    roles = {Role(row.role): None for row in together}
    return Contact(newest.at, Rung(newest.rung), tuple(roles))


def _next(
    report: Report,
    filing: Filing,
    rows: list[Reminder],
    placed: dict[Rung, date],
    at: datetime,
) -> Next | None:
    plan: Plan = report.round.plan
    today = plan.today(at)
    if filing.is_received or today > filing.clock.closes_on:
        return None
    due_on = filing.clock.due_on
    done = {row.rung for row in rows if row.due_on == due_on or row.rung == Rung.STILL_YOU}
    for rung, day in placed.items():
        if rung is Rung.PUBLIC and not plan.method.is_adopted:
            continue
        if rung.value not in done and not _is_passed(day, placed, today):
            return Next(rung, day, audience(rung, filing.holders))
    return None


def _is_passed(day: date, placed: dict[Rung, date], today: date) -> bool:
    """Whether a later rung is reached already: this one will be overtaken."""
    return any(day < other <= today for other in placed.values())
