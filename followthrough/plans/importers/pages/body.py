"""The description of a page, cut into its headings, answers and planning table."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from followthrough.plans.importers.pages.labels import fold
from followthrough.plans.importers.pages.planning import (
    Columns,
    column_named,
    columns_of,
    vertical_columns,
)
from followthrough.plans.importers.pages.questions import (
    Question,
    is_section,
    question_at_start,
    questions_inside,
    unknown_question,
)
from followthrough.plans.importers.pages.reading import Line

# What follows the description on the site: links, and a list of other commitments.
FOOTERS = frozenset(
    {"commitments", "open government partnership", "compromisos", "engagements", "back to top"}
)
# Today's template has ten; what repeats a hundred times is no template.
MOST_ANSWERS = 100
EXCERPT = "[excerpt cut here]"
IRM_TEXT = ("irm midterm status summary", "irm end of term status summary", "irm mid-term")


@dataclass
class Answer:
    """The text behind one heading; `key` is empty for text before any heading."""

    key: str
    heading: str
    number: int
    heading_line: int
    line: int = 0
    paragraphs: list[str] = field(default_factory=list)
    last_line: int = 0

    def add(self, text: str, line: int) -> None:
        if not text:
            return
        self.line = self.line or line
        is_apart = self.last_line and line > self.last_line + 1
        self.paragraphs.append(f"\n{text}" if is_apart else text)
        self.last_line = line

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs).strip()


@dataclass
class Body:
    """The answers in the order of the page, the rows of the table, and how the page ends."""

    answers: list[Answer] = field(default_factory=list)
    columns: Columns | None = None
    rows: list[Line] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    has_footer: bool = False
    is_excerpt: bool = False
    last: Line | None = None


def read_body(lines: tuple[Line, ...]) -> Body:
    """Sort the lines of the description."""
    reader = _Reader()
    for line in lines:
        reader.take(line)
        if reader.body.has_footer:
            break
    return reader.body


class _Reader:
    def __init__(self) -> None:
        self.body = Body()
        self.current = Answer("", "", 0, 0)
        self.names: list[str] = []
        self.body.answers.append(self.current)

    def take(self, line: Line) -> None:
        text = line.text
        if fold(text[:40]) in FOOTERS:
            self.body.has_footer = True
            return
        self.body.last = line
        self.body.is_excerpt = self.body.is_excerpt or EXCERPT in text
        if self.body.columns:
            self.body.rows.append(line)
        elif columns := columns_of(line) or self._stacked_columns(line):
            self.body.columns = columns
        elif is_section(text):
            self.body.sections.append(text)
        elif not _is_table_head(text):
            self._take_text(line, text)

    def _stacked_columns(self, line: Line) -> Columns | None:
        """The columns of a table whose headings have a line each, at the last of them."""
        name = column_named(line)
        self.names = [*self.names, name] if name else []
        columns = vertical_columns(self.names)
        if columns:
            # The first three headings were taken for text.
            del self.current.paragraphs[-len(self.names) + 1 :]
        return columns

    def _take_text(self, line: Line, text: str) -> None:
        number = unknown_question(text)
        is_open = len(self.body.answers) < MOST_ANSWERS
        if number and is_open and not question_at_start(text):
            self._begin(Question("", number, 0, len(text)), text, line)
            return
        if fold(text[:40]).startswith(IRM_TEXT):
            self._begin(Question("irm_text", 0, 0, len(text)), text, line)
            return
        if self.current.key == "irm_text":
            self.current.add(line.source, line.number)
            return
        questions = list(_questions(text)) if is_open else []
        starts = [question.start for question in questions] + [len(text)]
        self.current.add(text[: starts[0]].strip() if questions else text, line.number)
        for question, end in zip(questions, starts[1:], strict=True):
            self._begin(question, text[question.start : question.end], line)
            self.current.add(text[question.end : end].strip(), line.number)

    def _begin(self, question: Question, heading: str, line: Line) -> None:
        clean = heading.strip(" |:;")
        self.current = Answer(question.key, clean, question.number, line.number)
        self.body.answers.append(self.current)


def _questions(text: str) -> Iterator[Question]:
    first = question_at_start(text)
    if first:
        yield first
    after = first.end if first else 0
    yield from (question for question in questions_inside(text) if question.start >= after)


def _is_table_head(text: str) -> bool:
    """The first row of a table of questions and answers says nothing itself."""
    folded = fold(text[:120])
    return folded.startswith(("questions |", "questions answer", "preguntas |"))
