"""Files that are not the report they should be: each gets a sentence, none harms the machine."""

import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from followthrough.lib.spreadsheets.reading import Grid
from followthrough.lib.tests import harmless
from followthrough.lib.tests.hostile.documents import macro_workbook
from followthrough.reporting.importers.report_opening import BadFile
from followthrough.reporting.tests.cast import Cast
from followthrough.reporting.tests.spreadsheets import (
    changed,
    first_sheet,
    keys_at,
    put,
    read,
    saved,
    sheets_in,
    written,
)

SHEET = "xl/worksheets/sheet1.xml"
MEGABYTE = 1024 * 1024
# Of computing; the reader would take minutes, and gigabytes, for the worst of them.
MOST_SECONDS = 4
Make = Callable[[bytes], bytes]


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_rows(count: int) -> Make:
    """That many rows of notes below the outputs."""

    def make(data: bytes) -> bytes:
        return changed(data, lambda grid: grid.extend([["note"]] * count))

    return make


def with_cell(xml: bytes) -> Make:
    """The file with a row of raw XML after the last."""

    def make(data: bytes) -> bytes:
        parts = parts_of(data)
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", xml + b"</sheetData>")
        return harmless.zipped(parts)

    return make


def copied_sheet(data: bytes) -> bytes:
    sheets = sheets_in(data)
    return saved({**sheets, "Copy": first_sheet(sheets)})


def without_keys(data: bytes) -> bytes:
    def remove(grid: Grid) -> None:
        del grid[keys_at(grid)]

    return changed(data, remove)


def with_mark(old: str, new: str) -> Make:
    def make(data: bytes) -> bytes:
        def rename(grid: Grid) -> None:
            row = grid[keys_at(grid)]
            row[-1] = str(row[-1]).replace(old, new)

        return changed(data, rename)

    return make


def without_columns(data: bytes) -> bytes:
    def rename(grid: Grid) -> None:
        row = grid[keys_at(grid)]
        row[:-1] = ["x"] * (len(row) - 1)

    return changed(data, rename)


def bomb(data: bytes) -> bytes:
    parts = parts_of(data)
    return harmless.zipped({**parts, "xl/worksheets/sheet9.xml": b" " * 100 * MEGABYTE})


def text_bomb(data: bytes) -> bytes:
    """One long text, shown in forty thousand cells."""
    parts = parts_of(data)
    strings = parts["xl/sharedStrings.xml"]
    long = b"<si><t>" + b"a" * 30_000 + b"</t></si></sst>"
    count = strings.count(b"<si>")
    parts["xl/sharedStrings.xml"] = strings.replace(b"</sst>", long)
    cells = b"".join(
        b'<row r="%d">' % row + b'<c t="s"><v>%d</v></c>' % count * 20 + b"</row>"
        for row in range(20, 2020)
    )
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", cells + b"</sheetData>")
    return harmless.zipped(parts)


def many_wide_sheets(data: bytes) -> bytes:
    """Each has one cell only, and a reader makes room for a million."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for number in range(60):
            book.add_worksheet(f"s{number}").write_string(4_998, 199, "x")
    return buffer.getvalue()


def not_excel_inside(data: bytes) -> bytes:
    parts = parts_of(data)
    return harmless.zipped({**parts, SHEET: b"<?xml version='1.0'?><worksheet><sheetData><row"})


AGAIN = "Download the file again"
FILES: dict[str, tuple[Make, str]] = {
    "fifty thousand rows": (with_rows(50_000), "Something stands in cell A5001, far from"),
    "far below": (with_cell(b'<row r="999999"><c r="A999999"><v>1</v></c></row>'), "cell A999999"),
    "far right": (with_cell(b'<row r="30"><c r="XFD30"><v>1</v></c></row>'), "cell XFD30, far"),
    "no reference": (with_cell(b'<row r="99999"><c><v>1</v></c></row>'), "far from the outputs"),
    "sheet copied": (copied_sheet, "in this file twice or more"),
    "hidden row deleted": (without_keys, "its hidden row is gone. " + AGAIN),
    "hidden row cut": (with_mark(" 2026-H1", ""), "The hidden row of this file has been changed."),
    "unknown language": (with_mark(" en", " fr"), "The hidden row of this file has been changed."),
    "keys overwritten": (without_columns, "The hidden row of this file has been changed."),
    "another workbook": (lambda data: harmless.real_workbook(), "was not downloaded here"),
    "cut": (lambda data: data[: len(data) // 2], "The file is incomplete: its end is missing."),
    "cut inside": (not_excel_inside, "The file is damaged or cut off."),
    "bomb": (bomb, "The file holds far more than a report."),
    "text bomb": (text_bomb, "The file holds far more than a report."),
    "wide sheets": (many_wide_sheets, "The file holds far more than a report."),
    "too large": (
        lambda data: data + bytes(9 * MEGABYTE),
        "The file holds far more than a report.",
    ),
    "macros": (lambda data: macro_workbook(), "The file holds macros or scripts."),
    "old": (lambda data: b"\xd0\xcf\x11\xe0" + bytes(900), "This is an old Excel file (.xls)"),
    "pdf": (lambda data: harmless.pdf(), "This is not an Excel file."),
    "csv": (lambda data: b"a;b\n1;2\n", "This is not an Excel file."),
    "word": (lambda data: harmless.zipped(harmless.word()), "This is not an Excel file."),
    "empty": (lambda data: b"", "The file is empty."),
}


@pytest.mark.parametrize("name", FILES)
def test_each_gets_its_sentence(cast: Cast, name: str) -> None:
    make, sentence = FILES[name]
    data = make(written(cast, "en"))
    begun = time.process_time()
    with pytest.raises(BadFile) as refused:
        read(cast, data)
    assert sentence in str(refused.value)
    assert time.process_time() - begun < MOST_SECONDS


def test_the_file_itself_is_taken(cast: Cast) -> None:
    """The control: what the makers above start from is no bad file."""
    assert read(cast, written(cast, "en")).unchanged == 3


def test_empty_rows_that_only_have_a_height_are_no_rows(cast: Cast) -> None:
    """LibreOffice notes the height of the last row there can be."""
    data = with_cell(b'<row r="1048576" ht="12.8"/>')(written(cast, "en"))
    assert read(cast, data).unchanged == 3


def formulas(cast: Cast) -> tuple[bytes, dict[str, str]]:
    """A file in which three cells are formulas: a text, a number, and one that failed."""
    sheets = sheets_in(written(cast, "en"))
    grid = first_sheet(sheets)
    cells = {
        "text": put(grid, "XK0017 1", "done", ""),
        "choice": put(grid, "XK0017 1", "completion", ""),
        "failed": put(grid, "XK0017 2", "done", ""),
    }
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Report")
        for at, row in enumerate(grid):
            for column, value in enumerate(row):
                sheet.write(at, column, value or None)
        sheet.write_formula(cells["text"], '="Work "&"began"', None, "Work began")
        sheet.write_formula(cells["choice"], "=Z1", None, "Limited")
        sheet.write_formula(cells["failed"], "=1/0", None, "#DIV/0!")
    return buffer.getvalue(), cells


def test_of_a_formula_the_value_is_taken_and_a_failed_one_is_named(cast: Cast) -> None:
    data, cells = formulas(cast)
    found = read(cast, data)
    (row,) = found.changes
    shown: dict[str, Any] = {one.key: one.after for one in row.differences}
    assert (shown["done"], shown["completion"]) == ("Work began", "Limited")
    (fault,) = found.refused[0].faults
    assert (fault.cell, fault.sentence) == (
        cells["failed"],
        "The formula here failed. Write the value itself.",
    )
