"""Counting outputs by answer without loading them.

Outputs with the same deadline about which nothing is told have the same answer. The database
counts them by deadline; the rule runs once a deadline. So the count of a plan of 7,500 outputs
costs one small query and a few dozen calls, and the rule still has one home. Those about which
something is told have their answers worked out once a publication and day (`told`).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from followthrough.lib.deadlines import Due, occurrences
from followthrough.plans.models import Output
from followthrough.plans.schedule import NOTHING_PUBLISHED, Answer, Schedule, answer
from followthrough.plans.words import Completion
from followthrough.portal.queries.outputs import OutputRow
from followthrough.portal.queries.shared import Shared, counts_by_deadline
from followthrough.reporting.queries.told import Told

LATE = frozenset({Schedule.DUE_UNREPORTED, Schedule.OVERDUE})
DONE = frozenset({Schedule.DONE_ON_TIME, Schedule.DONE_LATE})


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
    source: Counter[str] = field(default_factory=Counter)
    quarters: int = 0
    upcoming: Counter[NextDue] = field(default_factory=Counter)

    def add(self, due: Due | None, count: int, today: date) -> None:
        """Outputs about which nothing is told."""
        # Below 0 only while something is being published.
        if count <= 0:
            return
        self.completion[Completion.NOT_KNOWN] += count
        self._add(answer(due, NOTHING_PUBLISHED, today), due, count, today)

    def add_told(self, one: Told, due: Due | None, today: date) -> None:
        self.completion[one.completion] += 1
        self.source += Counter(one.sources)
        self._add(one.answer, due, 1, today)

    def _add(self, found: Answer | None, due: Due | None, count: int, today: date) -> None:
        self.total += count
        if found is None:
            return
        self.schedule[found.schedule] += count
        if found.schedule in LATE:
            self.quarters = max(self.quarters, found.quarters)
        if due and due.end >= today and found.schedule not in DONE:
            self.upcoming[NextDue(_next_day(due, today), due)] += count

    @property
    def late(self) -> int:
        """Outputs past their deadline, whether overdue or not yet reported on."""
        return self.schedule[Schedule.DUE_UNREPORTED] + self.schedule[Schedule.OVERDUE]

    @property
    def overdue(self) -> int:
        return self.schedule[Schedule.OVERDUE]

    @property
    def is_told(self) -> bool:
        """Whether anything has been published about any of the outputs."""
        return self.completion[Completion.NOT_KNOWN] < self.total


def _next_day(due: Due, today: date) -> date:
    return min((end for end in occurrences(due) if end >= today), default=due.end)


def tally_of_plan(shared: Shared, today: date) -> Tally:
    """No query once the shared facts are read."""
    return _tally(shared, shared.counts, shared.told(today).by_pk.values(), today)


def behind_schedule(shared: Shared, today: date) -> int:
    """How many commitments have an overdue output. No query."""
    told = shared.told(today).by_pk.values()
    late = (one for one in told if one.answer and one.answer.schedule is Schedule.OVERDUE)
    return len({one.commitment_id for one in late})


def tally_of_rows(rows: Iterable[OutputRow], today: date) -> Tally:
    """Of outputs that were read already. No query."""
    found = Tally()
    for row in rows:
        if row.told:
            found.add_told(row.told, row.due, today)
        else:
            found.add(row.due, 1, today)
    return found


def tally_of(shared: Shared, commitments: Iterable[int], today: date) -> Tally:
    """The tally of these commitments together, by their primary keys. One query."""
    keys = list(commitments)
    told = shared.told(today).by_commitment
    counts = counts_by_deadline(Output.objects.filter(commitment__in=keys))
    return _tally(shared, counts, [one for key in keys for one in told.get(key, ())], today)


def tally_by_commitment(
    shared: Shared, commitments: Iterable[int], today: date
) -> dict[int, Tally]:
    """The tally of each of the commitments, by their primary keys. One query."""
    counted = (
        Output.objects.filter(commitment__in=list(commitments))
        .order_by()
        .values_list("commitment_id", "current_deadline_id")
        .annotate(count=Count("pk"))
    )
    counts: dict[int, dict[int | None, int]] = defaultdict(dict)
    for commitment, deadline, count in counted:
        counts[commitment][deadline] = count
    told = shared.told(today).by_commitment
    found: dict[int, Tally] = defaultdict(Tally)
    for commitment, its_counts in counts.items():
        found[commitment] = _tally(shared, its_counts, told.get(commitment, ()), today)
    return found


def _tally(
    shared: Shared, counts: Mapping[int | None, int], told: Collection[Told], today: date
) -> Tally:
    found = Tally()
    told_by_due = Counter(one.due_id for one in told)
    for key, count in counts.items():
        found.add(shared.dues[key], count - told_by_due[key], today)
    for one in told:
        found.add_told(one, shared.dues[one.due_id], today)
    return found
