"""What the rules ask for, read in a fixed number of queries however many institutions report."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from followthrough.accounts.models import Role, Tenure
from followthrough.lib.working_days import WorkingDays
from followthrough.plans.calendar import calendar_of
from followthrough.plans.models import Plan
from followthrough.reminders.models import Reminder, Rung
from followthrough.reminders.rules import Clock, Filing, Holder, Step, may_send, reached
from followthrough.reporting.models import Report

OF_INSTITUTION = (Role.CONTACT, Role.ALTERNATE, Role.HEAD_OF_UNIT)
# A round that is moved has these no second time.
ONCE_A_ROUND = frozenset({Rung.STILL_YOU, Rung.OPEN})

type_of_holders = Mapping[int, Mapping[Role, tuple[Holder, ...]]]
type_of_done = set[tuple[int, str, str, int | None, date | None]]


@dataclass(frozen=True)
class Board:
    """The ladder of one plan at one moment."""

    plan: Plan
    days: WorkingDays
    today: date
    may_send: bool
    reports: Mapping[int, Report]
    steps: tuple[Step, ...]


def board_of(plan: Plan, at: datetime, *, user: int | None = None) -> Board:
    """What is due and not logged yet; of one person only where `user` is given. Five queries.

    For one person only the reports of their institutions are read: a run for 200 people would
    read each of 200 reports 200 times.
    """
    days, local = calendar_of(plan), plan.local(at)
    today = local.date()
    reports = {one.pk: one for one in _concerned(plan, today, user)}
    filings = filings_of(reports.values(), today)
    found = reached(filings, days, is_adopted=plan.method.is_adopted, today=today)
    mine = [step for step in found if user is None or step.user == user]
    done = _done(reports)
    left = tuple(step for step in mine if not _is_done(step, reports[step.report], done))
    return Board(plan, days, today, may_send(days, today, local.time()), reports, left)


def _concerned(plan: Plan, today: date, user: int | None) -> "QuerySet[Report]":
    """Reports of rounds that are not over, and those that never came."""
    awaited = Q(round__closes_on__gte=today) | Q(received_at=None)
    found = Report.objects.filter(awaited, round__plan=plan)
    if user is not None:
        held = Tenure.objects.held_on(today).filter(user=user)
        if not held.filter(post__role=Role.COORDINATOR).exists():
            found = found.filter(institution__in=held.values("post__institution"))
    return found.select_related("round__plan__method", "institution").order_by("pk")


def filings_of(reports: Iterable[Report], today: date) -> list[Filing]:
    """The reports as the rules see them. One query."""
    found = list(reports)
    bodies = {one.institution_id for one in found}
    coordinators = {one.round.plan.coordinator_id for one in found}
    holders = holders_of(bodies | {one for one in coordinators if one}, today)
    return [_filing(one, holders) for one in found]


def holders_of(institutions: Iterable[int], today: date) -> type_of_holders:
    """By institution and role: who holds the post that day and can sign in. One query."""
    found: dict[int, dict[Role, list[Holder]]] = defaultdict(lambda: defaultdict(list))
    held = Tenure.objects.held_on(today).filter(
        post__institution__in=list(institutions),
        post__role__in=[*OF_INSTITUTION, Role.COORDINATOR],
        user__is_active=True,
    )
    fields = ("post__institution_id", "post__role", "user_id", "starts_on")
    for institution, role, user, since in held.order_by("pk").values_list(*fields):
        found[institution][Role(role)].append(Holder(user, since))
    return {
        body: {role: tuple(people) for role, people in roles.items()}
        for body, roles in found.items()
    }


def _filing(report: Report, holders: type_of_holders) -> Filing:
    one = report.round
    own = holders.get(report.institution_id, {})
    chasing = holders.get(one.plan.coordinator_id or 0, {})
    seats = {role: own[role] for role in OF_INSTITUTION if role in own}
    if Role.COORDINATOR in chasing:
        seats[Role.COORDINATOR] = chasing[Role.COORDINATOR]
    return Filing(
        report.pk,
        Clock(one.covers_until, one.opens_on, one.due_on, one.closes_on),
        is_received=report.received_at is not None,
        is_postponed=report.is_postponed,
        holders=seats,
    )


def _done(reports: Iterable[int]) -> type_of_done:
    """What the log says of the reports: with the due day, and without where it counts once."""
    rows = Reminder.objects.filter(report__in=list(reports)).exclude(rung=Rung.BY_HAND)
    fields = ("report_id", "rung", "role", "user_id", "due_on")
    return {
        (report, rung, role, user, None if rung in ONCE_A_ROUND else due)
        for report, rung, role, user, due in rows.order_by().values_list(*fields)
    }


def _is_done(step: Step, report: Report, done: type_of_done) -> bool:
    due = None if step.rung in ONCE_A_ROUND else report.round.due_on
    return (step.report, step.rung.value, step.role or "", step.user, due) in done


def is_anything_on_the_ladder(at: datetime) -> bool:
    """Whether a rung is due in any plan. Six queries a plan."""
    plans = Plan.objects.select_related("method")
    return any(_has_due(board_of(plan, at)) for plan in plans)


def _has_due(board: Board) -> bool:
    return any(board.may_send or step.rung is Rung.PUBLIC for step in board.steps)
