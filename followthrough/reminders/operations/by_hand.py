"""The coordinator's own reminders, between the rungs: previewed, and one a person a day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.models import Role, User
from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.plans.calendar import calendar_of
from followthrough.plans.models import Plan
from followthrough.reminders.composing import Composer, Mail, Part
from followthrough.reminders.models import Reminder, Rung
from followthrough.reminders.operations.ladder import write
from followthrough.reminders.queries.board import Board, board_of, filings_of
from followthrough.reminders.rules import Filing, Step, audience, rung_days
from followthrough.reporting.models import Report


@dataclass(frozen=True)
class Skipped:
    """Who gets no mail about a report, and why in one sentence; `user` is None for no one there."""

    report: Report
    because: str
    role: Role | None = None
    user: User | None = None


@dataclass(frozen=True)
class Sending:
    """The mails that go, one a person, and who is left out."""

    mails: tuple[Mail, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass
class _Plan:
    """Whom a bulk reminder concerns: parts by person, and what stands against others."""

    parts: dict[int, list[Part]] = field(default_factory=lambda: defaultdict(list))
    skipped: list[Skipped] = field(default_factory=list)


def preview(reports: Sequence[Report], at: datetime) -> Sending:
    """Exactly the mails that `remind` would send at that moment; writes nothing."""
    found = _fresh(reports)
    if not found:
        return Sending()
    plan = found[0].round.plan
    planned = _planned(found, plan, at)
    composer = Composer(calendar_of(plan), plan.today(at))
    users = User.objects.in_bulk(list(planned.parts))
    mails = [composer.mail(users[key], parts) for key, parts in sorted(planned.parts.items())]
    return Sending(tuple(mails), tuple(planned.skipped))


def remind(reports: Sequence[Report], *, by: Actor, at: datetime) -> Sending:
    """Remind everybody concerned by the reports, each once; tells what went and who was skipped.

    Who was reminded today, by the ladder or by hand, is skipped. The rungs that are due for those
    who are reminded count as overtaken: nobody hears the same thing again the next morning.
    Raises NotAllowed.
    """
    for report in reports:
        require(by, Permission.REMIND, report.institution_id)
    found = _fresh(reports)
    if not found:
        return Sending()
    plan = found[0].round.plan
    people = sorted(_planned(found, plan, at).parts)
    mails = [_remind(user, found, plan, by, at) for user in people]
    skipped = tuple(one for one in _planned(found, plan, at).skipped if not _went(one, mails))
    return Sending(tuple(mail for mail in mails if mail), skipped)


def _went(one: Skipped, mails: Sequence[Mail | None]) -> bool:
    return one.user is not None and any(mail and mail.user == one.user for mail in mails)


def _fresh(reports: Sequence[Report]) -> list[Report]:
    """As they stand now; one plan at a time."""
    related = ("round__plan__method", "institution")
    found = Report.objects.select_related(*related).filter(pk__in=[one.pk for one in reports])
    return list(found.order_by("pk"))


@transaction.atomic
def _remind(
    user_id: int, reports: Sequence[Report], plan: Plan, by: Actor, at: datetime
) -> Mail | None:
    user = User.objects.select_for_update().get(pk=user_id)
    # Under the lock: the ladder may have been quicker.
    parts = _planned(reports, plan, at).parts.get(user_id, [])
    if not parts:
        return None
    board = board_of(plan, at, user=user_id)
    mail = Composer(board.days, board.today).mail(user, parts)
    chosen = {(part.report.pk, part.role) for part in parts}
    overtaken = [step for step in board.steps if (step.report, step.role) in chosen]
    sent = [Step(part.report.pk, Rung.BY_HAND, board.today, part.role, user_id) for part in parts]
    write(mail, sent, overtaken, _with(board, reports), by=by.name, at=at)
    return mail


def _with(board: Board, reports: Sequence[Report]) -> Board:
    known = {**board.reports, **{one.pk: one for one in reports}}
    return Board(board.plan, board.days, board.today, board.may_send, known, board.steps)


def _planned(reports: Sequence[Report], plan: Plan, at: datetime) -> _Plan:
    """Who would be reminded of what. A number of queries that does not grow with the reports."""
    today, days = plan.today(at), calendar_of(plan)
    told = set(Reminder.objects.sent().filter(day=today).values_list("user_id", flat=True))
    planned = _Plan()
    filings = {one.report: one for one in filings_of(reports, today)}
    waiting: list[tuple[Report, Role, int]] = []
    for report in reports:
        refusal = _refusal(report, plan, at)
        if refusal:
            planned.skipped.append(Skipped(report, refusal))
            continue
        filing = filings[report.pk]
        reached = [rung for rung, day in rung_days(filing.clock, days).items() if day <= today]
        waiting += _concerned(report, filing, reached, planned)
    users = User.objects.in_bulk([user for _, _, user in waiting])
    for report, role, user in waiting:
        if user in told:
            because = gettext("Was reminded today already: one reminder a person a day.")
            planned.skipped.append(Skipped(report, because, role, users[user]))
        else:
            planned.parts[user].append(Part(report, Rung.BY_HAND, role))
    return planned


def _refusal(report: Report, plan: Plan, at: datetime) -> str:
    """Why nobody is reminded of this report; empty where there is no reason."""
    one, today = report.round, plan.today(at)
    if report.received_at is not None:
        return gettext("The report has come.")
    if today < one.opens_on:
        return gettext("This reporting period has not opened yet.")
    if today > one.closes_on:
        return gettext("This reporting period has closed.")
    return ""


def _concerned(
    report: Report, filing: Filing, reached: list[Rung], planned: _Plan
) -> list[tuple[Report, Role, int]]:
    """The posts of the highest mail rung that is reached, the contact person's at least."""
    rungs = [rung for rung in reached if rung not in {Rung.STILL_YOU, Rung.LETTER, Rung.PUBLIC}]
    found = []
    for role in audience(rungs[-1] if rungs else Rung.OPEN, filing.holders):
        held = filing.holders.get(role, ())
        if not held:
            planned.skipped.append(Skipped(report, gettext("Nobody holds the post."), role))
        found += [(report, role, holder.user) for holder in held]
    return found
