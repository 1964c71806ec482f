"""Counting outputs by answer without loading them.

Outputs with the same deadline and the same published facts have the same answer. The database
counts them by deadline; the rule runs once a deadline. So the count of a plan of 7,500 outputs
costs one small query and a few dozen calls, and the rule still has one home.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from followthrough.lib.deadlines import Due, occurrences
from followthrough.plans.models import Output
from followthrough.plans.models.output import OutputQuerySet
from followthrough.plans.schedule import NOTHING_PUBLISHED, Schedule, answer
from followthrough.plans.words import Completion
from followthrough.portal.queries.shared import Dues, counts_by_deadline


@dataclass(frozen=True)
class NextDue:
    """The next day on which a deadline asks for something: its end, or the next occurrence's."""

    day: date
    due: Due


@dataclass
class Tally:
    """How many outputs have which answer. `quarters` is the greatest delay among those late."""

    total: int = 0
    completion: Counter[Completion] = field(default_factory=Counter)
    schedule: Counter[Schedule] = field(default_factory=Counter)
    quarters: int = 0
    upcoming: Counter[NextDue] = field(default_factory=Counter)

    def add(self, due: Due | None, count: int, today: date) -> None:
        found = answer(due, NOTHING_PUBLISHED, today)
        self.total += count
        self.completion[Completion.NOT_KNOWN] += count
        if found is None:
            return
        self.schedule[found.schedule] += count
        self.quarters = max(self.quarters, found.quarters)
        if due and due.end >= today:
            self.upcoming[NextDue(_next_day(due, today), due)] += count

    @property
    def late(self) -> int:
        """Outputs past their deadline, whether overdue or not yet reported on."""
        return self.schedule[Schedule.DUE_UNREPORTED] + self.schedule[Schedule.OVERDUE]


def _next_day(due: Due, today: date) -> date:
    return min((end for end in occurrences(due) if end >= today), default=due.end)


def tally(outputs: OutputQuerySet, dues: Dues, today: date) -> Tally:
    """One query."""
    return tally_of(counts_by_deadline(outputs), dues, today)


def tally_of(counts: Mapping[int | None, int], dues: Dues, today: date) -> Tally:
    """No query: the tally of what `counts_by_deadline` counted."""
    found = Tally()
    for key, count in counts.items():
        found.add(dues[key], count, today)
    return found


def tally_by_commitment(commitments: Iterable[int], dues: Dues, today: date) -> dict[int, Tally]:
    """The tally of each of the commitments, by their primary keys. One query."""
    counted = (
        Output.objects.filter(commitment__in=list(commitments))
        .order_by()
        .values_list("commitment_id", "current_deadline_id")
        .annotate(count=Count("pk"))
    )
    found: dict[int, Tally] = defaultdict(Tally)
    for commitment, deadline, count in counted:
        found[commitment].add(dues[deadline], count, today)
    return found
