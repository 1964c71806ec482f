"""What an edit or import changed in one commitment, as the log's line says it, in words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution
from followthrough.lib.languages import own_name
from followthrough.lib.readings import plain
from followthrough.plans.importers.difference import Kind
from followthrough.plans.models import FundingState, InvolvementRole
from followthrough.plans.words import FIELD_LABELS

# As importers.difference.where names a row: "commitment 5 (XK0018)", "commitment 5, output 7".
_WHERE = re.compile(r"commitment (?P<number>\d+)(?:, (?P<noun>output|milestone) (?P<at>\d+)| \(|$)")
# As lib.text writes a text: one language a field, beside "original" and "states".
_TEXT = re.compile(r"(?P<name>\w+)\.(?P<language>(?!original)[\w-]+)")
DEADLINE = _("Deadline")
ROLES: dict[str, Promise] = {
    InvolvementRole.LEAD: _("Lead institution"),
    InvolvementRole.SUPPORTING: _("Supporting institutions"),
}
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """Before and after of one thing; `what` alone where the words say it all."""

    what: str
    before: str = ""
    after: str = ""


def whole() -> str:
    return gettext("The commitment as a whole")


def output(number: int) -> str:
    return gettext("Output %(number)s") % {"number": number}


def steps(
    payload: Line, number: int, institutions: Mapping[str, Institution], *, is_own: bool
) -> Iterator[Step]:
    """The changes in the commitment of that number; `is_own`: the line is about no other."""
    if is_own and "swapped" in payload:
        yield _swapped(payload)
    lines: Iterable[Line] = payload.get("changes") or payload.get("changed") or ()
    for line in lines:
        place = _place(line, number)
        if place is not None:
            yield from _step(place, line, institutions)


def _swapped(payload: Line) -> Step:
    first, second = sorted(payload["numbers"])
    words = {
        "output": gettext("Outputs %(first)s and %(second)s changed places"),
        "milestone": gettext("Milestones %(first)s and %(second)s changed places"),
    }
    return Step(words[payload["swapped"]] % {"first": first, "second": second})


def _place(line: Line, number: int) -> str | None:
    """The part in words; None when the line tells of something else."""
    found = _WHERE.match(line.get("where") or "")
    if found is None or int(found["number"]) != number:
        return None
    if found["noun"] == "output":
        return output(int(found["at"]))
    if found["noun"] == "milestone":
        return gettext("Milestone %(number)s") % {"number": found["at"]}
    return whole()


def _step(place: str, line: Line, institutions: Mapping[str, Institution]) -> Iterator[Step]:
    if line.get("kind") == Kind.ADDED:
        yield Step(gettext("%(part)s was added") % {"part": place})
    elif line.get("kind") == Kind.REMOVED:
        yield Step(gettext("%(part)s was removed") % {"part": place})
    elif "before" in line:
        before, after = line["before"], line["after"]
        for label, was, now in _fields(line["field"], before, after, institutions):
            nothing = gettext("Nothing")
            yield Step(f"{place} · {label}", was or nothing, now or nothing)


def _fields(
    field: str, before: Any, after: Any, institutions: Mapping[str, Institution]
) -> Iterator[tuple[str, str, str]]:
    """Label, before and after. What follows from another field is left out."""
    text = _TEXT.fullmatch(field)
    if text and text["name"] in FIELD_LABELS:
        label = f"{FIELD_LABELS[text['name']]} ({own_name(text['language'])})"
        yield label, before or "", after or ""
    elif field == "deadline.words":
        yield str(DEADLINE), before or "", after or ""
    elif field == "milestone":
        yield gettext("Milestone"), str(before or ""), str(after or "")
    elif field == "funding.state":
        states = dict(FundingState.choices)
        yield gettext("Funding"), str(states.get(before, "")), str(states.get(after, ""))
    elif field == "involved":
        for role, named in ROLES.items():
            was, now = (_names(every, role, institutions) for every in (before, after))
            if was != now:
                yield str(named), was, now


def _names(involved: Any, role: str, institutions: Mapping[str, Institution]) -> str:
    slugs = [one["institution"] for one in involved or () if one["role"] == role]
    return ", ".join(name_of(slug, institutions) for slug in slugs)


def name_of(slug: str, institutions: Mapping[str, Institution]) -> str:
    one = institutions.get(slug)
    return (plain(one.name) if one else "") or slug
