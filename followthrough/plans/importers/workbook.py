"""Plan workbooks: the plan document as an Excel file that a ministry can fill in, and back."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from followthrough.lib.spreadsheets.writing import excel_file
from followthrough.plans.importers.plan_file import read_plan
from followthrough.plans.importers.workbook_assembly import read_workbook
from followthrough.plans.importers.workbook_guard import is_workbook
from followthrough.plans.importers.workbook_sheets import (
    HEADER_ROWS,
    INSTITUTIONS,
    PLAN,
    PLAN_FIELDS,
    SHEETS,
    TEXT_STATES,
    WITH_TEXTS,
    Column,
    Form,
    Row,
    Sheet,
)
from followthrough.plans.importers.workbook_tables import original_of, tables
from followthrough.plans.importers.workbook_words import READ_ME
from followthrough.plans.queries import Document

__all__ = ["read_plan_or_workbook", "read_workbook", "write_workbook"]

# Rows below the last one that offer the same choices, for what is still to be filled in.
SPARE_ROWS = 500
# Excel refuses to open a file with a longer list of choices.
LONGEST_LIST = 255
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


def read_plan_or_workbook(data: bytes) -> Document:
    """The plan document in a file, told by its content. Raises PlanFileError."""
    return read_workbook(data) if is_workbook(data) else read_plan(data)


def write_workbook(document: Document) -> bytes:
    """The one workbook of a document in canonical form."""
    buffer = io.BytesIO()
    workbook = excel_file(buffer, document["plan"]["slug"])
    formats = _formats(workbook)
    _write_read_me(workbook, formats)
    languages = [language["code"] for language in document["plan"]["languages"]]
    found = tables(document)
    for sheet in SHEETS:
        worksheet = workbook.add_worksheet(sheet.name)
        cells = Cells(worksheet, formats)
        columns = _spread(sheet, languages)
        _write_header(worksheet, columns, formats)
        for index, row in enumerate(found[sheet.name], HEADER_ROWS):
            _write_row(cells, index, sheet, row, columns)
        _offer_choices(worksheet, sheet, columns, languages, len(found[sheet.name]))
    workbook.close()
    return buffer.getvalue()


class Cells:
    """Writes values in the one form that import reads back; nothing ever becomes a formula."""

    def __init__(self, worksheet: Worksheet, formats: dict[str, Format]) -> None:
        self.worksheet = worksheet
        self.formats = formats

    def write(self, row: int, column: int, form: Form, value: Any) -> None:
        if value in (None, "", []):
            return
        if form is Form.NUMBER:
            self.worksheet.write_number(row, column, value, self.formats["number"])
        elif form is Form.DAY:
            day = date.fromisoformat(value)
            self.worksheet.write_datetime(row, column, day, self.formats["day"])
        else:
            written = ", ".join(value) if form is Form.WORDS else value
            kind = "note" if form is Form.NOTE else "text"
            self.worksheet.write_string(row, column, written, self.formats[kind])


def _formats(workbook: Workbook) -> dict[str, Format]:
    cell = {"valign": "top", "text_wrap": True}
    add: Callable[[dict[str, Any]], Format] = workbook.add_format
    return {
        # "@" keeps Excel from turning "1.0" or "Q1 2027" into a number or a day.
        "text": add({**cell, "num_format": "@"}),
        "number": add({**cell, "num_format": "0"}),
        "day": add({**cell, "num_format": "yyyy-mm-dd"}),
        "note": add({**cell, "num_format": "@", "font_color": "#555555"}),
        "heading": add({**cell, "bold": True, "bg_color": "#DDE6EE", "bottom": 1}),
    }


def _format_of(form: Form) -> str:
    return form.value if form in {Form.NUMBER, Form.DAY, Form.NOTE} else "text"


def _write_read_me(workbook: Workbook, formats: dict[str, Format]) -> None:
    worksheet = workbook.add_worksheet("Read me")
    worksheet.set_column(0, len(READ_ME[0]) - 1, 60)
    for row, line in enumerate(READ_ME):
        for column, words in enumerate(line):
            worksheet.write_string(row, column, words, formats["text" if row else "heading"])
    worksheet.freeze_panes(1, 0)


def _spread(sheet: Sheet, languages: list[str]) -> list[tuple[Column, str]]:
    """The columns as they stand in the sheet: a text takes one for each language."""
    spread: list[tuple[Column, str]] = []
    for column in sheet.columns:
        is_text = column.form is Form.TEXT
        spread += [(column, language) for language in (languages if is_text else [""])]
    return spread


def _write_header(
    worksheet: Worksheet, columns: list[tuple[Column, str]], formats: dict[str, Format]
) -> None:
    for index, (column, language) in enumerate(columns):
        key = f"{column.key}:{language}" if language else column.key
        heading = f"{column.heading} ({language})" if language else column.heading
        worksheet.write_string(0, index, key)
        worksheet.write_string(1, index, heading, formats["heading"])
        worksheet.set_column(index, index, column.width, formats[_format_of(column.form)])
    worksheet.set_row(0, None, None, {"hidden": True})
    worksheet.freeze_panes(HEADER_ROWS, 1)


def _write_row(
    cells: Cells, index: int, sheet: Sheet, row: Row, columns: list[tuple[Column, str]]
) -> None:
    forms = {item.key: item.form for item in PLAN_FIELDS}
    original = original_of(sheet, row)
    for at, (column, language) in enumerate(columns):
        form, value = column.form, row.get(column.key)
        if column.key == "original":
            value = original
        elif form is Form.TEXT:
            value = value.get(language) if value else None
        elif sheet is PLAN and column.key == "value":
            form = forms[row["field"]]
        cells.write(index, at, form, value)


def _offer_choices(
    worksheet: Worksheet,
    sheet: Sheet,
    columns: list[tuple[Column, str]],
    languages: list[str],
    rows: int,
) -> None:
    last = HEADER_ROWS + rows + SPARE_ROWS
    worksheet.autofilter(1, 0, max(HEADER_ROWS, HEADER_ROWS + rows - 1), len(columns) - 1)
    for index, (column, _) in enumerate(columns):
        rule = _rule(sheet, column, languages)
        if rule:
            worksheet.data_validation(HEADER_ROWS, index, last, index, rule)


def _rule(sheet: Sheet, column: Column, languages: list[str]) -> dict[str, Any] | None:
    choices = list(column.choices)
    if column.key in {"original", "language"}:
        choices = languages
    if sheet is TEXT_STATES and column.key == "sheet":
        choices = [one.name for one in WITH_TEXTS]
    if choices and len(",".join(choices)) <= LONGEST_LIST:
        return {"validate": "list", "source": choices}
    if column.key in {"lead", "supporting"}:
        # Offers one institution but lets several be typed, separated by commas.
        source = f"={INSTITUTIONS.name}!$A${HEADER_ROWS + 1}:$A${HEADER_ROWS + SPARE_ROWS}"
        return {"validate": "list", "source": source, "show_error": False}
    if column.form is Form.DAY:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": FIRST_DAY,
            "maximum": LAST_DAY,
            "error_message": "Write a day, such as 2026-03-31.",
        }
    return None
