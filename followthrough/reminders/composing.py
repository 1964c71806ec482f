"""From rungs to the one mail of a person's day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from followthrough.accounts.models import Role, User
from followthrough.lib.working_days import WorkingDays
from followthrough.reminders import emails
from followthrough.reminders.items import Item
from followthrough.reminders.models import Rung
from followthrough.reminders.rules import AHEAD_FIVE
from followthrough.reporting.models import Report
from followthrough.reporting.queries.filing import minutes, rows
from followthrough.reporting.silence import silent_from


@dataclass(frozen=True)
class Part:
    """A rung of a report that concerns a person on a post."""

    report: Report
    rung: Rung
    role: Role


@dataclass(frozen=True)
class Mail:
    """The mail as it goes: to whom, in which language, what it says, and about what."""

    user: User
    parts: tuple[Part, ...]
    subject: str
    body: str


class Composer:
    """Writes mails of one moment; what they say of a report is read once."""

    def __init__(self, days: WorkingDays, today: date) -> None:
        self.days, self.today = days, today
        self._filled: dict[int, tuple[int, int, int]] = {}
        self._peers: dict[int, tuple[int, int]] = {}

    def mail(self, user: User, parts: Sequence[Part]) -> Mail:
        """A person who is contact and alternate is told of a report once."""
        items = [self._item(part) for part in _distinct(parts)]
        subject, body = emails.reminder(items, user.language)
        return Mail(user, tuple(parts), subject, body)

    def _item(self, part: Part) -> Item:
        report, one = part.report, part.report.round
        took, filled, total = self._progress(report)
        received, asked = self._reported(one.pk)
        suggested = self.days.add(one.due_on, -AHEAD_FIVE)
        is_adopted = one.plan.method.is_adopted
        public = silent_from(one.due_on, self.days, is_postponed=report.is_postponed)
        return Item(
            part.rung,
            part.role,
            report,
            took,
            filled,
            total,
            received,
            asked,
            self._days_left(one.due_on),
            suggested if suggested > max(self.today, one.opens_on) else None,
            public if is_adopted and public > self.today else None,
        )

    def _days_left(self, due_on: date) -> int:
        if self.today <= due_on:
            return self.days.between(self.today, due_on)
        return -max(self.days.between(due_on, self.today), 1)

    def _progress(self, report: Report) -> tuple[int, int, int]:
        if report.pk not in self._filled:
            found = rows(report)
            filled = sum(row.is_complete for row in found)
            self._filled[report.pk] = (minutes(found), filled, len(found))
        return self._filled[report.pk]

    def _reported(self, round_id: int) -> tuple[int, int]:
        if round_id not in self._peers:
            asked = Report.objects.filter(round=round_id)
            counted = asked.aggregate(received=Count("received_at"), asked=Count("pk"))
            self._peers[round_id] = (counted["received"], counted["asked"])
        return self._peers[round_id]


def _distinct(parts: Iterable[Part]) -> list[Part]:
    found: dict[tuple[int, Rung], Part] = {}
    for part in parts:
        found.setdefault((part.report.pk, part.rung), part)
    return sorted(found.values(), key=lambda one: (one.report.round.due_on, one.report.pk))
