"""The rows of an Excel file of reports that came back, with a sentence for whatever is wrong.

What is wrong in one row stays with the row: the good ones are taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext
from xlsxwriter.utility import xl_col_to_name

from followthrough.lib.languages import INTERFACE
from followthrough.lib.spreadsheets.reading import Grid, Value
from followthrough.reporting.importers.report_cells import Misfit, read_cell
from followthrough.reporting.importers.report_columns import (
    FIELDS,
    OF_REPORT,
    OF_ROUND,
    OUTPUT,
    Cells,
    Column,
    Identity,
    tidy,
)
from followthrough.reporting.importers.report_mark import LANGUAGE, LISTS, WHOLE_ROUND, Mark
from followthrough.reporting.importers.report_opening import BadFile, mark_of, sheets_of, tampered
from followthrough.reporting.importers.report_words import Vocabulary

KNOWN = {column.key: column for column in (*OF_REPORT, *OF_ROUND)}


@dataclass(frozen=True)
class Fault:
    """What is wrong in a cell, such as "E9", and what to do about it."""

    cell: str
    sentence: str


@dataclass(frozen=True)
class Line:
    """A row of the file that tells of an entry. `row` counts as the program shows it, from 1.

    `cells` has the readable ones; `letters` says where each field stands.
    """

    row: int
    identity: Identity
    cells: Cells
    letters: dict[str, str]
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()

    def cell(self, key: str) -> str:
        return f"{self.letters[key]}{self.row}" if key in self.letters else str(self.row)


@dataclass
class Book:
    """What was read: of which plan, round and institution, in which language, and the rows."""

    mark: Mark
    language: str
    lines: list[Line] = field(default_factory=list)
    # Rows that tell of no output, and whatever else was left out.
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_book(content: bytes, words: Vocabulary) -> Book:
    """The rows of the file. Raises BadFile where it is not one of ours."""
    sheets, failed = sheets_of(content)
    return _Reader(sheets, failed, words).book


class _Reader:
    def __init__(
        self, sheets: dict[str, Grid], failed: set[tuple[str, str]], words: Vocabulary
    ) -> None:
        self.words, self.failed = words, failed
        self.sheet, self.keys_at, self.hidden, mark = mark_of(sheets)
        self.grid = sheets[self.sheet]
        self.columns = self._columns()
        self.book = Book(mark, self._language(mark))
        self._note_the_rest(sheets)
        for at in range(self.keys_at + 2, len(self.grid)):
            self._read(at)
        self._refuse_doubles()

    def _columns(self) -> dict[str, int]:
        keys = [tidy(str(value)) for value in self.grid[self.keys_at]]
        found = {key: at for at, key in reversed(list(enumerate(keys))) if key in KNOWN}
        if not found.keys() & FIELDS.keys():
            raise BadFile(tampered())
        return found

    def _language(self, mark: Mark) -> str:
        """The language that the person says the texts are in."""
        names = {language.name.casefold(): language.code for language in INTERFACE}
        for at in range(self.keys_at):
            if self._value(at, self.hidden) == LANGUAGE:
                chosen = str(self._value(at, 1)).strip().casefold()
                return names.get(chosen, mark.language)
        return mark.language

    def _note_the_rest(self, sheets: dict[str, Grid]) -> None:
        """Say of what else is in the file that nobody reads it."""
        notes = self.book.notes
        for name, grid in sheets.items():
            if name not in {self.sheet, LISTS} and any(map(any, grid)):
                said = gettext("The sheet “%(name)s” was not read: the report is on “%(own)s”.")
                notes.append(said % {"name": name, "own": self.sheet})
        own = {*self.columns.values(), self.hidden}
        rows = self.grid[self.keys_at + 1 :]
        for at in range(max(map(len, self.grid))):
            if at not in own and any(_is_filled(row, at) for row in rows):
                said = gettext("Column %(letter)s is not part of the report and was not read.")
                notes.append(said % {"letter": xl_col_to_name(at)})
        wanted = OF_ROUND if self.book.mark.institution == WHOLE_ROUND else OF_REPORT
        for column in wanted:
            if column.key in FIELDS and column.key not in self.columns:
                said = gettext(
                    "The column “%(heading)s” is missing; what is saved in it stays as it is."
                )
                notes.append(said % {"heading": column.heading})

    def _value(self, row: int, column: int) -> Value:
        cells = self.grid[row]
        return cells[column] if column < len(cells) else ""

    def _read(self, at: int) -> None:
        written = str(self._value(at, self.hidden)).strip()
        filled = (_is_filled(self.grid[at], column) for column in self.columns.values())
        if not written and not any(filled):
            return
        identity = Identity.read(written)
        if identity is None:
            self.book.faults.append(Fault(str(at + 1), _foreign(at + 1, is_empty=not written)))
            return
        self.book.lines.append(self._line(at, identity))

    def _line(self, at: int, identity: Identity) -> Line:
        letters = {key: xl_col_to_name(column) for key, column in self.columns.items()}
        line = Line(at + 1, identity, {}, letters)
        faults, notes = [], []
        for key, column in FIELDS.items():
            if key not in self.columns:
                continue
            try:
                cell = self._cell(at, column)
            except Misfit as misfit:
                faults.append(Fault(line.cell(key), str(misfit)))
                continue
            if key in identity.digests:
                line.cells[key] = cell
            elif cell not in {"", "0"}:
                notes.append(Fault(line.cell(key), _not_asked()))
        if OUTPUT.key in self.columns and not self._is_output(at, identity):
            notes.append(Fault(line.cell(OUTPUT.key), _grey()))
        return Line(at + 1, identity, line.cells, letters, tuple(faults), tuple(notes))

    def _is_output(self, at: int, identity: Identity) -> bool:
        shown = tidy(str(self._value(at, self.columns[OUTPUT.key])))
        return identity.is_as_written(OUTPUT.key, shown)

    def _cell(self, at: int, column: Column) -> str:
        """Raises Misfit."""
        place = self.columns[column.key]
        reference = f"{xl_col_to_name(place)}{at + 1}"
        if (self.sheet, reference) in self.failed:
            raise Misfit(gettext("The formula here failed. Write the value itself."))
        value = self._value(at, place)
        return read_cell(column, value, self.words, self.book.mark.language)

    def _refuse_doubles(self) -> None:
        """Of two rows about the same output neither is taken, unless they say the same."""
        rows: dict[str, list[Line]] = {}
        for line in self.book.lines:
            rows.setdefault(line.identity.name, []).append(line)
        self.book.lines = [line for lines in rows.values() for line in self._single(lines)]

    def _single(self, lines: list[Line]) -> Iterator[Line]:
        first, *others = lines
        if all(line.cells == first.cells and line.faults == first.faults for line in others):
            yield first
            return
        numbers = ", ".join(str(line.row) for line in lines)
        sentence = gettext(
            "The same output stands in the rows %(rows)s. Keep one, delete the others."
        )
        yield Line(
            first.row,
            first.identity,
            first.cells,
            first.letters,
            (Fault(first.cell(OUTPUT.key), sentence % {"rows": numbers}), *first.faults),
        )


def _is_filled(row: list[Value], at: int) -> bool:
    return at < len(row) and str(row[at]).strip() != ""


def _foreign(row: int, *, is_empty: bool) -> str:
    if is_empty:
        return gettext(
            "Row %(row)s belongs to no output and was left out. Only the rows of the download are "
            "read: write what is in it into one of them."
        ) % {"row": row}
    return gettext(
        "What is hidden at the end of row %(row)s has been changed, so nobody can tell to which "
        "output it belongs. Download the file again and copy the answers of this row into it."
    ) % {"row": row}


def _not_asked() -> str:
    return gettext("This is not asked of this output; the cell was not read.")


def _grey() -> str:
    return gettext("Grey cells belong to the plan; the change was not read.")
