"""What an import would change: two plan documents compared row by row, field by field. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from followthrough.lib.text import State
from followthrough.plans.queries import Document


class Key(NamedTuple):
    """The stable name of a row: its noun, and what tells it from others of that noun.

    `commitment` is the number in the document; that of a stored commitment which the document does
    not have is negative.
    """

    noun: str
    code: str = ""
    commitment: int = 0
    number: int = 0


# Fields are flat and dotted: "title.sq", "deadline.end".
Row = dict[str, Any]
Rows = dict[Key, Row]


class Kind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """One field that differs, or a whole row added or removed (`field` is then empty).

    `where` names the row for a person. `is_draft` marks machine drafts, which are never public.
    """

    kind: Kind
    key: Key
    where: str
    field: str = ""
    before: Any = None
    after: Any = None
    is_draft: bool = False

    @property
    def part(self) -> str:
        """The field as a whole: "title" for "title.sq"."""
        return self.field.partition(".")[0]


# Rows that plans share: a file that leaves them out says nothing about them.
SHARED = frozenset({"institution", "policy area"})


def difference(document: Document, stored: Document | None) -> list[Change]:
    """The changes that make what is stored say what the document says, in the document's order.

    `stored` is queries.stored_beside; None means that nothing is stored.
    """
    new = rows(document, {})
    old = rows(stored, same_commitments(document, stored)) if stored else {}
    changes: list[Change] = []
    for key, row in new.items():
        if key not in old:
            changes.append(Change(Kind.ADDED, key, where(key, row)))
        elif row != old[key]:
            changes += _changed_fields(key, row, old[key])
    for key, row in old.items():
        if key not in new and key.noun not in SHARED:
            changes.append(Change(Kind.REMOVED, key, where(key, row)))
    return changes


def _changed_fields(key: Key, new: Row, old: Row) -> Iterator[Change]:
    for field in {**new, **old}:
        before, after = old.get(field), new.get(field)
        if before != after:
            text, _, language = field.rpartition(".")
            state = f"{text}.states.{language}"
            is_draft = State.MACHINE_DRAFT in {old.get(state), new.get(state)}
            yield Change(Kind.CHANGED, key, where(key, old), field, before, after, is_draft)


def same_commitments(document: Document, stored: Document) -> dict[int, int]:
    """Stored number → number in the document, for each stored commitment.

    OGP's code says which is which, then the number. A stored commitment that the document does not
    have gets a negative number, so that it is never taken for another.
    """
    by_code = {item["code"]: item["number"] for item in document["commitments"] if item["code"]}
    found = {
        item["number"]: by_code[item["code"]]
        for item in stored["commitments"]
        if item["code"] in by_code
    }
    left = {item["number"] for item in document["commitments"]} - set(found.values())
    for item in stored["commitments"]:
        number = item["number"]
        found.setdefault(number, number if number in left else -number)
    return found


def rows(document: Document, numbers: dict[int, int]) -> Rows:
    """The document as flat rows under stable keys; `numbers` translates those of commitments."""
    found: Rows = {}
    if document["plan"]:
        version = document.get("method_in_use") or document["method"]["version"]
        found[Key("plan")] = _flat({**document["plan"], "method": version})
    if document["method"]:
        found |= _method_rows(document["method"])
    for area in document["policy_areas"]["areas"]:
        found[Key("policy area", area["code"])] = _flat(area)
    for institution in document["institutions"]:
        found[Key("institution", institution["slug"])] = _flat(institution)
    for commitment in document["commitments"]:
        number = commitment["number"]
        found |= _commitment_rows(commitment, numbers.get(number, number))
    return found


def _method_rows(method: Document) -> Rows:
    found: Rows = {Key("method"): _flat({**method, "definitions": None})}
    for position, definition in enumerate(method["definitions"], 1):
        key = Key("definition", f"{definition['kind']}/{definition['code']}")
        found[key] = _flat({**definition, "position": position})
    return found


def _commitment_rows(commitment: Document, number: int) -> Rows:
    found: Rows = {Key("commitment", commitment=number): _flat({**commitment, "milestones": None})}
    for milestone in commitment["milestones"]:
        key = Key("milestone", commitment=number, number=milestone["number"])
        found[key] = _flat({**milestone, "outputs": None})
        for output in milestone["outputs"]:
            key = Key("output", commitment=number, number=output["number"])
            found[key] = _flat({**output, "milestone": milestone["number"]})
    return found


def _flat(value: Document, prefix: str = "") -> Row:
    row: Row = {}
    for name, part in value.items():
        if isinstance(part, dict):
            row |= _flat(part, f"{prefix}{name}.")
        elif part is not None:
            row[f"{prefix}{name}"] = part
    return row


def where(key: Key, row: Row) -> str:
    """The row as a person names it: "commitment 5, output 7"."""
    if key.noun == "commitment":
        return f"commitment {row['number']}" + (f" ({row['code']})" if row["code"] else "")
    if key.commitment:
        return f"commitment {abs(key.commitment)}, {key.noun} {key.number}"
    return f"{key.noun} {key.code}".strip()
