"""The planning table: milestones, their expected outputs, deadlines and stakeholders."""

import re
from dataclasses import dataclass

from followthrough.lib.deadline_words import read_deadlines
from followthrough.plans.importers.pages.facts import (
    Absence,
    Actors,
    Fact,
    Milestone,
    absent,
    doubtful,
    found,
)
from followthrough.plans.importers.pages.institutions import actors_of, by_role, names_role
from followthrough.plans.importers.pages.labels import fold
from followthrough.plans.importers.pages.reading import Line

COLUMN_WORDS = {
    "number": ("no.", "no", "nr.", "nr", "#"),
    "title": (
        *("milestones", "milestone", "achievements", "achievement", "activities", "activity"),
        *("milestone activity with a verifiable deliverable", "hitos", "hito", "jalons", "jalon"),
    ),
    "outputs": (
        *("expected outputs", "expected output", "outputs", "indicators", "indicator"),
        *("resultados esperados", "productos esperados", "produits attendus", "resultats attendus"),
    ),
    "start": ("start date", "starting date", "fecha de inicio", "date de debut"),
    "deadline": (
        *("expected completion date", "completion date", "end date", "deadline", "due date"),
        *("fecha de finalizacion prevista", "fecha de finalizacion", "fecha de termino"),
        *("date d'achevement prevue", "date de fin", "date d'achevement"),
    ),
    "actors": (*("stakeholders", "stakeholder", "partes interesadas", "parties prenantes"),),
    "bearer": ("activity bearer", "responsible agency", "responsible institution", "bearer"),
}
COLUMN_OF = {word: name for name, words in COLUMN_WORDS.items() for word in words}
LONGEST_FIRST = sorted(COLUMN_OF, key=len, reverse=True)
COLUMN_STARTS = tuple(LONGEST_FIRST)
VERTICAL = ["title", "outputs", "deadline", "actors"]
NEEDED = frozenset({"title", "deadline"})
MOST_CELLS = 30
MOST_ROWS = 100
MOST_OUTPUTS = 60
LONGEST_CELL = 6000

BULLETS = "•●·▪◦‣✓✔○■"
BULLET = re.compile(rf"(?:^|(?<=[\s.;:]))[{BULLETS}\ue000-\uf8ff]\s?")
DASHED = re.compile(r"^[-–—]\s", re.MULTILINE)
NUMBERED = re.compile(r"(?:^|(?<=\s))\(?\d{1,2}[.)]\s(?=\S)")
SENTENCE_END = re.compile(r"(?<=[^\W\d_][^\W\d_)])\.\s+(?=[^\W\d_a-z])|(?<=\))\.\s+(?=[^\W\d_a-z])")
ABBREVIATIONS = re.compile(
    r"(?:^|\s)(?:\w|e\.g|i\.e|etc|no|nr|art|mr|ms|dr|st|min|approx|incl|vs)$"
)
TWO_TITLES = re.compile(r"[a-z)]\s?[,;/]\s?(?=[^\W\d_a-z])[^\W\d_][a-z]")
NO_END = "Nothing reliable shows where one output ends and the next begins."


@dataclass(frozen=True)
class Columns:
    """Which column of the table holds what; `count` is how many cells a row has.

    `is_vertical` tells of a table whose cells stand below each other, a line or more each.
    """

    places: dict[str, int]
    count: int
    day_first: bool | None = None
    is_vertical: bool = False

    def cell(self, cells: list[str], name: str) -> str | None:
        place = self.places.get(name)
        return cells[place] if place is not None else None


def columns_of(line: Line) -> Columns | None:
    """The columns, if the line is the first row of a planning table."""
    if len(line.source) > 500:
        return None
    cells = line.cells
    if len(cells) > 1:
        return _columns([COLUMN_OF.get(_heading(cell), "") for cell in cells])
    heading = _heading(line.text)
    return _columns(_run_together(heading)) if heading.startswith(COLUMN_STARTS) else None


def column_named(line: Line) -> str:
    """Which column the line names, if it says nothing else."""
    return COLUMN_OF.get(_heading(line.text), "") if len(line.source) < 60 else ""


def vertical_columns(names: list[str]) -> Columns | None:
    """The columns of a table whose headings stand below each other."""
    return Columns({}, 4, is_vertical=True) if names == VERTICAL else None


def _columns(names: list[str]) -> Columns | None:
    places = {name: at for at, name in enumerate(names) if name}
    if not places.keys() >= NEEDED:
        return None
    # The form of Kosovo's plan of 2023, with its own number and bearer, writes day/month/year.
    is_kosovo_2023 = {"number", "start", "bearer"} <= places.keys()
    return Columns(places, len(names), day_first=True if is_kosovo_2023 else None)


def _run_together(text: str) -> list[str]:
    """The columns of a heading row whose marks are lost."""
    names: list[str] = []
    while text:
        word = next((word for word in LONGEST_FIRST if text.startswith(word)), "")
        if not word:
            return []
        names.append(COLUMN_OF[word])
        text = text[len(word) :].lstrip(" :")
    return names


def read_rows(columns: Columns, lines: list[Line]) -> tuple[list[Milestone], list[Line]]:
    """The milestones, and the lines that are no whole row."""
    milestones: list[Milestone] = []
    odd: list[Line] = []
    rows = _stacked(lines) if columns.is_vertical else _rows(columns, lines)
    columns = _columns(VERTICAL) or columns if columns.is_vertical else columns
    for line, cells in rows:
        is_row = len(cells) == columns.count and len(milestones) < MOST_ROWS
        if is_row and (columns.cell(cells, "title") or "").strip():
            milestones.append(_milestone(columns, cells, line, len(milestones) + 1))
        else:
            odd.append(line)
    return milestones, odd


def split_outputs(cell: str) -> tuple[str, ...]:
    """The outputs of one cell, or nothing where no single mark parts them reliably."""
    if len(cell) > LONGEST_CELL:
        return ()
    ways = [
        way for way in (_by_bullets, _by_lines, _by_numbers, _by_semicolons) if len(way(cell)) > 1
    ]
    if len(ways) > 1:
        return ()
    if ways:
        pieces = ways[0](cell)
        is_nested = any(len(SENTENCE_END.split(piece.rstrip(". "))) > 1 for piece in pieces)
        return () if is_nested else _usable(pieces)
    return _usable(_by_sentences(cell))


def _rows(columns: Columns, lines: list[Line]) -> list[tuple[Line, list[str]]]:
    """Cells by row; a row whose cells run over several lines is put together again."""
    rows: list[tuple[Line, list[str]]] = []
    for line in lines:
        cells = line.cells if line.source.count("|") < MOST_CELLS else []
        cells = _with_number(columns, cells)
        if rows and len(cells) >= 1 and _fits(rows[-1][1], cells, columns.count):
            before = rows[-1][1]
            before[-1] = f"{before[-1]}\n{cells[0]}".strip()
            before += cells[1:]
        else:
            rows.append((line, list(cells)))
    return rows


def _with_number(columns: Columns, cells: list[str]) -> list[str]:
    """The cells, the row's own number parted from the title where they run together."""
    number = NUMBERED.match(cells[0]) if cells else None
    if columns.places.get("number") != 0 or len(cells) != columns.count - 1 or not number:
        return cells
    return [number.group().strip(), cells[0][number.end() :], *cells[1:]]


def _stacked(lines: list[Line]) -> list[tuple[Line, list[str]]]:
    """Rows of a table whose cells stand below each other: title, outputs, a date, stakeholders."""
    rows: list[tuple[Line, list[str]]] = []
    waiting: list[Line] = []
    for line in lines:
        texts = [before.text for before in waiting]
        waiting.append(line)
        if len(texts) > 2 and names_role(line.text):
            rows.append((waiting[0], [texts[0], "\n".join(texts[1:-1]), texts[-1], line.text]))
            waiting = []
    rows += [(line, [line.text]) for line in waiting]
    return rows


def _fits(before: list[str], cells: list[str], count: int) -> bool:
    return 1 < len(before) < count and len(before) + len(cells) - 1 <= count


def _milestone(columns: Columns, cells: list[str], line: Line, number: int) -> Milestone:
    outputs = columns.cell(cells, "outputs") or ""
    parts = split_outputs(outputs) if outputs else ()
    deadline, dates = _deadline(columns, cells, line.number)
    return Milestone(
        number,
        _title(columns.cell(cells, "title") or "", line.number),
        _outputs_cell(outputs, parts, line.number),
        tuple(found(part, line.number) for part in parts),
        deadline,
        dates,
        tuple(_actors(columns, cells, line.number)),
    )


def _title(cell: str, line: int) -> Fact:
    words = NUMBERED.sub("", " ".join(cell.split()), count=1).strip()
    if TWO_TITLES.search(words):
        why = "This may be the titles of two milestones."
        return doubtful(words, line, why, words)
    return found(words, line, cell)


def _outputs_cell(cell: str, parts: tuple[str, ...], line: int) -> Fact:
    if not cell:
        return absent(Absence.EMPTY, line, why="The row names no expected outputs.")
    return found(cell, line) if parts else doubtful(cell, line, NO_END)


def _deadline(columns: Columns, cells: list[str], line: int) -> tuple[Fact, tuple[str, ...]]:
    # Kosovo's plan of 2023 writes day/month/year and has a column for the start.
    start, end = columns.cell(cells, "start"), columns.cell(cells, "deadline") or ""
    words = f"{start} - {end}" if start and end else end
    if not words.strip():
        return absent(Absence.EMPTY, line, why="The row names no deadline."), ()
    read = read_deadlines(words, day_first=columns.day_first)
    dates = tuple(due.words for due in read.dues)
    if read.unread or not dates:
        rest = ", ".join(f"“{part[:100]}”" for part in read.unread)
        return doubtful(words, line, f"The words {rest} name no certain date."), dates
    if len(dates) > 1:
        why = f"{len(dates)} dates stand here, and nothing says which output each belongs to."
        return doubtful(words, line, why, words), dates
    return found(words, line), dates


def _actors(columns: Columns, cells: list[str], line: int) -> list[Actors]:
    stakeholders = columns.cell(cells, "actors")
    bearer = columns.cell(cells, "bearer")
    return [
        *(actors_of("lead", bearer, line) if bearer is not None else []),
        *(by_role(stakeholders, line) if stakeholders is not None else []),
    ]


def _heading(cell: str) -> str:
    return " ".join(fold(cell[:200]).split()).strip(" :*")


def _by_bullets(cell: str) -> list[str]:
    return _pieces(BULLET.split(cell)) if BULLET.search(cell) else []


def _by_lines(cell: str) -> list[str]:
    return [] if BULLET.search(cell) else _pieces(DASHED.sub("", cell).split("\n"))


def _by_numbers(cell: str) -> list[str]:
    return _pieces(NUMBERED.split(cell)) if NUMBERED.match(cell) and "\n" not in cell else []


def _by_semicolons(cell: str) -> list[str]:
    is_plain = "\n" not in cell and not BULLET.search(cell) and not NUMBERED.match(cell)
    return _pieces(cell.split(";")) if is_plain else []


def _by_sentences(cell: str) -> list[str]:
    return _pieces(SENTENCE_END.split(NUMBERED.sub("", cell, count=1)))


def _pieces(parts: list[str]) -> list[str]:
    return [piece for part in parts if (piece := " ".join(part.split()).strip(" ;").rstrip("."))]


def _usable(pieces: list[str]) -> tuple[str, ...]:
    """The pieces, if each can stand alone as an output."""
    if not 0 < len(pieces) <= MOST_OUTPUTS:
        return ()
    are_whole = all(
        len(piece.split()) > 1 and piece[0].isupper() and not ABBREVIATIONS.search(fold(piece))
        for piece in pieces
    )
    return tuple(pieces) if are_whole else ()
