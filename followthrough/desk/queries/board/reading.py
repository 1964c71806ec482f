"""What several queues of the desk are made of, read once."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Max, Q, Subquery

from followthrough.accounts.permissions import Person
from followthrough.lib.working_days import WorkingDays
from followthrough.plans.calendar import calendar_of
from followthrough.plans.models import Plan
from followthrough.reminders.queries.alarms import Alarm, alarms
from followthrough.reminders.queries.ladder import Ladder, ladder_of
from followthrough.reporting.models import Report, ReportState, Round
from followthrough.reporting.queries.verification import Group, waiting

IN_HAND = (ReportState.SUBMITTED, ReportState.RETURNED, ReportState.VERIFIED)


@dataclass(frozen=True)
class Reading:
    """The plan on a day, for a person; each part is read when first asked for.

    `rounds` are those of the plan, the newest first.
    """

    plan: Plan
    rounds: list[Round]
    person: Person
    at: datetime

    @cached_property
    def today(self) -> date:
        return self.plan.today(self.at)

    @cached_property
    def days(self) -> WorkingDays:
        """One query."""
        return calendar_of(self.plan)

    @cached_property
    def round(self) -> Round | None:
        """The round at hand: the last one that has opened, else the next; None before the first."""
        opened = (one for one in self.rounds if one.opens_on <= self.today)
        return next(opened, self.rounds[-1] if self.rounds else None)

    @cached_property
    def reports(self) -> list[Report]:
        """Those of rounds that still take reports, of the one at hand, and what is not settled.

        By institution; each carries `worked_at`, the last change of a draft. One query.
        """
        at_hand = Q(round=self.round.pk if self.round else 0)
        open_still = Q(round__closes_on__gte=self.today) | Q(state__in=IN_HAND)
        found = Report.objects.filter(at_hand | open_still, round__plan=self.plan)
        ordered = found.select_related("institution", "letter").order_by("institution__slug")
        reports = list(ordered.annotate(worked_at=Max("entries__saved_at")))
        by_key = {one.pk: one for one in self.rounds}
        for one in reports:
            one.round = by_key[one.round_id]
        return reports

    @cached_property
    def of_round(self) -> list[Report]:
        """The reports of the round at hand."""
        return [one for one in self.reports if self.round and one.round_id == self.round.pk]

    @cached_property
    def waiting(self) -> list[Group]:
        """What waits to be checked. One query."""
        return waiting(self.reports, self.days, self.at)

    @cached_property
    def awaited(self) -> list[Report]:
        """Those that have not come and still may."""
        return [
            one
            for one in self.reports
            if one.received_at is None and one.round.closes_on >= self.today
        ]

    @cached_property
    def ladders(self) -> dict[int, Ladder]:
        """How far up the ladder each awaited report is. Two queries."""
        return ladder_of(self.awaited, self.at, calendar=self.days)

    @cached_property
    def faults(self) -> list[Alarm]:
        """What is wrong with posts and mail. Three queries."""
        return alarms(self.at, plan=self.plan, reports=self.reports)


def read(person: Person, at: datetime) -> Reading | None:
    """None in an installation without a plan. One query, two before the first round."""
    current = Plan.objects.newest_first().values("pk")[:1]
    found = Round.objects.filter(plan=Subquery(current)).order_by("-covers_until")
    rounds = list(found.select_related("plan__method", "plan__coordinator"))
    plan = rounds[0].plan if rounds else Plan.objects.current()
    return Reading(plan, rounds, person, at) if plan else None
