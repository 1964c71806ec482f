"""What is published about the rounds up to one, read once, with the clock of one day."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, Q

from followthrough.accounts.models import Institution
from followthrough.lib.deadlines import Due
from followthrough.lib.text import TranslatedText
from followthrough.plans.models import Commitment, DefinitionKind, Output
from followthrough.plans.schedule import NOTHING_PUBLISHED, Answer, Facts, Schedule, answer
from followthrough.plans.words import Completion
from followthrough.reporting.models import Obstacle, PublishedEntry, Round
from followthrough.reporting.queries.facts import Arrival, Published, Rated, Record, Standing, facts
from followthrough.reporting.queries.periods import Period, periods_of


@dataclass(frozen=True)
class Line:
    """One output with its three answers, and what was published about it in words."""

    output: Output
    due: Due | None
    original: Due | None
    facts: Facts
    answer: Answer | None
    standing: Standing | None
    row: PublishedEntry | None
    # Its lead is publicly silent in the round of the report.
    is_silent: bool

    @property
    def completion(self) -> Completion:
        return Completion(self.standing.completion) if self.standing else Completion.NOT_KNOWN

    @property
    def schedule(self) -> Schedule | None:
        return self.answer.schedule if self.answer else None

    @property
    def is_expected_late(self) -> bool:
        """Whether its institution expects it after the deadline; a completed one no longer."""
        expected = self.facts.expected_finish
        is_open = self.facts.completed_on is None and not self.facts.is_withdrawn
        return bool(is_open and expected and self.due and expected > self.due.end)


@dataclass(frozen=True)
class Part:
    """One commitment: its lead's word, its outputs, the Forum's ratings, open obstacles."""

    commitment: Commitment
    lead: Institution | None
    standing: Standing | None
    row: PublishedEntry | None
    lines: Sequence[Line]
    ratings: Sequence[tuple[Institution, Rated]]
    ratings_differ: bool
    obstacles: Sequence[Obstacle]

    @property
    def evidence(self) -> int:
        return sum(line.standing.evidence for line in self.lines if line.standing)


class Picture:
    """All that a report on the round tells, as it is on the day."""

    def __init__(self, one: Round, day: date) -> None:
        self.round, self.plan, self.day = one, one.plan, day
        self.published = Published(one.plan, one)

    @cached_property
    def institutions(self) -> dict[int, Institution]:
        return Institution.objects.in_bulk()

    @cached_property
    def parts(self) -> list[Part]:
        """The commitments in the order of the plan. Six queries."""
        found = Commitment.objects.filter(plan=self.plan).order_by("number")
        outputs = Output.objects.select_related("current_deadline", "original_deadline")
        prefetched = found.prefetch_related(Prefetch("outputs", outputs.order_by("number")))
        return [self._part(one) for one in prefetched]

    def _part(self, commitment: Commitment) -> Part:
        commitment.plan = self.plan
        key, published = commitment.pk, self.published
        word = published.commitments.get(key)
        rated = published.ratings.get(key, [])
        return Part(
            commitment,
            self.institutions.get(published.leads.get(key, 0)),
            word,
            self._rows.get(word.pk) if word else None,
            [self._line(output, commitment) for output in commitment.outputs.all()],
            [(self.institutions[one.organisation_id], one) for one in rated],
            published.ratings_differ(key),
            self._obstacles.get(key, []),
        )

    def _line(self, output: Output, commitment: Commitment) -> Line:
        due = output.current_deadline.due if output.current_deadline else None
        original = output.original_deadline.due if output.original_deadline else None
        standing = self.published.outputs.get(output.pk)
        missing = self._missing.get(self.published.leads.get(commitment.pk, 0), [])
        blocked = self._blocked.get(output.pk)
        known = NOTHING_PUBLISHED
        if standing or missing or blocked:
            known = facts(standing, due, blocked_since=blocked, missing=missing)
        return Line(
            output,
            due,
            original,
            known,
            answer(due, known, self.day, original),
            standing,
            self._rows.get(standing.pk) if standing else None,
            self.round in missing,
        )

    @cached_property
    def _missing(self) -> dict[int, list[Round]]:
        return self.published.missing(self.day)

    @cached_property
    def _rows(self) -> dict[int, PublishedEntry]:
        """The rows with their texts, by primary key."""
        published = self.published
        keys = [row.pk for row in (*published.outputs.values(), *published.commitments.values())]
        return PublishedEntry.objects.select_related("round").in_bulk(keys)

    @cached_property
    def _obstacles(self) -> dict[int, list[Obstacle]]:
        """By commitment: the public obstacles open on the day."""
        found: dict[int, list[Obstacle]] = defaultdict(list)
        is_open = Q(resolved_on__isnull=True) | Q(resolved_on__gt=self.day)
        public = Obstacle.objects.public().filter(is_open, commitment__plan=self.plan)
        for one in public.filter(opened_on__lte=self.day).select_related("output"):
            found[one.commitment_id].append(one)
        return dict(found)

    @cached_property
    def _blocked(self) -> dict[int, date]:
        """Outputs that a serious obstacle stands in the way of, and since when."""
        serious = [one for part in self._obstacles.values() for one in part if one.is_serious]
        serious.sort(key=lambda one: one.opened_on, reverse=True)
        return {one.output_id: one.opened_on for one in serious if one.output_id is not None}

    @property
    def lines(self) -> list[tuple[Part, Line]]:
        return [(part, line) for part in self.parts for line in part.lines]

    @cached_property
    def periods(self) -> list[Period]:
        """The periods that were reported on, the earliest first."""
        return [one for one in periods_of(self.published, len(self.lines)) if one.round]

    @property
    def before(self) -> Period | None:
        """The period before this round's, if it was reported on too."""
        earlier = [one for one in self.periods if one.covers_until < self.round.covers_until]
        return earlier[-1] if earlier else None

    @cached_property
    def levels(self) -> Counter[Completion]:
        return Counter(line.completion for _, line in self.lines)

    @cached_property
    def schedules(self) -> Counter[Schedule]:
        return Counter(line.schedule for _, line in self.lines if line.schedule)

    @property
    def behind(self) -> int:
        """How many commitments have an overdue output."""
        late = (part for part, line in self.lines if line.schedule is Schedule.OVERDUE)
        return len({part.commitment.pk for part in late})

    @cached_property
    def records(self) -> list[tuple[Institution, list[Record | None]]]:
        """Whether each institution reported in each round, the earliest round first."""
        asked = {institution for _, institution in self.published.receipts}
        rounds = list(reversed(self.published.rounds))
        bodies = sorted((self.institutions[key] for key in asked), key=lambda one: one.slug)
        return [
            (one, [self.published.record(it, one.pk, self.day) for it in rounds]) for one in bodies
        ]

    @property
    def arrivals(self) -> Counter[Arrival]:
        """Of this round's reports."""
        last = (records[-1] for _, records in self.records if records)
        return Counter(one.arrival for one in last if one)

    @cached_property
    def reasons(self) -> dict[str, TranslatedText]:
        known = self.plan.method.definitions.filter(kind=DefinitionKind.REASON)
        return dict(known.values_list("code", "label"))
