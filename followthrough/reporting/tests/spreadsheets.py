"""Excel files as people fill them in and send them back."""

import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import xlsxwriter

from followthrough.lib.spreadsheets.reading import Grid, grids
from followthrough.reporting.importers.report_comparison import Comparison, compare
from followthrough.reporting.importers.report_mark import MARK
from followthrough.reporting.importers.report_opening import opened
from followthrough.reporting.importers.report_reading import read_book
from followthrough.reporting.importers.report_words import Vocabulary
from followthrough.reporting.importers.report_writing import write_report
from followthrough.reporting.models import Report
from followthrough.reporting.queries.spreadsheets import subjects
from followthrough.reporting.tests.cast import Cast

Sheets = dict[str, Grid]
Answers = Mapping[tuple[str, str], Any]


AGENCY = "corruption-prevention-agency"


def report_of(cast: Cast, slug: str = AGENCY) -> Report:
    found = Report.objects.select_related("round__plan__method", "institution")
    return found.get(pk=cast.report(slug).pk)


def written(cast: Cast, language: str = "sq", slug: str = AGENCY) -> bytes:
    """The file of an institution, as it is downloaded."""
    report = report_of(cast, slug)
    return write_report(report, subjects(report.round, [report]), language, "")


def read(cast: Cast, data: bytes, slug: str = AGENCY, taken: Iterable[str] = ()) -> Comparison:
    """What the file would change."""
    report = report_of(cast, slug)
    words = Vocabulary(report.round)
    book = read_book(opened(io.BytesIO(data), "report.xlsx"), words)
    return compare(book, subjects(report.round, [report]), words, list(taken))


def sheets_in(data: bytes) -> Sheets:
    return {name: [list(row) for row in grid] for name, grid in grids(data).items()}


def saved(sheets: Mapping[str, Iterable[Iterable[Any]]]) -> bytes:
    """The cells as a spreadsheet might save them: nothing of our formats, dates as dates."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "d.m.yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                write = sheet.write_string if isinstance(value, str) else sheet.write
                write(at, column, value)
    book.close()
    return buffer.getvalue()


def first_sheet(sheets: Sheets) -> Grid:
    return next(iter(sheets.values()))


def keys_at(grid: Grid) -> int:
    """The hidden row, which says what each column holds."""
    return next(at for at, row in enumerate(grid) if any(str(one).startswith(MARK) for one in row))


def row_of(grid: Grid, name: str) -> int:
    """The row of an entry: "XK0017 1", or with its institution before it."""
    return next(at for at, row in enumerate(grid) if f" {name} v" in f" {row[-1]}")


def put(grid: Grid, name: str, key: str, value: Any) -> str:
    """Write into a cell; returns how the program calls it."""
    row, column = row_of(grid, name), grid[keys_at(grid)].index(key)
    grid[row][column] = value
    return f"{chr(ord('A') + column)}{row + 1}"


def filled_in(data: bytes, answers: Answers) -> bytes:
    """The file with some cells written by hand: {("XK0017 1", "done"): "Work has begun."}."""
    return changed(
        data, lambda grid: [put(grid, *place, value) for place, value in answers.items()]
    )


def changed(data: bytes, change: Callable[[Grid], Any]) -> bytes:
    """The file after somebody did something to its sheet."""
    sheets = sheets_in(data)
    change(first_sheet(sheets))
    return saved(sheets)
