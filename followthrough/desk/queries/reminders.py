"""Reports that somebody may remind of, and the reminders that went today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from followthrough.accounts.models import Role
from followthrough.accounts.permissions import Permission, Person
from followthrough.outbox.models import Message, State
from followthrough.plans.models import Plan
from followthrough.reminders.models import Reminder, Rung
from followthrough.reporting.models import Report


def named(plan: Plan, person: Person, keys: Iterable[int]) -> list[Report]:
    """The plan's reports with these keys that the person may remind of, by institution."""
    mine = person.within(Permission.REMIND, "institution_id")
    found = Report.objects.filter(mine, round__plan=plan, pk__in=list(keys))
    related = ("institution", "round__plan__method")
    return list(found.select_related(*related).order_by("institution__slug", "pk"))


@dataclass(frozen=True)
class Sent:
    """A reminder by hand with the state of its mail."""

    user_id: int | None
    report: Report
    role: Role
    state: State

    @property
    def is_under_way(self) -> bool:
        return self.state in {State.WAITING, State.SENDING}


def sent_today(reports: Iterable[Report], at: datetime) -> list[Sent]:
    """What the coordinator sent today about these reports. Two queries."""
    known = {one.pk: one for one in reports}
    days = {one.round.plan.today(at) for one in known.values()}
    found = Reminder.objects.sent().filter(report__in=known, rung=Rung.BY_HAND, day__in=days)
    rows = list(found.order_by("report__institution__slug", "pk"))
    mails = Message.objects.filter(key__in={row.key for row in rows})
    states = dict(mails.values_list("key", "state"))
    return [
        Sent(row.user_id, known[row.report_id], Role(row.role), State(states[row.key]))
        for row in rows
        if row.key in states
    ]
