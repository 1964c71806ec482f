"""Writing CSV and Excel files in which nothing that somebody typed ever runs as a formula.

Every such file of the project is written through here; a test finds whoever goes round it.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any

import xlsxwriter
from xlsxwriter.workbook import Workbook

# A spreadsheet runs a cell that starts with one of these as a formula; the wide ones in Asia.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"
# Characters of a part.
PART = 100_000
# The bytes must not depend on the day of writing.
CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 – XlsxWriter wants it naive
# A text stays a text: no formula, link or number is made of it by guessing.
AS_WRITTEN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return GUARD + text if text.lstrip(GUARD).startswith(FORMULA_STARTS) else text


def plain_cell(cell: str) -> str:
    """The text that `safe_cell` wrote."""
    is_guarded = cell.startswith(GUARD) and cell.lstrip(GUARD).startswith(FORMULA_STARTS)
    return cell[1:] if is_guarded else cell


def csv_file(rows: Iterable[Iterable[Any]]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads it; None is an empty cell."""
    return b"".join(csv_parts(rows))


def csv_parts(rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """The same file a part at a time, so that a long one never stands whole in memory."""
    yield codecs.BOM_UTF8
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
        if out.tell() > PART:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _csv_cell(value: Any) -> str:
    if isinstance(value, (int, float)):
        # A number below 0 is no formula.
        return str(value)
    return safe_cell("" if value is None else str(value))


def excel_file(buffer: IO[bytes], title: str) -> Workbook:
    """An Excel workbook to be filled; texts go in by `write_string`. Closing it writes it."""
    workbook = xlsxwriter.Workbook(buffer, AS_WRITTEN)
    workbook.set_properties({"title": title, "created": CREATED})
    return workbook
