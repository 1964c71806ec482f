"""The facts of a page and a person's answers, put together: what the plan is to hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from followthrough.accounts.models import InstitutionKind, Sector
from followthrough.lib.deadline_words import read_deadlines
from followthrough.lib.deadlines import Due
from followthrough.plans.importers.pages.answers import (
    NEW,
    Answers,
    AnswerUnusable,
    refuse_other_page,
)
from followthrough.plans.importers.pages.doubts import (
    LEAVE_OUT,
    NONE,
    Doubt,
    Kind,
    doubts_of,
    institution_keys,
    outputs_of,
)
from followthrough.plans.importers.pages.facts import Actors, Milestone, PageFacts

LONGEST_WORDS = 200
CODE = re.compile(r"[A-Z]{2,3}\d{4}")
YEAR = re.compile(r"(?:19|20)\d\d")
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")


@dataclass(frozen=True)
class WantedOutput:
    title: str
    due: Due | None
    unconfirmed: tuple[str, ...] = ()


@dataclass(frozen=True)
class WantedMilestone:
    """A milestone as the plan is to hold it; institutions by slug, with the page's sector or ''."""

    title: str
    deadline_words: str
    unconfirmed: tuple[str, ...]
    leads: tuple[tuple[str, str], ...]
    supporting: tuple[tuple[str, str], ...]
    outputs: tuple[WantedOutput, ...]


@dataclass(frozen=True)
class NewInstitution:
    slug: str
    kind: str
    sector: str
    name: str
    short_name: str = ""


@dataclass(frozen=True)
class Wanted:
    """What a page says should stand in the plan, every doubt settled."""

    code: str
    language: str
    cycle: str
    texts: dict[str, str]
    areas: tuple[str, ...]
    leads: tuple[tuple[str, str], ...]
    supporting: tuple[tuple[str, str], ...]
    milestones: tuple[WantedMilestone, ...]
    new_institutions: dict[str, NewInstitution]


def open_doubts(facts: PageFacts, answers: Answers) -> list[Doubt]:
    """The doubts that have no answer yet; an answer to one may bring up others."""
    return [doubt for doubt in all_doubts(facts, answers) if not answers.has(doubt)]


def all_doubts(facts: PageFacts, answers: Answers) -> list[Doubt]:
    """All doubts of the page, with those that follow from the answers given so far."""
    splits = {
        doubt.key: tuple(str(part) for part in answers.given[doubt.key].value)
        for doubt in doubts_of(facts)
        if doubt.kind is Kind.LIST and answers.has(doubt)
        if isinstance(answers.given[doubt.key].value, list)
    }
    return doubts_of(facts, splits)


def settle(facts: PageFacts, answers: Answers) -> Wanted:
    """Put facts and answers together. Raises AnswerUnusable at the first that will not do."""
    refuse_other_page(answers, facts)
    settled = _Settled(facts, answers)
    return Wanted(
        code=settled.code(),
        language=settled.words("language", facts.language),
        cycle=settled.cycle(),
        texts=settled.texts(),
        areas=settled.areas(),
        leads=settled.involved(facts.actors, "lead"),
        supporting=settled.involved(facts.actors, "supporting"),
        milestones=tuple(settled.milestone(row) for row in facts.milestones),
        new_institutions=settled.new_institutions(),
    )


class _Settled:
    """The answers checked, doubt by doubt."""

    def __init__(self, facts: PageFacts, answers: Answers) -> None:
        self.facts = facts
        self.answers = answers
        self.doubts = {doubt.key: doubt for doubt in all_doubts(facts, answers)}
        self.values = {key: self._checked(doubt) for key, doubt in self.doubts.items()}
        self.keys = institution_keys(facts)

    def words(self, key: str, read: str) -> str:
        return str(self.values.get(key, read))

    def code(self) -> str:
        code = self.words("code", self.facts.code).upper()
        if not CODE.fullmatch(code):
            raise self._unusable("code", f"{_shown(code)} is not a code such as XK0018")
        return code

    def cycle(self) -> str:
        cycle = self.words("cycle", self.facts.cycle)
        if not YEAR.fullmatch(cycle):
            raise self._unusable("cycle", f"{_shown(cycle)} is not a year of four digits")
        return cycle

    def texts(self) -> dict[str, str]:
        texts = {"title": self.words("title", self.facts.title)}
        for name, fact in self.facts.answers.items():
            given = self.words(f"answer-{name}".replace("_", "-"), fact.value)
            if given:
                texts[name] = given
        for passage in self.facts.passages:
            key = f"passage-{passage.key}"
            name = self.words(key, LEAVE_OUT)
            if name != LEAVE_OUT and name in texts:
                raise self._unusable(key, f"the page already has an answer to “{name}”")
            if name != LEAVE_OUT:
                texts[name] = passage.text.raw
        return texts

    def areas(self) -> tuple[str, ...]:
        named = [area.value for area in self.facts.areas if area.is_found]
        return tuple(dict.fromkeys(self.values.get("policy-areas", named)))

    def involved(self, groups: Iterable[Actors], role: str) -> tuple[tuple[str, str], ...]:
        """Slug and sector of each institution; the first sector counts where one stands twice."""
        involved: dict[str, str] = {}
        for group in groups:
            words = " ".join((group.words.value or group.words.raw).split())
            if group.role != role or group.words.absence or not words:
                continue
            for slug in self.values[self.keys[words]]:
                involved.setdefault(slug, group.sector)
        return tuple(involved.items())

    def milestone(self, row: Milestone) -> WantedMilestone:
        key = f"milestone-{row.number}"
        listed = {f"{key}-outputs": tuple(self.values.get(f"{key}-outputs", ()))}
        outputs = outputs_of(row, listed)
        is_unconfirmed = self.values.get(f"{key}-title") == "to be confirmed"
        return WantedMilestone(
            title=row.title.value or row.title.raw,
            deadline_words=row.deadline.raw[:LONGEST_WORDS],
            unconfirmed=("title",) if is_unconfirmed else (),
            leads=self.involved(row.actors, "lead"),
            supporting=self.involved(row.actors, "supporting"),
            outputs=tuple(
                WantedOutput(title, self._due(row, f"{key}-output-{number}-deadline"))
                for number, title in enumerate(outputs, start=1)
            ),
        )

    def new_institutions(self) -> dict[str, NewInstitution]:
        return {slug: self._new(slug) for slug in self.answers.institutions}

    def _due(self, row: Milestone, key: str) -> Due | None:
        if key in self.values:
            due = self.values[key]
            return due if isinstance(due, Due) else None
        words = row.deadline.value
        # Kosovo's plan of 2023 writes day/month/year; only its deadlines were found with that.
        return read_deadlines(words).single or read_deadlines(words, day_first=True).single

    def _new(self, slug: str) -> NewInstitution:
        fields = self.answers.institutions[slug]
        key = f"{NEW}.{slug}"
        if not SLUG.fullmatch(slug):
            raise self._unusable(key, "a short name has small letters, figures and hyphens only")
        if fields.get("kind") not in InstitutionKind.values:
            raise self._unusable(key, f"kind is one of {', '.join(InstitutionKind.values)}")
        if fields.get("sector") not in Sector.values:
            raise self._unusable(key, f"sector is one of {', '.join(Sector.values)}")
        if not fields.get("name", "").strip():
            raise self._unusable(key, "it has no name")
        short_name = fields.get("short_name", "")
        return NewInstitution(slug, fields["kind"], fields["sector"], fields["name"], short_name)

    def _checked(self, doubt: Doubt) -> Any:
        value = self.answers.value(doubt)
        check = {
            Kind.CHOICE: self._choice,
            Kind.WORDS: self._words,
            Kind.LIST: self._list,
            Kind.INSTITUTIONS: self._slugs,
            Kind.DEADLINE: self._deadline,
        }
        return check[doubt.kind](doubt, value)

    def _choice(self, doubt: Doubt, value: Any) -> str:
        if value not in doubt.choices:
            raise self._unusable(doubt.key, f"{_shown(value)} will not do. {doubt.allowed[:-1]}")
        return str(value)

    def _words(self, doubt: Doubt, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self._unusable(doubt.key, doubt.allowed[:-1])
        if doubt.key.startswith("answer-") and not _stands_in(value, doubt.text):
            raise self._unusable(doubt.key, "these words do not stand on the page")
        return value.strip()

    def _list(self, doubt: Doubt, value: Any) -> tuple[str, ...]:
        if value == NONE:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise self._unusable(doubt.key, doubt.allowed[:-1])
        for part in value:
            if doubt.text and not _stands_in(part, doubt.text):
                raise self._unusable(doubt.key, f"{_shown(part)} does not stand on the page")
        return tuple(part.strip() for part in value if part.strip())

    def _slugs(self, doubt: Doubt, value: Any) -> tuple[str, ...]:
        if value == NONE:
            return ()
        if not isinstance(value, list) or not all(isinstance(slug, str) for slug in value):
            raise self._unusable(doubt.key, doubt.allowed[:-1])
        return tuple(dict.fromkeys(value))

    def _deadline(self, doubt: Doubt, value: Any) -> Due | str:
        if value == NONE:
            return NONE
        if isinstance(value, date):
            value = value.isoformat()
        due = read_deadlines(value).single if isinstance(value, str) else None
        if due is None or (doubt.choices and value not in doubt.choices):
            raise self._unusable(doubt.key, f"{_shown(value)} will not do. {doubt.allowed[:-1]}")
        return due

    def _unusable(self, key: str, wrong: str) -> AnswerUnusable:
        return AnswerUnusable(self.answers.name, key, wrong)


def _stands_in(part: str, text: str) -> bool:
    return " ".join(part.split()) in " ".join(text.split())


def _shown(value: Any) -> str:
    return f"“{str(value)[:80]}”"
