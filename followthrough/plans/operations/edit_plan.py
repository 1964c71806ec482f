"""Changing one part of a stored plan: the same comparison, rules and rows as an import.

A part is what the plan's document says of one thing; who edits names the digest that they saw.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.formats import date_format
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.lib.hashing import canonical_json, sha256
from followthrough.plans.importers.adopted import method_refusals, plan_refusals
from followthrough.plans.importers.difference import Change, Kind, difference
from followthrough.plans.importers.plan_check import reference_faults
from followthrough.plans.importers.plan_schema import written_path
from followthrough.plans.models import Commitment, MethodVersion, Plan
from followthrough.plans.operations.plan_rows import save
from followthrough.plans.operations.plan_work import Work
from followthrough.plans.queries import Document, plan_document, stored_beside

Edit = Callable[[Document], None]


class EditRefused(Exception):
    """The plan cannot be changed like this; `str()` says why and what to do."""


class Adopted(EditRefused):
    """The plan or the method is adopted: it changes only by an adjustment."""


class Overtaken(EditRefused):
    """Somebody else has changed the part since; `current` is what stands now."""

    def __init__(self, current: Document) -> None:
        self.current = current
        super().__init__(
            gettext(
                "Somebody else has changed this while you were writing. Both texts are shown: "
                "put together what should stay, then save again."
            )
        )


@dataclass(frozen=True)
class Place:
    """Where a part stands: by numbers, or by an institution's slug; nothing names the plan."""

    commitment: int | None = None
    milestone: int | None = None
    output: int | None = None
    institution: str | None = None

    def find(self, document: Document) -> Document:
        """The part in the document. Raises LookupError when it is not there."""
        if self.institution is not None:
            return _only(document["institutions"], "slug", self.institution)
        if self.commitment is None:
            found: Document = document["plan"]
            return found
        commitment = _only(document["commitments"], "number", self.commitment)
        if self.output is not None:
            return _only(_outputs(commitment), "number", self.output)
        if self.milestone is not None:
            return _only(commitment["milestones"], "number", self.milestone)
        return commitment


def own(part: Document) -> Document:
    """What the part says itself, without the parts in it: a colleague's milestone is no clash."""
    return {name: value for name, value in part.items() if name not in {"milestones", "outputs"}}


def digest(part: Document) -> str:
    return sha256(canonical_json(own(part)))


@transaction.atomic
def edit_part(
    plan: Plan, place: Place, edit: Edit, *, seen: str, by: Actor, at: datetime
) -> list[Change]:
    """Change the part at a place; returns what changed. Doing the same twice changes nothing.

    Raises Overtaken, Adopted, EditRefused and NotAllowed.
    """
    require(by, Permission.EDIT_PLAN)
    plan, document = locked(plan)
    part = _found(place, document)
    before = deepcopy(part)
    edit(part)
    if own(part) == own(before) and part == before:
        return []
    if digest(before) != seen:
        raise Overtaken(before)
    return write(plan, document, subject(plan, place), by, at)


@transaction.atomic
def edit_document(plan: Plan, place: Place, edit: Edit, *, by: Actor, at: datetime) -> list[Change]:
    """Add to, or take from, the document as a whole; `place` names what the log line is about."""
    require(by, Permission.EDIT_PLAN)
    plan, document = locked(plan)
    edit(document)
    return write(plan, document, subject(plan, place), by, at)


def locked(plan: Plan) -> tuple[Plan, Document]:
    """The plan under its lock, as its document says it."""
    related = Plan.objects.select_related("method", "coordinator")
    plan = related.select_for_update(of=("self",)).get(pk=plan.pk)
    return plan, plan_document(plan)


def write(
    plan: Plan, document: Document, named: str, by: Actor, at: datetime, verb: str = "plan.edited"
) -> list[Change]:
    """Make what is stored say what the document says, and log what changed."""
    changes = difference(document, stored_beside(document))
    if not changes:
        return []
    require_free(plan, changes)
    for fault in reference_faults(document):
        raise EditRefused(fault.sentence(written_path))
    try:
        save(document, plan, Work(changes, remove=True))
    except ProtectedError as error:
        raise EditRefused(
            gettext("This has been reported on already, so it cannot be removed.")
        ) from error
    record(verb, named, by=by.name, at=at, payload={"changes": _lines(changes)}, public=True)
    return changes


def require_free(plan: Plan, changes: list[Change]) -> None:
    """Raise Adopted when the adopted plan or method forbids one of the changes."""
    if plan.adopted_on and any(True for _ in plan_refusals(changes, str(plan.adopted_on))):
        raise adopted(plan)
    method: MethodVersion = plan.method
    if method.adopted_on and any(
        True for _ in method_refusals(changes, method.version, str(method.adopted_on))
    ):
        raise Adopted(
            gettext("The method was adopted on %(day)s. A changed method takes a new version.")
            % {"day": date_format(method.adopted_on, "DATE_FORMAT")}
        )


def adopted(plan: Plan) -> Adopted:
    return Adopted(
        gettext("The plan was adopted on %(day)s; it changes only by an adjustment.")
        % {"day": date_format(plan.adopted_on, "DATE_FORMAT") if plan.adopted_on else ""}
    )


def subject(plan: Plan, place: Place) -> str:
    """What the log line is about: "commitment:XK0018" or "plan:kosovo-2026-2028"."""
    if place.commitment is None:
        return f"plan:{plan.slug}"
    found = Commitment.objects.filter(plan=plan, number=place.commitment).first()
    return f"commitment:{found.key}" if found else f"plan:{plan.slug}"


def _lines(changes: list[Change]) -> list[dict[str, Any]]:
    """What the public log keeps: a machine draft is named and never shown."""
    lines = []
    for one in changes:
        line: dict[str, Any] = {"kind": str(one.kind), "where": one.where, "field": one.field}
        if one.kind is Kind.CHANGED and not one.is_draft:
            line |= {"before": one.before, "after": one.after}
        lines.append(line)
    return lines


def _found(place: Place, document: Document) -> Document:
    try:
        return place.find(document)
    except LookupError as error:
        raise EditRefused(gettext("This is not in the plan any more. Go back to the plan.")) from (
            error
        )


def _only(items: Iterator[Document] | list[Document], name: str, value: object) -> Document:
    for one in items:
        if one[name] == value:
            return one
    raise LookupError(value)


def _outputs(commitment: Document) -> Iterator[Document]:
    for milestone in commitment["milestones"]:
        yield from milestone["outputs"]
