"""Reading a plan workbook: cells to rows, with a sentence for each cell that does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from followthrough.plans.importers.plan_file import PlanFileError
from followthrough.plans.importers.plan_schema import Path, did_you_mean, shown
from followthrough.plans.importers.workbook_guard import Grid, Value
from followthrough.plans.importers.workbook_sheets import (
    HEADER_ROWS,
    PLAN,
    PLAN_FIELDS,
    Column,
    Form,
    Row,
    Sheet,
)


@dataclass(frozen=True)
class Line:
    """One row as read: its values by column key, and where each of them stands.

    A text is a dictionary of the languages in which it is there. `columns` has "title:sq" for the
    Albanian column of the text "title".
    """

    sheet: Sheet
    index: int
    columns: dict[str, int]
    values: Row

    def cell(self, key: str) -> str:
        """The cell of a column as Excel writes it: "Outputs!F12"."""
        if key not in self.columns:
            return f"{self.sheet.name}, row {self.index + 1}"
        return f"{self.sheet.name}!{xl_rowcol_to_cell(self.index, self.columns[key])}"

    def place(self, rest: Path, key: str = "") -> str:
        """The cell that holds what stands at `rest` in the part that this row tells of."""
        if not key:
            column = self._column(rest)
            key = column.key if column else ""
            rest = rest[len(column.place) :] if column else ()
        if key not in self.sheet.by_key or self.sheet.by_key[key].form is not Form.TEXT:
            return self.cell(key)
        if rest[:1] == ("original",):
            return self.cell("original")
        languages = [column for column in self.columns if column.startswith(f"{key}:")]
        wanted = [f"{key}:{step}" for step in rest if f"{key}:{step}" in self.columns]
        return self.cell([*wanted, *languages, key][0])

    def _column(self, rest: Path) -> Column | None:
        fitting = [
            column for column in self.sheet.columns if rest[: len(column.place)] == column.place
        ]
        whole = [column for column in self.sheet.columns if rest and column.place[0] == rest[0]]
        return next(iter([*fitting, *whole]), None)


class Misfit(Exception):
    """A cell holds what its column cannot; the message says what to do."""


class SheetReader:
    """Reads the rows of one sheet and gathers a sentence for whatever does not fit."""

    def __init__(self, sheet: Sheet, grid: Grid) -> None:
        self.sheet = sheet
        self.grid = grid
        self.faults: list[str] = []
        self.columns = self._read_keys()

    def _read_keys(self) -> dict[str, int]:
        columns: dict[str, int] = {}
        for index, value in enumerate(self.grid[0] if self.grid else []):
            key = str(value).strip()
            if not key:
                continue
            if not self._is_known(key) or key in columns:
                problem = "stands here twice" if key in columns else "is not known"
                self.faults.append(
                    f"{self.sheet.name}!{xl_rowcol_to_cell(0, index)}: the column key “{key[:40]}” "
                    f"in the hidden first row {problem}. "
                    f"{did_you_mean(key, self.sheet.by_key)}Correct or remove it."
                )
            columns.setdefault(key, index)
        return columns

    def _is_known(self, key: str) -> bool:
        name, _, language = key.partition(":")
        column = self.sheet.by_key.get(name)
        return column is not None and (column.form is Form.TEXT) == bool(language)

    def check_columns(self, languages: list[str]) -> None:
        """Every column must be there: a lost one would read as if all its cells were empty."""
        for column in self.sheet.columns:
            names = languages if column.form is Form.TEXT else [""]
            for name in names if column.form is not Form.NOTE else []:
                key = f"{column.key}:{name}" if name else column.key
                if key not in self.columns:
                    self.faults.append(
                        f"{self.sheet.name}: the column “{key}” is missing. Its key belongs in the "
                        "hidden first row. Add it, or export the workbook again."
                    )

    def lines(self) -> Iterator[Line]:
        """The rows that hold anything."""
        for index, cells in enumerate(self.grid[HEADER_ROWS:], HEADER_ROWS):
            if any(value != "" for value in cells):
                line = Line(self.sheet, index, self.columns, {})
                for column in self.sheet.columns:
                    line.values[column.key] = self._read(line, column, cells)
                yield line

    def _read(self, line: Line, column: Column, cells: list[Value]) -> Any:
        if column.form is Form.NOTE:
            return None
        if column.form is not Form.TEXT:
            return self._value(line, column.key, self._form(line, column), cells)
        prefix = f"{column.key}:"
        keys = [key for key in self.columns if key.startswith(prefix)]
        texts = {key.removeprefix(prefix): self._value(line, key, Form.TEXT, cells) for key in keys}
        return {language: text for language, text in texts.items() if text}

    def _form(self, line: Line, column: Column) -> Form:
        """The form of the column; on the sheet "Plan" each row has its own."""
        if self.sheet is not PLAN or column.key != "value":
            return column.form
        forms = {field.key: field.form for field in PLAN_FIELDS}
        return forms.get(line.values["field"], Form.WORD)

    def _value(self, line: Line, key: str, form: Form, cells: list[Value]) -> Any:
        at = self.columns.get(key)
        value = cells[at] if at is not None and at < len(cells) else ""
        try:
            return READERS[form](value)
        except Misfit as misfit:
            self.faults.append(f"{line.cell(key)}: {misfit}")
            return None


def _word(value: Value) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Misfit(
            "Excel turned this into something else than text. "
            "Format the cell as text and write it again."
        )
    return str(int(value)) if float(value).is_integer() else str(value)


def _number(value: Value) -> int | None:
    written = _word(value)
    if not written:
        return None
    if not (written.isascii() and written.isdigit()):
        raise Misfit(f"{shown(written)} is not a whole number. Write one such as 5.")
    return int(written[:20])


def _day(value: Value) -> str | None:
    if isinstance(value, datetime):
        if value.time() != time():
            raise Misfit("this holds a time of day. Write the day only, such as 2026-03-31.")
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        raise Misfit("this is not a day. Write one such as 2026-03-31.")
    return value.strip() or None


def _words(value: Value) -> list[str]:
    written = _word(value).replace(";", ",").replace("\n", ",")
    return [word.strip() for word in written.split(",") if word.strip()]


READERS: dict[Form, Any] = {
    Form.WORD: _word,
    Form.TEXT: _word,
    Form.NUMBER: _number,
    Form.DAY: _day,
    Form.WORDS: _words,
}


def read_sheets(book: dict[str, Grid], sheets: tuple[Sheet, ...]) -> dict[str, SheetReader]:
    """A reader for each sheet. Raises PlanFileError when a sheet is missing."""
    missing = [sheet.name for sheet in sheets if sheet.name not in book]
    if missing:
        raise PlanFileError(
            [
                f"The sheet “{name}” is missing. Export the workbook again and fill in that one."
                for name in missing
            ]
        )
    return {sheet.name: SheetReader(sheet, book[sheet.name]) for sheet in sheets}
