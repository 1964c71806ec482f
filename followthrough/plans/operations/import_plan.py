"""Importing a plan: all or nothing, twice the same as once, and seen before it is written."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.models import Event
from followthrough.audit.operations import record
from followthrough.lib.hashing import canonical_json, sha256
from followthrough.plans.importers.adopted import method_refusals, plan_refusals
from followthrough.plans.importers.difference import Change, Kind, difference
from followthrough.plans.models import Commitment, Plan
from followthrough.plans.operations.plan_rows import save
from followthrough.plans.operations.plan_work import Work
from followthrough.plans.queries import Document, stored_beside


class ImportRefused(Exception):
    """The document cannot be imported as it stands; `sentences` say why and what to do."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))


@dataclass(frozen=True)
class Preview:
    """What an import would change, and why it would be refused, if it would."""

    changes: list[Change]
    refusals: list[str]


@dataclass(frozen=True)
class Outcome:
    """What an import did. Without an event nothing had changed and nothing was written.

    `kept` are rows that the document no longer has and that stay, because nobody asked to remove
    them.
    """

    plan: Plan
    changes: list[Change]
    kept: list[Change]
    event: Event | None


def preview(document: Document, *, remove: bool = False) -> Preview:
    """What `import_plan` with the same arguments would do; writes nothing."""
    stored = stored_beside(document)
    changes = difference(document, stored)
    return Preview(changes, _refusals(document, stored, changes, remove=remove))


@transaction.atomic
def import_plan(document: Document, *, by: Actor, at: datetime, remove: bool = False) -> Outcome:
    """Make what is stored say what a document from `importers` says.

    Rows are found again by their stable identifiers: slug, OGP's code or the number. Rows that the
    document no longer has stay unless `remove` is set. Raises ImportRefused and NotAllowed.
    """
    require(by, Permission.IMPORT_PLAN)
    slug = document["plan"]["slug"]
    plan = Plan.objects.select_for_update().filter(slug=slug).first()
    seen = preview(document, remove=remove)
    if seen.refusals:
        raise ImportRefused(seen.refusals)
    _require_adoption(seen.changes, document, by)
    kept = _kept(seen.changes, remove=remove)
    changes = seen.changes if remove else _without_removals(seen.changes)
    if plan is not None and not changes:
        return Outcome(plan, [], kept, None)
    try:
        plan = save(document, plan, Work(changes, remove=remove))
    except ProtectedError as error:
        raise ImportRefused(
            ["Something that the file no longer has is already in use, so it cannot be removed."]
        ) from error
    event = record(
        "plan.imported",
        f"plan:{slug}",
        by=by.name,
        at=at,
        payload=_payload(document, changes),
        public=True,
    )
    return Outcome(plan, changes, kept, event)


def _require_adoption(changes: list[Change], document: Document, by: Actor) -> None:
    """Recording an adoption through a file takes the permission that recording it here takes."""
    for noun, permission in (("plan", Permission.ADOPT_PLAN), ("method", Permission.ADOPT_METHOD)):
        own = [change for change in changes if change.key.noun == noun]
        is_new = any(change.kind is Kind.ADDED for change in own)
        if any(change.part == "adoption" for change in own) or (
            is_new and document[noun]["adoption"]
        ):
            require(by, permission)


def _refusals(
    document: Document, stored: Document, changes: list[Change], *, remove: bool
) -> list[str]:
    refusals = [*_taken_codes(document), *_taken_numbers(document, changes, remove=remove)]
    written = changes if remove else _without_removals(changes)
    plan, method = stored["plan"], stored["method"]
    if plan and plan["adoption"]:
        refusals += plan_refusals(written, plan["adoption"]["on"])
    if method and method["adoption"]:
        refusals += method_refusals(written, method["version"], method["adoption"]["on"])
    return refusals


def _taken_codes(document: Document) -> list[str]:
    codes = [item["code"] for item in document["commitments"] if item["code"]]
    taken = Commitment.objects.filter(code__in=codes).exclude(plan__slug=document["plan"]["slug"])
    return [
        f"Commitment {code}: the plan “{slug}” already has this code. Correct one of them."
        for code, slug in taken.values_list("code", "plan__slug")
    ]


def _taken_numbers(document: Document, changes: list[Change], *, remove: bool) -> list[str]:
    """A stored commitment that the file lacks may still hold a number that the file gives away."""
    numbers = {item["number"] for item in document["commitments"]}
    left = {
        -change.key.commitment
        for change in changes
        if change.kind is Kind.REMOVED and change.key.noun == "commitment"
    }
    return [
        f"Commitment {number}: another commitment, which is not in the file, has this number. "
        "Give this one another number, or import with removal."
        for number in sorted(numbers & left)
        if not remove
    ]


def _kept(changes: list[Change], *, remove: bool) -> list[Change]:
    return [] if remove else [change for change in changes if change.kind is Kind.REMOVED]


def _without_removals(changes: list[Change]) -> list[Change]:
    return [change for change in changes if change.kind is not Kind.REMOVED]


def _payload(document: Document, changes: list[Change]) -> dict[str, Any]:
    """What the public log keeps: counts of what is new, and each change before and after."""
    added = Counter(change.key.noun for change in changes if change.kind is Kind.ADDED)
    return {
        "document_sha256": sha256(canonical_json(document)),
        "added": dict(sorted(added.items())),
        "removed": [change.where for change in changes if change.kind is Kind.REMOVED],
        "changed": [_public(change) for change in changes if change.kind is Kind.CHANGED],
    }


def _public(change: Change) -> dict[str, Any]:
    line = {"where": change.where, "field": change.field}
    if change.is_draft:
        return line
    return {**line, "before": change.before, "after": change.after}
