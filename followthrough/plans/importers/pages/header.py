"""The facts of the head: plan, cycle, status, institutions, policy areas and ratings."""

from followthrough.plans.importers.pages.areas import split_areas
from followthrough.plans.importers.pages.facts import (
    Absence,
    Actors,
    Fact,
    Status,
    absent,
    doubtful,
    found,
)
from followthrough.plans.importers.pages.head import STATES, YEAR, Head, Value
from followthrough.plans.importers.pages.institutions import actors_of
from followthrough.plans.importers.pages.labels import RATINGS, Label, fold
from followthrough.plans.importers.pages.ratings import absence_of, rating

NOT_ATTACHED = frozenset({"not attached", "no adjunto", "non joint", "non attache"})
SAYS_TWO_THINGS = "The label stands twice, with different words."


def plan_facts(head: Head) -> dict[str, Fact]:
    return {"plan": _plan(head), "cycle": _cycle(head), "status": _state(head)}


def actors(head: Head) -> tuple[Actors, ...]:
    lead, support = _value(head, Label.LEAD), _value(head, Label.SUPPORT)
    return (
        *actors_of("lead", lead.words, lead.line),
        *actors_of("supporting", support.words, support.line),
    )


def areas(head: Head) -> tuple[Fact, ...]:
    if not head.areas:
        absence = Absence.EMPTY if head.has_area_heading else Absence.LABEL_ABSENT
        return (absent(absence, why="The page names no policy areas."),)
    return tuple(_area(area, line) for line, words in head.areas for area in split_areas(words))


def ratings(head: Head) -> dict[str, Fact]:
    """The IRM's block: one fact a label, absent labels too; the report's name first."""
    report = _single(head, Label.REPORT)
    facts: dict[str, Fact] = {str(Label.REPORT): report}
    for label in RATINGS:
        value = _value(head, label)
        is_absent = label not in head.values
        facts[label] = (
            absent(Absence.LABEL_ABSENT) if is_absent else rating(label, value.words, value.line)
        )
        if len(_different(head, label)) > 1:
            facts[label] = doubtful(value.words, value.line, SAYS_TWO_THINGS)
    return facts


def _plan(head: Head) -> Fact:
    fact = _single(head, Label.PLAN)
    if fold(fact.value) in NOT_ATTACHED:
        why = "The page is not attached to an action plan."
        return doubtful(fact.raw, fact.line, why, fact.value)
    return fact


def _cycle(head: Head) -> Fact:
    fact = _single(head, Label.CYCLE)
    if not fact.is_found or YEAR.fullmatch(fact.value):
        return fact
    years = YEAR.findall(fact.value)
    why = "The cycle is a year of four digits."
    return doubtful(fact.raw, fact.line, why, years[0] if len(years) == 1 else "")


def _state(head: Head) -> Fact:
    fact = _single(head, Label.STATE)
    if not fact.is_found:
        return fact
    if code := STATES.get(fold(fact.value)):
        return Fact(Status.FOUND, code, fact.line, fact.raw)
    return doubtful(fact.raw, fact.line, "This is none of the words known for the status.")


def _area(area: str, line: int) -> Fact:
    if area[0].islower() or len(area) > 80:
        return doubtful(area, line, "This may be part of another policy area.", area[:200])
    return found(area, line)


def _single(head: Head, label: Label) -> Fact:
    if label not in head.values:
        return absent(Absence.LABEL_ABSENT)
    value = _value(head, label)
    words = " ".join(value.words.split())
    if len(_different(head, label)) > 1:
        return doubtful(words, value.line, SAYS_TWO_THINGS)
    if absence := absence_of(words):
        return absent(absence, value.line, words)
    if len(words) > 300:
        return doubtful(words, value.line, "This is too long for a value.", words[:300])
    return found(words, value.line)


def _value(head: Head, label: Label) -> Value:
    """The first value with words, else the first."""
    values = head.values.get(label, [Value(0)])
    return next((value for value in values if value.words), values[0])


def _different(head: Head, label: Label) -> set[str]:
    return {value.words for value in head.values.get(label, []) if value.words}
