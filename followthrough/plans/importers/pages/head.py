"""The head of a page: the labelled values between its title and its description."""

import re
from dataclasses import dataclass, field

from followthrough.plans.importers.pages.areas import are_areas, are_one_area
from followthrough.plans.importers.pages.labels import (
    HEADINGS,
    RATINGS,
    Label,
    Mark,
    fold,
    glued_heading,
    label_marks,
    languages_of,
    without_heading,
)
from followthrough.plans.importers.pages.questions import begins_description
from followthrough.plans.importers.pages.ratings import is_rating
from followthrough.plans.importers.pages.reading import Line

# A real head has some 40 short lines; the menus of a saved page may come before it.
MOST_LINES = 3000
LONGEST_LINE = 20_000
MOST_MARKS = 200
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
STATES = {
    **dict.fromkeys(("active", "activo", "activa", "actif", "en cours", "en curso"), "active"),
    **dict.fromkeys(("inactive", "inactivo", "inactiva", "inactif"), "inactive"),
    **dict.fromkeys(("complete", "completed", "completo", "acheve"), "completed"),
}
OPENING = frozenset({Label.PLAN, Label.CYCLE, Label.LEAD, Label.SUPPORT})
# “Action Plan” alone may be an item of a menu.
OPENING_BARE = frozenset({Label.CYCLE, Label.LEAD, Label.SUPPORT})


@dataclass
class Value:
    """What stands behind one label; `line` is that of the first words, or of the empty label."""

    line: int
    words: str = ""

    def add(self, words: str, line: int) -> None:
        if not words:
            return
        self.line = self.line if self.words else line
        self.words = f"{self.words}\n{words}" if self.words else words


@dataclass
class Head:
    """The labelled values; `first` and `description` are places in the lines, -1 if not met."""

    values: dict[Label, list[Value]] = field(default_factory=dict)
    areas: list[tuple[int, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    first: int = -1
    description: int = -1
    has_area_heading: bool = False

    @property
    def language(self) -> str:
        return languages_of(iter(self.marks))


def read_head(lines: tuple[Line, ...]) -> Head:
    """Gather the labelled values up to the description."""
    first = _first_label(lines)
    if first < 0:
        return Head()
    reader = _Reader()
    reader.head.first = first
    for at, line in enumerate(lines[first : first + MOST_LINES], start=first):
        reader.take(at, line)
        if reader.head.description >= 0 or len(reader.head.marks) > MOST_MARKS:
            break
    return reader.head


def _first_label(lines: tuple[Line, ...]) -> int:
    for at, line in enumerate(lines[:MOST_LINES]):
        marks = label_marks(line.text[:LONGEST_LINE])
        if any(_opens(mark) for mark in marks):
            return at - 2 if _is_plan_alone(lines[max(0, at - 2) : at]) else at
    return -1


def _opens(mark: Mark) -> bool:
    return mark.label in (OPENING if mark.has_colon else OPENING_BARE)


def _is_plan_alone(before: tuple[Line, ...]) -> bool:
    # In a definition list the label and its value have a line each, and no colon.
    if len(before) < 2:
        return False
    return any(mark.label is Label.PLAN for mark in label_marks(before[0].text[:LONGEST_LINE]))


class _Reader:
    """Walks the head line by line and remembers which label the next words belong to."""

    def __init__(self) -> None:
        self.head = Head()
        self.current: Label | None = None
        # After the last block of the head, words without a label are the description.
        self.is_last_block = False

    def take(self, at: int, line: Line) -> None:
        text = line.text[:LONGEST_LINE]
        if begins_description(text):
            self.head.description = at
            return
        marks = label_marks(text) or _lost_colon(text)
        if marks and marks[0].label is Label.DESCRIPTION and not marks[0].has_colon:
            self.head.marks.append(marks[0])
            self.head.description = at + 1
        elif marks:
            self._take_marks(text, marks, at, line.number)
        elif self.current is Label.AREAS:
            self._take_areas(text, at, line.number)
        else:
            self._continue(text, at, line.number)

    def _take_marks(self, text: str, marks: list[Mark], at: int, number: int) -> None:
        if before := text[: marks[0].start].strip():
            self._continue(before, at, number)
        self.head.marks += marks
        ends = [mark.start for mark in marks[1:]] + [len(text)]
        for mark, end in zip(marks, ends, strict=True):
            self._take_mark(mark, text[mark.end : end].strip(), at, number)

    def _take_mark(self, mark: Mark, words: str, at: int, number: int) -> None:
        self.current = mark.label
        if mark.label in {Label.IMPLEMENTATION, Label.COMPLETION}:
            self.is_last_block = True
        if mark.label is Label.AREAS:
            self.head.has_area_heading = True
            if words:
                self._take_areas(words, at, number)
        elif mark.label is Label.DESCRIPTION:
            self.head.description = at + 1
        elif mark.label not in HEADINGS:
            clean = without_heading(words) if mark.label in RATINGS else words
            self.is_last_block = self.is_last_block or clean != words
            value = Value(number)
            value.add(clean, number)
            self.head.values.setdefault(mark.label, []).append(value)

    def _take_areas(self, text: str, at: int, number: int) -> None:
        heading = glued_heading(text)
        words = (text[: heading.start] if heading else text).strip()
        last = self.head.areas[-1][1] if self.head.areas else ","
        if are_one_area(last, words):
            self.head.areas[-1] = (self.head.areas[-1][0], f"{last} {words}")
        elif text.startswith("•") or last.endswith(","):
            self.head.areas.append((number, words))
        else:
            self.head.description = at
            return
        if heading:
            self.head.marks.append(heading)
            self.current = heading.label
        if heading and heading.label is Label.DESCRIPTION:
            self.head.description = at + 1

    def _continue(self, text: str, at: int, number: int) -> None:
        label = self.current
        if label in {Label.LEAD, Label.SUPPORT} and self._take_unheaded_areas(text, number):
            return
        if label and self._may_continue(label, text):
            self.head.values[label][-1].add(text, number)
        elif self.is_last_block:
            self.head.description = at

    def _take_unheaded_areas(self, text: str, number: int) -> bool:
        heading = glued_heading(text)
        words = text[: heading.start] if heading else text
        if not are_areas(words):
            return False
        self.head.areas.append((number, words))
        self.current = heading.label if heading else None
        return True

    def _may_continue(self, label: Label, text: str) -> bool:
        if label not in self.head.values:
            return False
        has_words = bool(self.head.values[label][-1].words)
        if label in RATINGS:
            return not has_words and is_rating(label, text)
        if label is Label.CYCLE:
            return not has_words and bool(YEAR.fullmatch(text))
        if label is Label.STATE:
            return not has_words and fold(text) in STATES
        return label is not Label.PLAN or not has_words


def _lost_colon(text: str) -> list[Mark]:
    """A rating whose colon is lost: “Verifiable Yes”."""
    first, _, rest = text.partition(" ")
    return [
        Mark(mark.label, mark.languages, 0, len(first), has_colon=False)
        for mark in label_marks(first)
        if mark.label in RATINGS and is_rating(mark.label, rest)
    ]
