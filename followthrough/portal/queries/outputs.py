"""Outputs in lists: what is due, what comes next."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import overload

from django.db.models import Q

from followthrough.accounts.models import Institution
from followthrough.lib.deadlines import Due, occurrences
from followthrough.plans.models import Output, Plan
from followthrough.plans.models.output import OutputQuerySet
from followthrough.plans.schedule import NOTHING_PUBLISHED, Answer, Schedule, answer, next_due
from followthrough.portal.queries.shared import Shared
from followthrough.portal.queries.tally import Tally, tally_of


@dataclass(frozen=True)
class OutputRow:
    """An output with its deadlines and the computed answer to "is it on time"."""

    output: Output
    due: Due | None
    original: Due | None
    answer: Answer | None
    # The drawing (figures.strip) and the commitment's leads, where a page shows them.
    strip: str = ""
    leads: Sequence[Institution] = ()

    @property
    def occurrences(self) -> int:
        """How many times a continuous duty falls due in all; 0 for a dated deadline."""
        return len(occurrences(self.due)) if self.due else 0

    @property
    def next_due(self) -> date | None:
        return next_due(self.due, NOTHING_PUBLISHED) if self.due else None


_LISTED = (
    "number",
    "title",
    "current_deadline",
    "original_deadline",
    "commitment__number",
    "commitment__code",
    "commitment__title",
    "commitment__plan",
)


def of_plan(plan: Plan) -> OutputQuerySet:
    """All outputs of a plan."""
    return Output.objects.of_plan(plan.pk)


def row(shared: Shared, output: Output, today: date) -> OutputRow:
    """No query."""
    current = shared.dues[output.current_deadline_id]
    original = shared.dues[output.original_deadline_id]
    return OutputRow(output, current, original, answer(current, NOTHING_PUBLISHED, today, original))


class OutputsByDeadline(Sequence[OutputRow]):
    """The outputs of a plan, the one due first first; those without a deadline last.

    Sorting thousands of outputs for a page of 25 is most of the work. A plan has few different
    deadlines, so it is known from their counts which of them a page falls into, and only the
    outputs of those are read. One query a slice.
    """

    def __init__(self, shared: Shared, today: date) -> None:
        self.shared = shared
        self.today = today
        self.counts: Counter[int | None] = shared.counts

    def with_schedule(self, *wanted: Schedule) -> "OutputsByDeadline":
        """Only the outputs whose answer is one of these. No query."""
        fewer = object.__new__(OutputsByDeadline)
        fewer.shared, fewer.today = self.shared, self.today
        fewer.counts = Counter(
            {key: count for key, count in self.counts.items() if self._schedule(key) in wanted}
        )
        return fewer

    def _schedule(self, key: int | None) -> Schedule | None:
        found = answer(self.shared.dues[key], NOTHING_PUBLISHED, self.today)
        return found.schedule if found else None

    def tally(self) -> Tally:
        """No query."""
        return tally_of(self.counts, self.shared.dues, self.today)

    def __len__(self) -> int:
        return self.counts.total()

    @overload
    def __getitem__(self, index: int) -> OutputRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[OutputRow]: ...
    def __getitem__(self, index: int | slice) -> OutputRow | list[OutputRow]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        start, stop, _ = index.indices(len(self))
        before, keys = self._groups(start, stop)
        found = list(self._ordered(keys)[start - before : stop - before])
        for output in found:
            output.commitment.plan = self.shared.plan
        return [row(self.shared, output, self.today) for output in found]

    def _groups(self, start: int, stop: int) -> tuple[int, list[int | None]]:
        """The deadlines that the slice falls into, and how many outputs come before them."""
        before, passed, keys = 0, 0, []
        for key in sorted(self.counts, key=self._place):
            if passed + self.counts[key] <= start:
                before += self.counts[key]
            elif passed < stop:
                keys.append(key)
            passed += self.counts[key]
        return before, keys

    def _place(self, key: int | None) -> tuple[date, date, int]:
        due = self.shared.dues[key]
        return (due.end, due.start, key or 0) if due else (date.max, date.max, 0)

    def _ordered(self, keys: list[int | None]) -> OutputQuerySet:
        chosen = Q(current_deadline__in=[key for key in keys if key is not None])
        if None in keys:
            chosen |= Q(current_deadline__isnull=True)
        found = of_plan(self.shared.plan).filter(chosen).select_related("commitment")
        return found.only(*_LISTED).order_by(
            "current_deadline__ends_on",
            "current_deadline__starts_on",
            "current_deadline_id",
            "commitment__number",
            "number",
        )


def for_export(plan: Plan) -> OutputQuerySet:
    """All outputs with what the open-data table says of them, in the order of the plan."""
    return (
        of_plan(plan)
        .select_related("commitment", "milestone")
        .order_by("commitment__number", "number")
    )


def with_leads(
    rows: Iterable[OutputRow], leads: dict[int | None, list[Institution]]
) -> list[OutputRow]:
    """The rows with who leads their commitments. No query."""
    return [replace(one, leads=leads[one.output.commitment_id]) for one in rows]
