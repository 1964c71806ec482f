"""What may be edited of a plan before its adoption, one function a step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.lib.deadline_words import read_deadlines
from followthrough.lib.deadlines import Due
from followthrough.lib.text import State, TranslatedText
from followthrough.plans.importers.difference import Change
from followthrough.plans.models import Milestone, Output, Plan
from followthrough.plans.operations.edit_plan import (
    EditRefused,
    Place,
    adopted,
    edit_document,
    edit_part,
    locked,
    subject,
)
from followthrough.plans.queries import Document

# While two numbers change places, one of them waits out of the way.
ASIDE = 30_000
TRANSLATED = State.TRANSLATED


class DoubtfulDeadline(EditRefused):
    """The words leave a choice, or name more than one deadline."""


def edit_fields(
    plan: Plan, place: Place, fields: Mapping[str, Any], *, seen: str, by: Actor, at: datetime
) -> list[Change]:
    """Set fields of a part, named as in the plan's document. Texts are TranslatedText.

    What somebody has edited is no longer in doubt.
    """

    def edit(part: Document) -> None:
        for name, value in fields.items():
            written = value.to_json() if isinstance(value, TranslatedText) else value
            if part.get(name) != written:
                part[name] = written
                _settle(part, name)

    return edit_part(plan, place, edit, seen=seen, by=by, at=at)


def confirm(
    plan: Plan, place: Place, field: str, *, seen: str, by: Actor, at: datetime
) -> list[Change]:
    """Say that a doubtful point is right as it stands."""
    return edit_part(plan, place, lambda part: _settle(part, field), seen=seen, by=by, at=at)


def _settle(part: Document, field: str) -> None:
    if "unconfirmed" in part:
        part["unconfirmed"] = [one for one in part["unconfirmed"] if one != field]


def set_deadline(
    plan: Plan, place: Place, words: str, *, seen: str, by: Actor, at: datetime
) -> list[Change]:
    """Set an output's deadline in the plan's own words; empty words take it away."""
    due = understood(words) if words.strip() else None
    written = _written(due) if due else None

    def edit(part: Document) -> None:
        part["deadline"] = written
        part.pop("current_deadline", None)
        _settle(part, "deadline")

    return edit_part(plan, place, edit, seen=seen, by=by, at=at)


def understood(words: str) -> Due:
    """What the words mean. Raises DoubtfulDeadline when they leave a choice."""
    due = read_deadlines(words.strip()).single
    if due is None:
        raise DoubtfulDeadline(
            gettext(
                "These words can be read in more than one way, or not at all. Write one deadline, "
                "such as “Q2 2026”, “31 December 2026” or “Continuous (2026–2028)”."
            )
        )
    return due


def _written(due: Due) -> Document:
    return {
        "words": due.words,
        "start": due.start.isoformat(),
        "end": due.end.isoformat(),
        "precision": str(due.precision),
        "continuous": due.is_continuous,
        "every_months": due.every_months,
    }


def add_milestone(
    plan: Plan, commitment: int, title: TranslatedText, *, by: Actor, at: datetime
) -> list[Change]:
    place = Place(commitment)

    def edit(document: Document) -> None:
        milestones = place.find(document)["milestones"]
        number = max((one["number"] for one in milestones), default=0) + 1
        milestones.append(
            {
                "number": number,
                "title": title.to_json(),
                "deadline_words": "",
                "involved": [],
                "unconfirmed": [],
                "outputs": [],
            }
        )

    return edit_document(plan, place, edit, by=by, at=at)


def add_output(
    plan: Plan,
    milestone: Place,
    title: TranslatedText,
    words: str = "",
    *,
    by: Actor,
    at: datetime,
) -> list[Change]:
    """Add an output to a milestone; it gets the commitment's next number."""
    due = understood(words) if words.strip() else None

    def edit(document: Document) -> None:
        steps = Place(milestone.commitment).find(document)["milestones"]
        numbers = [one["number"] for step in steps for one in step["outputs"]]
        milestone.find(document)["outputs"].append(
            {
                "number": max(numbers, default=0) + 1,
                "title": title.to_json(),
                "deadline": _written(due) if due else None,
                "unconfirmed": [],
            }
        )

    return edit_document(plan, milestone, edit, by=by, at=at)


def move_output(plan: Plan, output: Place, to: int, *, by: Actor, at: datetime) -> list[Change]:
    """Move an output to another milestone of its commitment; it keeps its number."""

    def edit(document: Document) -> None:
        part = output.find(document)
        for step in Place(output.commitment).find(document)["milestones"]:
            step["outputs"] = [one for one in step["outputs"] if one is not part]
            if step["number"] == to:
                step["outputs"].append(part)
        output.find(document)

    return edit_document(plan, output, edit, by=by, at=at)


def remove(plan: Plan, place: Place, *, by: Actor, at: datetime) -> list[Change]:
    """Take an output or an empty milestone out of the plan; refused once it is reported on."""

    def edit(document: Document) -> None:
        try:
            part = place.find(document)
        except LookupError:
            return
        if part.get("outputs"):
            raise EditRefused(gettext("This milestone still has outputs. Move or remove them."))
        commitment = Place(place.commitment).find(document)
        for step in commitment["milestones"]:
            step["outputs"] = [one for one in step["outputs"] if one is not part]
        commitment["milestones"] = [one for one in commitment["milestones"] if one is not part]

    return edit_document(plan, place, edit, by=by, at=at)


def save_institution(
    plan: Plan, institution: Document, *, seen: str, by: Actor, at: datetime
) -> list[Change]:
    """Add an institution (`seen` is then empty), or change the kind, sector and names of one."""
    place = Place(institution=institution["slug"])
    if seen:
        fields = {name: institution[name] for name in ("kind", "sector", "name", "short_name")}
        return edit_fields(plan, place, fields, seen=seen, by=by, at=at)

    def edit(document: Document) -> None:
        if any(one["slug"] == institution["slug"] for one in document["institutions"]):
            raise EditRefused(gettext("An institution with this short address exists already."))
        document["institutions"].append(institution)

    return edit_document(plan, place, edit, by=by, at=at)


@transaction.atomic
def move_milestone(plan: Plan, place: Place, by_places: int, *, by: Actor, at: datetime) -> bool:
    """Let a milestone change places with its neighbour: -1 up, 1 down. Whether it moved."""
    return _swap(plan, place, Milestone, by_places, by=by, at=at)


@transaction.atomic
def reorder_output(plan: Plan, place: Place, by_places: int, *, by: Actor, at: datetime) -> bool:
    """Let an output change numbers with its neighbour. What was reported goes with it."""
    return _swap(plan, place, Output, by_places, by=by, at=at)


def _swap(
    plan: Plan,
    place: Place,
    model: type[Milestone] | type[Output],
    by_places: int,
    *,
    by: Actor,
    at: datetime,
) -> bool:
    """Numbers are swapped on the rows themselves: an import would take 2 for what 3 was."""
    require(by, Permission.EDIT_PLAN)
    plan, _ = locked(plan)
    if plan.is_adopted:
        raise adopted(plan)
    rows = model._default_manager.filter(
        commitment__plan=plan, commitment__number=place.commitment or 0
    ).order_by("number")
    number = place.output if model is Output else place.milestone
    numbers = list(rows.values_list("number", flat=True))
    at_index = numbers.index(number) if number in numbers else -1
    other = at_index + by_places
    if number is None or at_index < 0 or not 0 <= other < len(numbers):
        return False
    rows.filter(number=number).update(number=ASIDE)
    rows.filter(number=numbers[other]).update(number=number)
    rows.filter(number=ASIDE).update(number=numbers[other])
    noun = model._meta.model_name
    record(
        "plan.edited",
        subject(plan, place),
        by=by.name,
        at=at,
        payload={"swapped": noun, "numbers": [number, numbers[other]]},
        public=True,
    )
    return True
