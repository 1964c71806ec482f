"""Outputs about which something is told in public, each with its three answers on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from followthrough.lib.deadlines import Due
from followthrough.plans.models import Output, Plan
from followthrough.plans.schedule import Answer, Facts, answer
from followthrough.plans.words import Completion
from followthrough.reporting.models import Round
from followthrough.reporting.queries.facts import Published, Standing, facts

EVIDENCE_MISSING = "evidence_missing"
NO_REPORT = "no_report"
type_of_dues = Mapping[int | None, Due | None]


@dataclass(frozen=True)
class Told:
    """An output with a published entry, an open obstacle, or a lead that is publicly silent."""

    pk: int
    commitment_id: int
    number: int
    due_id: int | None
    standing: Standing | None
    facts: Facts
    answer: Answer | None
    # The newest round that the lead should have reported in and did not.
    silent: Round | None

    @property
    def completion(self) -> Completion:
        return Completion(self.standing.completion) if self.standing else Completion.NOT_KNOWN

    @property
    def sources(self) -> list[str]:
        """Who says so: the codes of the third answer that apply."""
        found = [self.standing.source] if self.standing else []
        if self.standing and self.standing.lacks_evidence:
            found.append(EVIDENCE_MISSING)
        return [*found, NO_REPORT] if self.silent else found


class ToldOutputs:
    """All of a plan on one day, by what pages ask for them by."""

    def __init__(self, all_told: Iterable[Told]) -> None:
        self.by_pk: dict[int, Told] = {}
        self.by_commitment: dict[int, list[Told]] = defaultdict(list)
        self.by_due: dict[int | None, list[Told]] = defaultdict(list)
        for one in all_told:
            self.by_pk[one.pk] = one
            self.by_commitment[one.commitment_id].append(one)
            self.by_due[one.due_id].append(one)


NOTHING_TOLD = ToldOutputs([])
type_of_place = tuple[int, int, int, int | None, int | None]


def places(plan: Plan) -> list[type_of_place]:
    """Every output of a plan with its commitment, number and deadlines. One query."""
    found = Output.objects.of_plan(plan.pk).order_by("commitment__number", "number")
    return list(
        found.values_list(
            "pk", "commitment_id", "number", "current_deadline_id", "original_deadline_id"
        )
    )


def told_on(
    today: date, published: Published, outputs: list[type_of_place], dues: type_of_dues
) -> ToldOutputs:
    """No query of its own but what `published` has not read yet."""
    missing = published.missing(today)
    newest = published.last_due(today)
    found = []
    for pk, commitment, number, current, original in outputs:
        standing = published.outputs.get(pk)
        since = published.serious.get(pk)
        rounds = missing.get(published.leads.get(commitment, 0), [])
        if standing is None and not rounds and since is None:
            continue
        known = facts(standing, dues[current], blocked_since=since, missing=rounds)
        silent = rounds[0] if rounds and rounds[0] == newest else None
        result = answer(dues[current], known, today, dues[original])
        found.append(Told(pk, commitment, number, current, standing, known, result, silent))
    return ToldOutputs(found)
