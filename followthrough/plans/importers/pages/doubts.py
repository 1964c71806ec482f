"""The points of a page that a person has to settle, each as one question with its words."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.text import slugify

from followthrough.plans.importers.pages.facts import Fact, Milestone, PageFacts, Passage
from followthrough.plans.models.commitment import ANSWERS

NONE = "none"
LEAVE_OUT = "leave out"


class Kind(StrEnum):
    """How an answer is written: one of the choices, words, a list of words, or institutions."""

    CHOICE = "choice"
    WORDS = "words"
    LIST = "list"
    INSTITUTIONS = "institutions"
    DEADLINE = "deadline"


@dataclass(frozen=True)
class Doubt:
    """One point to settle: `key` names it in the answers file, `text` is what the page says."""

    key: str
    question: str
    text: str
    lines: tuple[int, ...]
    kind: Kind = Kind.CHOICE
    choices: tuple[str, ...] = ()
    example: str = ""

    @property
    def allowed(self) -> str:
        """What may be answered, in words."""
        given = " or ".join(f'"{choice}"' for choice in self.choices)
        how = {
            Kind.CHOICE: f"Answer {given}.",
            Kind.WORDS: f"Answer in words, as in {self.example}.",
            Kind.LIST: f'Answer with a list, as in {self.example}; or "{NONE}".',
            Kind.INSTITUTIONS: f"Answer with a list of short names, as in {self.example};"
            f' or "{NONE}".',
            Kind.DEADLINE: f'Answer {given or f"with a date as in {self.example}"}; or "{NONE}".',
        }
        return how[self.kind]


type_of_splits = Mapping[str, tuple[str, ...]]


def doubts_of(facts: PageFacts, splits: type_of_splits | None = None) -> list[Doubt]:
    """All points to settle, in the order of the page.

    `splits` holds the outputs that a person listed for a milestone, by the key of that doubt: only
    then can each be asked for its deadline.
    """
    return [
        *_heading(facts),
        *_institutions(facts),
        *_areas(facts),
        *_seen(facts),
        *_answers(facts),
        *(_passage(passage) for passage in facts.passages),
        *(doubt for row in facts.milestones for doubt in _milestone(row, splits or {})),
        *(_remark(remark) for remark in facts.remarks),
    ]


def institution_keys(facts: PageFacts) -> dict[str, str]:
    """The key of the doubt for each wording of institutions on the page."""
    keys: dict[str, str] = {}
    for words, _ in _institution_words(facts):
        base = f"institution-{slugify(words)[:50].strip('-') or 'unnamed'}"
        taken = set(keys.values())
        numbered = (f"{base}-{number}" for number in itertools.count(2))
        key = base if base not in taken else next(key for key in numbered if key not in taken)
        keys.setdefault(words, key)
    return keys


def outputs_of(milestone: Milestone, splits: type_of_splits) -> tuple[str, ...]:
    """The outputs of a milestone: those read reliably, else those a person listed."""
    read = tuple(output.value for output in milestone.outputs)
    return read or splits.get(f"milestone-{milestone.number}-outputs", ())


def _heading(facts: PageFacts) -> Iterator[Doubt]:
    asked: dict[str, tuple[str, str]] = {
        "title": ("What is the title of the commitment?", '"Open data for all"'),
        "code": ("What is OGP's code of the commitment?", '"XK0018"'),
        "cycle": ("In which year did the cycle of the plan begin?", '"2026"'),
    }
    for name, (question, example) in asked.items():
        fact = facts.heading[name]
        if not fact.is_found:
            yield Doubt(name, _ask(fact, question), fact.raw, _line(fact), Kind.WORDS, (), example)
    plan = facts.heading["plan"]
    if not plan.is_found:
        question = _ask(plan, "Does the commitment belong to the plan you import it into?")
        yield Doubt("plan", question, plan.raw, _line(plan), choices=("yes",))


def _institution_words(facts: PageFacts) -> Iterator[tuple[str, Fact]]:
    groups = [*facts.actors, *(group for row in facts.milestones for group in row.actors)]
    for group in groups:
        words = " ".join((group.words.value or group.words.raw).split())
        if words and not group.words.absence:
            yield words, group.words


def _institutions(facts: PageFacts) -> Iterator[Doubt]:
    places: dict[str, list[int]] = {}
    whys: dict[str, Fact] = {}
    for words, fact in _institution_words(facts):
        places.setdefault(words, []).append(fact.line)
        whys.setdefault(words, fact)
    for words, key in institution_keys(facts).items():
        question = _ask(whys[words], "Which institutions of the plan does this name?")
        lines = tuple(dict.fromkeys(places[words]))
        yield Doubt(key, question, words, lines, Kind.INSTITUTIONS, (), '["mlga", "new-body"]')


def _areas(facts: PageFacts) -> Iterator[Doubt]:
    if any(area.is_doubtful for area in facts.areas):
        words = ", ".join(area.raw for area in facts.areas)
        question = "Which policy areas are these? A name may hold a comma."
        line = _line(facts.areas[0])
        yield Doubt("policy-areas", question, words, line, Kind.LIST, (), '["Open Data", "Gender"]')


def _seen(facts: PageFacts) -> Iterator[Doubt]:
    """Doubtful values that are only kept with the page: nothing of the plan depends on them."""
    for name, fact in {"status": facts.heading["status"], **facts.ratings}.items():
        if fact.is_doubtful:
            key = f"seen-{slugify(name)}".replace("_", "-")
            question = _ask(fact, "It is kept with the page as it stands.")
            yield Doubt(key, question, fact.raw, _line(fact), choices=("seen",))


def _answers(facts: PageFacts) -> Iterator[Doubt]:
    for name, fact in facts.answers.items():
        if fact.is_doubtful:
            key = f"answer-{name}".replace("_", "-")
            question = _ask(fact, "Which text counts? Copy it from below.")
            yield Doubt(key, question, fact.raw, _line(fact), Kind.WORDS, (), '"We will …"')


def _passage(passage: Passage) -> Doubt:
    heading = f" It stands under “{passage.heading[:200]}”." if passage.heading else ""
    question = f"{passage.text.why}{heading} Which answer of the template is it?"
    text = passage.text
    choices = (*ANSWERS, LEAVE_OUT)
    return Doubt(f"passage-{passage.key}", question, text.raw, _line(text), choices=choices)


def _milestone(milestone: Milestone, splits: type_of_splits) -> Iterator[Doubt]:
    key = f"milestone-{milestone.number}"
    if milestone.title.is_doubtful:
        question = _ask(milestone.title, "Import it as one, or as one still to be confirmed?")
        choices = ("one", "to be confirmed")
        title = milestone.title
        yield Doubt(f"{key}-title", question, title.raw, _line(title), choices=choices)
    if not milestone.outputs:
        cell = milestone.outputs_cell
        question = _ask(cell, "Which expected outputs are these? Copy each from below.")
        example = '["A law passed", "A register published"]'
        yield Doubt(f"{key}-outputs", question, cell.raw, _line(cell), Kind.LIST, (), example)
    if not milestone.deadline.is_found:
        yield from _deadlines(milestone, splits)


def _deadlines(milestone: Milestone, splits: type_of_splits) -> Iterator[Doubt]:
    fact = milestone.deadline
    choices = milestone.deadlines if len(milestone.deadlines) > 1 else ()
    for number, output in enumerate(outputs_of(milestone, splits), start=1):
        key = f"milestone-{milestone.number}-output-{number}-deadline"
        question = _ask(fact, f"When is this output due: “{output}”?")
        yield Doubt(key, question, fact.raw, _line(fact), Kind.DEADLINE, choices, '"Q2 2026"')


def _remark(remark: Passage) -> Doubt:
    kinds: dict[str, tuple[str, tuple[str, ...]]] = {
        "question": ("Has it been looked for?", ("not on the page",)),
        "excerpt": ("May what is there be imported?", ("yes",)),
        "end": ("Is the page whole?", ("yes",)),
        "table": ("It cannot be imported.", (LEAVE_OUT,)),
    }
    fact = remark.text
    if remark.key == "language":
        question = _ask(fact, "In which language of the plan is the text to stand?")
        return Doubt("language", question, fact.raw, _line(fact), Kind.WORDS, (), '"en"')
    question, choices = kinds[remark.key.partition("-")[0]]
    return Doubt(remark.key, _ask(fact, question), fact.raw, _line(fact), choices=choices)


def _ask(fact: Fact, question: str) -> str:
    return f"{fact.why} {question}".strip()


def _line(fact: Fact) -> tuple[int, ...]:
    return (fact.line,) if fact.line else ()
