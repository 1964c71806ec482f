"""What many pages need of a plan and is small: read once after each publication, then kept.

Deadlines, institutions and policy areas are named over and over. Joining them to every output and
every involvement costs more, in building queries and rows, than all else a page reads.
"""

from collections import Counter
from functools import cached_property

from django.db.models import Count

from followthrough.accounts.models import Institution
from followthrough.lib.deadlines import Due
from followthrough.plans.models import Deadline, Output, Plan, PolicyArea
from followthrough.plans.models.output import OutputQuerySet


class Dues(dict[int | None, Due | None]):
    """Deadlines by primary key; None stands for an output without one.

    A page may be built while something is published: what it then names that was not there before
    is read on its own.
    """

    def __missing__(self, key: int | None) -> Due | None:
        return Deadline.objects.get(pk=key).due if key is not None else None


class Institutions(dict[int, Institution]):
    """Institutions by primary key; see `Dues` for one that is missing."""

    def __missing__(self, key: int) -> Institution:
        return Institution.objects.get(pk=key)


class Areas(dict[int, PolicyArea]):
    """Policy areas by primary key; see `Dues` for one that is missing."""

    def __missing__(self, key: int) -> PolicyArea:
        return PolicyArea.objects.get(pk=key)


def counts_by_deadline(outputs: OutputQuerySet) -> Counter[int | None]:
    """How many of the outputs have each deadline, by its primary key. One query."""
    counted = outputs.order_by().values_list("current_deadline_id").annotate(count=Count("pk"))
    return Counter(dict(counted))


class Shared:
    """The current plan, and what its pages name, each read when first asked for."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def dues(self) -> Dues:
        return Dues({row.pk: row.due for row in Deadline.objects.all()})

    @cached_property
    def counts(self) -> Counter[int | None]:
        """How many outputs of the plan have each deadline."""
        return counts_by_deadline(Output.objects.of_plan(self.plan.pk))

    @cached_property
    def institutions(self) -> Institutions:
        return Institutions(Institution.objects.in_bulk())

    @cached_property
    def areas(self) -> Areas:
        return Areas(PolicyArea.objects.in_bulk())


def shared_facts() -> Shared | None:
    """One query; None in an installation without a plan."""
    plan = Plan.objects.current()
    return Shared(plan) if plan else None
