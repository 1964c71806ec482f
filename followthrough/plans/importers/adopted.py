"""What an import may still change of an adopted plan or method: the rest takes an adjustment."""

from collections.abc import Iterator

from followthrough.plans.importers.difference import Change, Key, Kind
from followthrough.plans.models import ANSWERS

PROMISES = frozenset({"plan", "commitment", "milestone", "output"})
METHOD = frozenset({"method", "definition"})
# What the adopted act does not say.
FREE = frozenset({"policy_areas", "funding", "unconfirmed", "method", "languages", "coordinator"})
TEXTS = frozenset({"title", *ANSWERS, "adoption.body", "label", "meaning"})


def plan_refusals(changes: list[Change], adopted_on: str) -> Iterator[str]:
    """Why an import cannot make these changes to a plan adopted on that day."""
    reason = (
        f"the plan was adopted on {adopted_on}, and from then on text and dates change only "
        "through an adjustment."
    )
    for change in _forbidden(changes, PROMISES):
        yield f"{_subject(change)}: {reason}"


def method_refusals(changes: list[Change], version: str, adopted_on: str) -> Iterator[str]:
    """Why an import cannot make these changes to a method adopted on that day."""
    reason = (
        f"version {version} of the method was adopted on {adopted_on}. "
        "Give the changed method a new version."
    )
    for change in _forbidden(changes, METHOD):
        yield f"{_subject(change)}: {reason}"


def _subject(change: Change) -> str:
    where = change.where[:1].upper() + change.where[1:]
    if change.kind is not Kind.CHANGED:
        return f"{where} cannot be {change.kind}"
    return f"{where}, {change.part.replace('_', ' ')} cannot be changed"


def _forbidden(changes: list[Change], nouns: frozenset[str]) -> list[Change]:
    """One change for each field that may not change."""
    touched = [change for change in changes if change.key.noun in nouns]
    fields = {(change.key, change.field): change for change in touched}
    forbidden = [
        change
        for change in touched
        if change.kind is not Kind.CHANGED or not _is_free(change, fields)
    ]
    return list({(change.key, change.part): change for change in forbidden}.values())


def _is_free(change: Change, fields: dict[tuple[Key, str], Change]) -> bool:
    if change.part in FREE:
        return True
    if change.field == "code":
        # OGP gives the code after the adopted plan is uploaded.
        return not change.before
    text, _, language = change.field.rpartition(".")
    if text.removesuffix(".states") not in TEXTS:
        return False
    if text.endswith(".states"):
        return True
    if change.before is None:
        # A missing translation may be added; a text that was not there at all may not.
        return (change.key, f"{text}.original") not in fields
    state = fields.get((change.key, f"{text}.states.{language}"))
    return state is not None and state.before is not None
