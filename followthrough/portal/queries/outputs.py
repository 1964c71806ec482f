"""Outputs in lists: what is due, what comes next."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import overload

from django.db.models import F, Q

from followthrough.accounts.models import Institution
from followthrough.lib.deadlines import Due, occurrences
from followthrough.plans.models import Output, Plan
from followthrough.plans.models.output import OutputQuerySet
from followthrough.plans.schedule import NOTHING_PUBLISHED, Answer, Facts, Schedule, answer
from followthrough.plans.words import Completion
from followthrough.portal.queries.claims import Claim
from followthrough.portal.queries.shared import Shared
from followthrough.portal.queries.told import Told


@dataclass(frozen=True)
class OutputRow:
    """An output with its deadlines and the computed answer to "is it on time"."""

    output: Output
    due: Due | None
    original: Due | None
    answer: Answer | None
    # What is published about it; None where nothing is.
    told: Told | None = None
    # The drawing (figures.strip) and the commitment's leads, where a page shows them.
    strip: str = ""
    leads: Sequence[Institution] = ()
    # What is published of it in words, where a page shows that.
    claim: Claim | None = None

    @property
    def facts(self) -> Facts:
        return self.told.facts if self.told else NOTHING_PUBLISHED

    @property
    def completion(self) -> Completion:
        return self.told.completion if self.told else Completion.NOT_KNOWN

    @property
    def sources(self) -> list[str]:
        return self.told.sources if self.told else []

    @property
    def occurrences(self) -> int:
        """How many times a continuous duty falls due in all; 0 for a dated deadline."""
        return len(occurrences(self.due)) if self.due else 0


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
_EXPORTED = (
    "number",
    "title",
    "current_deadline",
    "original_deadline",
    "unconfirmed",
    "commitment__number",
    "commitment__code",
    "commitment__plan",
)


def of_plan(plan: Plan) -> OutputQuerySet:
    """All outputs of a plan."""
    return Output.objects.of_plan(plan.pk)


def row(shared: Shared, output: Output, today: date) -> OutputRow:
    """No query."""
    current = shared.dues[output.current_deadline_id]
    original = shared.dues[output.original_deadline_id]
    told = shared.told(today).by_pk.get(output.pk)
    if told and told.due_id == output.current_deadline_id:
        return OutputRow(output, current, original, told.answer, told)
    found = answer(current, NOTHING_PUBLISHED, today, original)
    return OutputRow(output, current, original, found)


def rows_of(shared: Shared, keys: Sequence[int], today: date) -> list[OutputRow]:
    """The outputs with these primary keys, in that order. One query."""
    found = of_plan(shared.plan).select_related("commitment").only(*_LISTED).in_bulk(keys)
    for output in found.values():
        output.commitment.plan = shared.plan
    return [row(shared, found[key], today) for key in keys if key in found]


@dataclass(frozen=True)
class Wanted:
    """Which outputs a list shows; an empty answer asks for nothing. `source`: see Told.sources."""

    schedule: frozenset[Schedule] = frozenset()
    completion: Completion | None = None
    source: str = ""

    def has(self, found: Answer | None, completion: Completion, sources: Sequence[str]) -> bool:
        if self.schedule and (found is None or found.schedule not in self.schedule):
            return False
        if self.completion and completion != self.completion:
            return False
        return not self.source or self.source in sources

    @property
    def is_all(self) -> bool:
        return not (self.schedule or self.completion or self.source)


class OutputsByDeadline(Sequence[OutputRow]):
    """The outputs of a plan, the one due first first; those without a deadline last.

    Sorting thousands of outputs for a page of 25 is most of the work. A plan has few different
    deadlines, so it is known from their counts which of them a page falls into, and only the
    outputs of those are read. One query a slice.
    """

    def __init__(self, shared: Shared, today: date, wanted: Wanted | None = None) -> None:
        self.shared = shared
        self.today = today
        self.wanted = wanted or Wanted()
        self.all_told = shared.told(today).by_due
        self.told = self._told()
        self.untold = self._untold()
        self.counts = self.untold + Counter({key: len(found) for key, found in self.told.items()})

    def _told(self) -> Mapping[int | None, list[int]]:
        """The outputs wanted of which something is told, by deadline."""
        has = self.wanted.has
        return {
            key: [one.pk for one in found if has(one.answer, one.completion, one.sources)]
            for key, found in self.all_told.items()
        }

    def _untold(self) -> Counter[int | None]:
        """How many of the others are wanted: those with a deadline all have the same answer."""
        found: Counter[int | None] = Counter()
        for key, count in self.shared.counts.items():
            same = answer(self.shared.dues[key], NOTHING_PUBLISHED, self.today)
            if self.wanted.has(same, Completion.NOT_KNOWN, ()):
                found[key] = count - len(self.all_told.get(key, ()))
        return found

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

    def condition(self) -> Q:
        """The outputs wanted, in any order."""
        return self._chosen(list(self.counts))

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
        found = of_plan(self.shared.plan).filter(self._chosen(keys)).select_related("commitment")
        return found.only(*_LISTED).order_by(
            "current_deadline__ends_on",
            "current_deadline__starts_on",
            "current_deadline_id",
            "commitment__number",
            "number",
        )

    def _chosen(self, keys: list[int | None]) -> Q:
        chosen = Q(current_deadline__in=[key for key in keys if key is not None])
        if None in keys:
            chosen |= Q(current_deadline__isnull=True)
        if self.wanted.is_all:
            return chosen
        told = [one.pk for key in keys for one in self.all_told.get(key, ())]
        if not told:
            return chosen
        # Of those nothing is told about, a deadline's are wanted all or none.
        others = Q(current_deadline__in=[key for key in keys if key and self.untold[key] > 0])
        if None in keys and self.untold[None] > 0:
            others |= Q(current_deadline__isnull=True)
        named = [pk for key in keys for pk in self.told.get(key, ())]
        return (others & ~Q(pk__in=told)) | Q(pk__in=named)


def for_export(plan: Plan) -> OutputQuerySet:
    """All outputs with what the open-data table says of them, in the order of the plan."""
    found = of_plan(plan).select_related("commitment").only(*_EXPORTED)
    # Not joined as rows: each would be made for one number.
    named = found.annotate(step=F("milestone__number"))
    return named.order_by("commitment__number", "number")


def with_leads(
    rows: Iterable[OutputRow], leads: dict[int | None, list[Institution]]
) -> list[OutputRow]:
    """The rows with who leads their commitments. No query."""
    return [replace(one, leads=leads[one.output.commitment_id]) for one in rows]
