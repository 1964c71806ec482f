"""A table of the open data as a file: CSV, Excel or JSON, from the same rows."""

import io
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from followthrough.lib import example
from followthrough.lib.all_languages import in_all_languages
from followthrough.lib.spreadsheets.writing import csv_parts, excel_file
from followthrough.portal.queries.shared import Shared
from followthrough.portal.tables import Table, as_json, cells, header

LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
WIDEST = 60


def languages_of(shared: Shared) -> list[str]:
    return [language["code"] for language in shared.plan.languages]


def as_csv(table: Table, shared: Shared, today: date, mark: str = "") -> bytes:
    """UTF-8 with a byte order mark, ISO dates; a cell never runs as a formula.

    `mark` is the word that stands first in every row of progress that is invented.
    """
    return b"".join(csv_of(table, shared, today, mark))


def csv_of(table: Table, shared: Shared, today: date, mark: str = "") -> Iterator[bytes]:
    """The same file in parts."""
    return csv_parts(flat(table, shared, today, mark))


def flat(table: Table, shared: Shared, today: date, mark: str = "") -> Iterator[list[Any]]:
    """The head and the rows of a flat file."""
    languages = languages_of(shared)
    marks = [mark] if mark and table.is_progress else []
    yield [*(["example"] if marks else []), *header(table, languages)]
    for row in table.rows(shared, today):
        yield [*marks, *cells(table, languages, row)]


def as_xlsx(table: Table, shared: Shared, today: date, mark: str = "") -> bytes:
    """One sheet with the table, one with what its columns mean; days are days of Excel."""
    buffer = io.BytesIO()
    workbook = excel_file(buffer, str(table.title))
    _table_sheet(workbook, table, flat(table, shared, today, mark))
    _dictionary_sheet(workbook, table, languages_of(shared))
    workbook.close()
    return buffer.getvalue()


def _table_sheet(workbook: Workbook, table: Table, rows: Iterable[list[Any]]) -> None:
    sheet = workbook.add_worksheet(table.name)
    bold = workbook.add_format({"bold": True})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    first, *rest = rows
    for column, name in enumerate(first):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, min(max(len(name) + 2, 11), WIDEST))
    for number, row in enumerate(rest, 1):
        _row(sheet, number, row, day)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rest), 1), len(first) - 1)


def _row(sheet: Worksheet, number: int, row: list[Any], day: Any) -> None:
    for column, value in enumerate(row):
        if isinstance(value, date):
            sheet.write_datetime(number, column, value, day)
        elif isinstance(value, int):
            sheet.write_number(number, column, value)
        elif value:
            # A text stays a text here: no apostrophe is needed to keep it from running.
            sheet.write_string(number, column, value)


def _dictionary_sheet(workbook: Workbook, table: Table, languages: list[str]) -> None:
    sheet = workbook.add_worksheet("columns")
    bold = workbook.add_format({"bold": True})
    for column, name in enumerate(("column", "kind", "meaning")):
        sheet.write_string(0, column, name, bold)
    number = 0
    for one in table.columns:
        for name in one.names(languages):
            number += 1
            for column, value in enumerate((name, one.kind.value, str(one.meaning))):
                sheet.write_string(number, column, value)
    sheet.set_column(0, 1, 24)
    sheet.set_column(2, 2, WIDEST)


def as_json_file(table: Table, shared: Shared, today: date) -> bytes:
    """The table with its dictionary in all languages of the interface."""
    languages = languages_of(shared)
    written = {
        "table": table.name,
        "title": in_all_languages(table.title),
        **about(shared, today, is_progress=table.is_progress),
        "columns": [
            {
                "name": one.name,
                "kind": one.kind.value,
                "meaning": in_all_languages(one.meaning),
            }
            for one in table.columns
        ],
        "rows": [as_json(table, languages, row) for row in table.rows(shared, today)],
    }
    return (json.dumps(written, indent=1, ensure_ascii=False) + "\n").encode()


def about(shared: Shared, today: date, *, is_progress: bool = True) -> dict[str, Any]:
    """What every answer for programs says of itself: which plan, which day, which state.

    `log` is the last public line of the log: the same line, the same data.
    """
    line = shared.last_line
    found: dict[str, Any] = {
        "plan": shared.plan.slug,
        "as_of": today.isoformat(),
        "log": {"line": line.sequence, "digest": line.digest} if line else None,
        "licence": LICENCE,
    }
    if is_progress and example.word():
        found["example"] = example.in_words()
    return found
