"""What many pages need of a plan and is small: read once after each publication, then kept.

Deadlines, institutions and policy areas are named over and over. Joining them to every output and
every involvement costs more, in building queries and rows, than all else a page reads.
"""

from collections import Counter
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Subquery

from followthrough.accounts.models import Institution
from followthrough.audit.queries import last_public_line
from followthrough.lib.deadlines import Due
from followthrough.lib.text import TranslatedText
from followthrough.plans.models import Deadline, DefinitionKind, Output, Plan, PolicyArea
from followthrough.plans.models.output import OutputQuerySet
from followthrough.portal.queries.told import NOTHING_TOLD, ToldOutputs, places, told_on
from followthrough.reporting.models import Coding, Obstacle, Round
from followthrough.reporting.queries.facts import Published


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


class Line(NamedTuple):
    """A line of the log, as one cites it."""

    sequence: int
    digest: str


class Shared:
    """The current plan, and what its pages name, each read when first asked for."""

    def __init__(self, plan: Plan, line: Line | None, *, has_reporting: bool) -> None:
        self.plan = plan
        # It names the state that everything here tells of.
        self.last_line = line
        # Before the first round and the first obstacle there is nothing more to read.
        self.has_reporting = has_reporting
        self.published = Published(plan)
        self._told: dict[date, ToldOutputs] = {}

    def told(self, today: date) -> ToldOutputs:
        """The outputs about which something is told; worked out once a publication and day."""
        if not self.has_reporting:
            return NOTHING_TOLD
        if today not in self._told:
            self._told[today] = told_on(today, self.published, places(self.plan), self.dues)
        return self._told[today]

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
    def by_slug(self) -> dict[str, Institution]:
        return {one.slug: one for one in self.institutions.values()}

    @cached_property
    def areas(self) -> Areas:
        return Areas(PolicyArea.objects.in_bulk())

    @cached_property
    def reasons(self) -> dict[str, TranslatedText]:
        """The words of the method's reason codes."""
        known = self.plan.method.definitions.filter(kind=DefinitionKind.REASON)
        return {one.code: one.label for one in known}


def shared_facts() -> Shared | None:
    """One query; None in an installation without a plan."""
    rounds = Round.objects.filter(plan=OuterRef("pk"))
    obstacles = Obstacle.objects.public().filter(commitment__plan=OuterRef("pk"))
    codings = Coding.objects.filter(commitment__plan=OuterRef("pk"))
    begun = Exists(rounds) | Exists(obstacles) | Exists(codings)
    line = {f"line_{name}": Subquery(last_public_line().values(name)) for name in Line._fields}
    plan = Plan.objects.annotate(has_reporting=begun, **line).current()
    if plan is None:
        return None
    known = [getattr(plan, name) for name in line]
    last = Line(*known) if known[0] else None
    return Shared(plan, last, has_reporting=plan.has_reporting)  # type: ignore[attr-defined]
