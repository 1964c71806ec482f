"""Climbing the ladder: what is due goes out once, whoever asks the clock how often (ADR 0014)."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from followthrough.accounts.models import Role, User
from followthrough.accounts.permissions import CLOCK, Permission, require
from followthrough.audit.operations import record
from followthrough.outbox.operations import post
from followthrough.plans.models import Plan
from followthrough.reminders.composing import Composer, Mail, Part
from followthrough.reminders.models import Letter, Outcome, Reminder, Rung
from followthrough.reminders.queries.board import Board, board_of
from followthrough.reminders.rules import Step, highest
from followthrough.reporting.models import Report
from followthrough.reporting.operations.locking import lock_report

logger = logging.getLogger(__name__)


def climb(*, at: datetime) -> int:
    """Do what the ladder owes at that moment; returns how many people were reminded.

    Each person and each report in a transaction of its own: one that fails holds up no other and
    is tried again the next time, because what is owed is told by the log and not by the run.
    """
    plans = Plan.objects.select_related("method")
    return sum(_climb(plan, at) for plan in plans)


def _climb(plan: Plan, at: datetime) -> int:
    board = board_of(plan, at)
    done = [step for step in board.steps if step.role is None]
    for step in done:
        if step.rung is Rung.PUBLIC or board.may_send:
            _kept_going(lambda step=step: _do_once(step, at))  # type: ignore[misc]
    if not board.may_send:
        return 0
    empty, _ = highest(step for step in board.steps if step.role and step.user is None)
    for step in empty:
        _kept_going(lambda step=step: _note_empty(step, board, at))  # type: ignore[misc]
    people = sorted({step.user for step in board.steps if step.user is not None})
    return sum(_kept_going(lambda user=user: remind(user, plan, at=at)) for user in people)  # type: ignore[misc]


def _kept_going(act: Callable[[], bool]) -> bool:
    try:
        return act()
    except IntegrityError:
        # Another worker was quicker: what it wrote is what counts.
        return False
    except Exception:
        logger.exception("A step of the ladder failed; the next turn tries it again.")
        return False


@transaction.atomic
def remind(user_id: int, plan: Plan, *, at: datetime) -> bool:
    """Send a person the one reminder of the day about everything due; says whether there was one.

    The person's row is locked first, so that two workers, or a worker and the coordinator, do not
    write at once; what is due is read again under the lock.
    """
    require(CLOCK, Permission.REMIND)
    user = User.objects.select_for_update().get(pk=user_id)
    board = board_of(plan, at, user=user_id)
    if was_reminded(user, board) or not board.may_send:
        return False
    sent, overtaken = highest(step for step in board.steps if step.user == user_id)
    if not sent:
        return False
    mail = Composer(board.days, board.today).mail(user, [_part(step, board) for step in sent])
    write(mail, sent, overtaken, board, by=CLOCK.name, at=at)
    return True


def was_reminded(user: User, board: Board) -> bool:
    return Reminder.objects.sent().filter(user=user, day=board.today).exists()


def write(
    mail: Mail,
    sent: Iterable[Step],
    overtaken: Iterable[Step],
    board: Board,
    *,
    by: str,
    at: datetime,
) -> None:
    """The mail, its rows and its line in the log, in the transaction of the caller.

    The key holds at most one reminder a person a day by itself, whatever the code does.
    """
    key = f"reminder:{mail.user.pk}:{board.today.isoformat()}"
    post(
        key=key,
        to=mail.user.email,
        language=mail.user.language,
        subject=mail.subject,
        body=mail.body,
        at=at,
    )
    rows = [row_of(step, board, Outcome.SENT, by=by, at=at, key=key) for step in sent]
    rows += [row_of(step, board, Outcome.OVERTAKEN, by=by, at=at) for step in overtaken]
    Reminder.objects.bulk_create(rows)
    told = [{"report": board.reports[one.report_id].key, "rung": one.rung} for one in rows]
    subject = f"user:{mail.user.pk}"
    record("reminder.sent", subject, by=by, at=at, payload={"rungs": told}, public=False)


def row_of(
    step: Step, board: Board, outcome: Outcome, *, by: str, at: datetime, key: str = ""
) -> Reminder:
    report = board.reports[step.report]
    return Reminder(
        report=report,
        rung=step.rung,
        due_on=report.round.due_on,
        role=step.role or "",
        user_id=step.user,
        outcome=outcome,
        day=board.today,
        at=at,
        key=key,
        by=by,
    )


def _part(step: Step, board: Board) -> Part:
    return Part(board.reports[step.report], step.rung, Role(step.role or ""))


@transaction.atomic
def _note_empty(step: Step, board: Board, at: datetime) -> bool:
    """A rung that finds nobody on the post: the desk shows it; whoever comes later is reminded."""
    require(CLOCK, Permission.REMIND)
    row_of(step, board, Outcome.NOBODY, by=CLOCK.name, at=at).save()
    report = board.reports[step.report]
    payload = {"rung": step.rung, "post": step.role}
    subject = f"report:{report.key}"
    record("reminder.nobody", subject, by=CLOCK.name, at=at, payload=payload, public=False)
    return False


@transaction.atomic
def _do_once(step: Step, at: datetime) -> bool:
    """Draft the letter, or tell the public log that the report did not come."""
    require(CLOCK, Permission.REMIND)
    report = lock_report(step.report)
    if report.received_at is not None:
        return False
    _log_done(report, step.rung, at)
    if step.rung is Rung.LETTER:
        Letter.objects.get_or_create(report=report, defaults={"drafted_at": at})
    is_public = step.rung is Rung.PUBLIC
    verb = "report.not_received" if is_public else "letter.drafted"
    record(verb, f"report:{report.key}", by=CLOCK.name, at=at, public=is_public)
    return False


def _log_done(report: Report, rung: Rung, at: datetime) -> None:
    Reminder.objects.create(
        report=report,
        rung=rung,
        due_on=report.round.due_on,
        outcome=Outcome.DONE,
        day=report.round.plan.today(at),
        at=at,
        by=CLOCK.name,
    )
