"""What several queues of the desk are made of, read once."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Max, Q

from followthrough.accounts.permissions import Person
from followthrough.desk.queries.people import Place, places
from followthrough.lib.working_days import WorkingDays, working_days
from followthrough.plans.models import Plan
from followthrough.reporting.models import Report, ReportState, Round
from followthrough.reporting.queries.verification import Group, waiting

IN_HAND = (ReportState.SUBMITTED, ReportState.RETURNED, ReportState.VERIFIED)


@dataclass(frozen=True)
class Reading:
    """The plan on a day, for a person; each part is read when first asked for."""

    plan: Plan
    person: Person
    at: datetime

    @cached_property
    def today(self) -> date:
        return self.plan.today(self.at)

    @cached_property
    def days(self) -> WorkingDays:
        return working_days(self.plan.jurisdiction)

    @cached_property
    def rounds(self) -> list[Round]:
        """The newest first. One query."""
        found = list(self.plan.rounds.order_by("-covers_until"))
        for one in found:
            one.plan = self.plan
        return found

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
        ordered = found.select_related("institution").order_by("institution__slug")
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
        return waiting(self.reports, self.at)

    @cached_property
    def places(self) -> list[Place]:
        """Every institution with its posts. Three queries."""
        return places(self.today)
