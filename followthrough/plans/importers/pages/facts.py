"""What was read from a page: every fact carries its words, its line and how sure it is."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from followthrough.lib.hashing import canonical_json, sha256


class Status(StrEnum):
    FOUND = "found"
    NOT_FOUND = "not_found"
    DOUBTFUL = "doubtful"


class Absence(StrEnum):
    """The ways in which a page says nothing: OGP means different things by them."""

    LABEL_ABSENT = "label_absent"
    EMPTY = "empty"
    NA = "na"
    NO_DATA = "no_data"
    NO_IRM_DATA = "no_irm_data"
    PENDING = "pending_irm_review"


@dataclass(frozen=True)
class Fact:
    """One thing the page says or does not say; `why` is a sentence for the person who settles it.

    `line` is 0 where there is no line; `raw` is the text as it stands on the page.
    """

    status: Status
    value: str = ""
    line: int = 0
    raw: str = ""
    why: str = ""
    absence: Absence | None = None

    @property
    def is_found(self) -> bool:
        return self.status is Status.FOUND

    @property
    def is_doubtful(self) -> bool:
        return self.status is Status.DOUBTFUL

    def content(self) -> Any:
        """The fact without its line and its white space: a blank line more is no change."""
        if self.absence:
            return f"({self.absence})"
        return " ".join((self.value or self.raw).split()) or None


def found(value: str, line: int, raw: str = "") -> Fact:
    return Fact(Status.FOUND, value, line, raw or value)


def doubtful(raw: str, line: int, why: str, value: str = "") -> Fact:
    return Fact(Status.DOUBTFUL, value, line, raw, why)


def absent(absence: Absence, line: int = 0, raw: str = "", why: str = "") -> Fact:
    return Fact(Status.NOT_FOUND, "", line, raw, why, absence)


@dataclass(frozen=True)
class Actors:
    """The institutions in one role and sector, in the page's own words.

    `sector` is empty where the page does not sort them.
    """

    role: str
    sector: str
    words: Fact


@dataclass(frozen=True)
class Milestone:
    """One row of the planning table.

    `deadlines` are the dates understood in the words of `deadline`, each in its own words;
    `outputs` is empty where `outputs_cell` does not say reliably where one output ends.
    """

    number: int
    title: Fact
    outputs_cell: Fact
    outputs: tuple[Fact, ...]
    deadline: Fact
    deadlines: tuple[str, ...]
    actors: tuple[Actors, ...]

    def content(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "title": self.title.content(),
            "outputs": [output.content() for output in self.outputs] or self.outputs_cell.content(),
            "deadline": self.deadline.content(),
            "actors": _actors(self.actors),
        }


@dataclass(frozen=True)
class Passage:
    """A text of the page whose place in the template is not certain."""

    key: str
    heading: str
    text: Fact


def unused_key(key: str, passages: Iterable[Passage]) -> str:
    """The key, with a number behind it where one of the passages has it already."""
    taken = {passage.key for passage in passages}
    numbered = (f"{key}-{number}" for number in itertools.count(2))
    return key if key not in taken else next(one for one in numbered if one not in taken)


@dataclass(frozen=True)
class PageFacts:
    """All that was read from one page. `template` names the kind of description it carries."""

    name: str
    language: str
    template: str
    heading: Mapping[str, Fact]
    actors: tuple[Actors, ...] = ()
    areas: tuple[Fact, ...] = ()
    ratings: Mapping[str, Fact] = field(default_factory=dict)
    answers: Mapping[str, Fact] = field(default_factory=dict)
    passages: tuple[Passage, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    remarks: tuple[Passage, ...] = ()

    @property
    def code(self) -> str:
        return self.heading["code"].value

    @property
    def title(self) -> str:
        return self.heading["title"].value

    @property
    def cycle(self) -> str:
        return self.heading["cycle"].value

    def content(self) -> dict[str, Any]:
        """The facts as JSON, without lines: kept of an import and compared with the next."""
        return {
            "language": self.language,
            "template": self.template,
            "heading": {key: fact.content() for key, fact in self.heading.items()},
            "actors": _actors(self.actors),
            "areas": [area.content() for area in self.areas],
            "ratings": {key: fact.content() for key, fact in self.ratings.items()},
            "answers": {key: fact.content() for key, fact in self.answers.items()},
            "passages": {passage.key: passage.text.content() for passage in self.passages},
            "milestones": [milestone.content() for milestone in self.milestones],
        }

    @property
    def digest(self) -> str:
        return sha256(canonical_json(self.content()))

    def all_facts(self) -> Iterator[tuple[str, Fact]]:
        """Every fact with its name, in the order of the page."""
        yield from self.heading.items()
        yield from actor_names(self.actors)
        yield from (("policy area", area) for area in self.areas)
        yield from self.ratings.items()
        yield from self.answers.items()
        yield from ((passage.key, passage.text) for passage in self.passages)
        for milestone in self.milestones:
            yield from _milestone_facts(milestone)
        yield from ((remark.key, remark.text) for remark in self.remarks)


def actor_names(actors: tuple[Actors, ...]) -> Iterator[tuple[str, Fact]]:
    for group in actors:
        sector = f" ({group.sector.replace('_', ' ')})" if group.sector else ""
        yield group.role + sector, group.words


def _milestone_facts(milestone: Milestone) -> Iterator[tuple[str, Fact]]:
    name = f"milestone {milestone.number}"
    yield name, milestone.title
    if milestone.outputs:
        yield from ((f"{name} output", output) for output in milestone.outputs)
    else:
        yield f"{name} outputs", milestone.outputs_cell
    yield f"{name} deadline", milestone.deadline
    yield from ((f"{name} {key}", fact) for key, fact in actor_names(milestone.actors))


def _actors(actors: tuple[Actors, ...]) -> list[dict[str, Any]]:
    return [
        {"role": group.role, "sector": group.sector, "words": group.words.content()}
        for group in actors
    ]
