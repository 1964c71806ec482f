"""Writing the milestones of a plan document, their outputs and deadlines, and who is involved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from followthrough.accounts.models import Institution
from followthrough.lib.deadlines import Due, Precision
from followthrough.lib.text import TranslatedText
from followthrough.plans.importers.difference import Key
from followthrough.plans.models import Involvement, Milestone, Output
from followthrough.plans.operations.deadlines import deadline_rows
from followthrough.plans.operations.plan_work import Work
from followthrough.plans.queries import Document

# The row of each commitment by its number.
Rows = dict[int, int]
# The rows of the original and the current deadline.
DeadlinePair = tuple[int | None, int | None]


def save_milestones(
    document: Document, commitments: Rows, work: Work
) -> dict[tuple[int, int], int]:
    """Write the milestones and return the row of each (row of its commitment, number)."""
    Milestone.objects.bulk_create(
        [
            Milestone(
                commitment_id=commitments[number],
                number=item["number"],
                title=TranslatedText.from_json(item["title"]),
                deadline_words=item["deadline_words"],
                unconfirmed=item["unconfirmed"],
            )
            for number, item in _milestones_of(document)
            if work.touches(Key("milestone", "", number, item["number"]))
        ],
        update_conflicts=True,
        unique_fields=["commitment", "number"],
        update_fields=["title", "deadline_words", "unconfirmed"],
    )
    stored = Milestone.objects.filter(commitment__in=commitments.values())
    return {(row[0], row[1]): row[2] for row in stored.values_list("commitment", "number", "pk")}


def _milestones_of(document: Document) -> Iterator[tuple[int, Document]]:
    """Each milestone with the number of its commitment."""
    for commitment in document["commitments"]:
        for milestone in commitment["milestones"]:
            yield commitment["number"], milestone


def save_outputs(
    document: Document,
    commitments: Rows,
    milestones: dict[tuple[int, int], int],
    work: Work,
) -> None:
    touched = [
        (number, milestone, item)
        for number, milestone in _milestones_of(document)
        for item in milestone["outputs"]
        if work.touches(Key("output", "", number, item["number"]))
    ]
    deadlines = _save_deadlines(((number, item) for number, _, item in touched), commitments, work)
    Output.objects.bulk_create(
        [
            Output(
                commitment_id=commitments[number],
                milestone_id=milestones[commitments[number], milestone["number"]],
                number=item["number"],
                title=TranslatedText.from_json(item["title"]),
                original_deadline_id=deadlines[commitments[number], item["number"]][0],
                current_deadline_id=deadlines[commitments[number], item["number"]][1],
                unconfirmed=item["unconfirmed"],
            )
            for number, milestone, item in touched
        ],
        update_conflicts=True,
        unique_fields=["commitment", "number"],
        update_fields=[
            "milestone",
            "title",
            "original_deadline",
            "current_deadline",
            "unconfirmed",
        ],
    )


def _save_deadlines(
    outputs: Iterable[tuple[int, Document]], commitments: Rows, work: Work
) -> dict[tuple[int, int], DeadlinePair]:
    """The rows of the original and the current deadline of each output, by its place."""
    stored = Output.objects.filter(commitment__in=commitments.values())
    pairs: dict[tuple[int, int], DeadlinePair] = {
        (commitment, number): (original, current)
        for commitment, number, original, current in stored.values_list(
            "commitment", "number", "original_deadline", "current_deadline"
        )
    }
    changed = {
        (commitments[number], item["number"]): _dues(item)
        for number, item in outputs
        if work.touches(Key("output", "", number, item["number"]), "deadline", "current_deadline")
    }
    rows = deadline_rows(due for pair in changed.values() for due in pair if due)
    for place, (original, current) in changed.items():
        pairs[place] = (
            rows[original].pk if original else None,
            rows[current].pk if current else None,
        )
    return pairs


def _dues(item: Document) -> tuple[Due | None, Due | None]:
    original = _due(item["deadline"])
    return original, _due(item.get("current_deadline")) or original


def _due(written: Document | None) -> Due | None:
    if written is None:
        return None
    return Due(
        written["words"],
        date.fromisoformat(written["start"]),
        date.fromisoformat(written["end"]),
        Precision(written["precision"]),
        written["every_months"] or None,
    )


def save_involved(
    document: Document,
    commitments: Rows,
    milestones: dict[tuple[int, int], int],
    work: Work,
) -> None:
    in_commitments = {
        commitments[item["number"]]: item["involved"]
        for item in document["commitments"]
        if work.touches(Key("commitment", commitment=item["number"]), "involved")
    }
    in_milestones = {
        milestones[commitments[number], item["number"]]: item["involved"]
        for number, item in _milestones_of(document)
        if work.touches(Key("milestone", "", number, item["number"]), "involved")
    }
    Involvement.objects.filter(commitment__in=in_commitments).delete()
    Involvement.objects.filter(milestone__in=in_milestones).delete()
    slugs = dict(Institution.objects.values_list("slug", "pk"))
    Involvement.objects.bulk_create(
        [
            *_involvements(in_commitments, "commitment_id", slugs),
            *_involvements(in_milestones, "milestone_id", slugs),
        ]
    )


def _involvements(
    involved: dict[int, list[Document]], side: str, slugs: dict[str, int]
) -> Iterator[Involvement]:
    for pk, items in involved.items():
        for number, item in enumerate(items, 1):
            names: dict[str, Any] = {side: pk}
            yield Involvement(
                **names,
                institution_id=slugs[item["institution"]],
                role=item["role"],
                sector=item["sector"],
                number=number,
            )


def remove_steps(commitments: Rows, work: Work) -> None:
    for model, noun in ((Output, "output"), (Milestone, "milestone")):
        numbers: dict[int, list[int]] = defaultdict(list)
        for key in work.gone:
            # Rows of a commitment that goes have gone with it; their number is negative.
            if key.noun == noun and key.commitment in commitments:
                numbers[commitments[key.commitment]].append(key.number)
        for commitment, gone in numbers.items():
            model.objects.filter(commitment=commitment, number__in=gone).delete()
