"""Corrections that a person may see, and what each would change."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from followthrough.accounts.permissions import Permission, Person
from followthrough.reporting.models import Correction, PublishedEntry, Report
from followthrough.reporting.values import Values, from_json, to_json

OWNER = "published__entry__report__institution_id"
RELATED = (
    "published__entry__report__institution",
    "published__entry__report__round__plan",
    "published__commitment__plan",
    "published__output",
)


def reachable(person: Person) -> QuerySet[Correction]:
    """Those of one's own institution, and those that one may decide on."""
    proposed = Correction.objects.filter(person.within(Permission.PROPOSE_CORRECTION, OWNER))
    decided = Correction.objects.filter(
        published__entry__report__in=Report.objects.verifiable_by(person)
    )
    return (proposed | decided).distinct().select_related(*RELATED)


def correctable(person: Person) -> QuerySet[PublishedEntry]:
    """What stands in public and the person may propose to correct."""
    mine = person.within(Permission.PROPOSE_CORRECTION, "entry__report__institution_id")
    found = PublishedEntry.objects.standing().filter(mine)
    related = ("entry__report__institution", "round__plan__method", "commitment__plan")
    order = ("entry__report__institution__slug", "commitment__number", "output__number")
    return found.select_related(*related, "output__current_deadline").order_by(*order)


@dataclass(frozen=True)
class Difference:
    """One field that a correction changes; the values are those of the model's field."""

    name: str
    before: Any
    after: Any


def differences(correction: Correction) -> list[Difference]:
    """What the correction changes, in the order of the form."""
    before = Values.of(correction.published)
    after = from_json({**to_json(before), **correction.values})
    names = [name for name in to_json(before) if name in correction.values]
    return [Difference(name, getattr(before, name), getattr(after, name)) for name in names]
