"""Opening an Excel file that anybody may have made: nothing in it may exhaust the machine."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NoReturn

from lxml import etree
from python_calamine import CalamineWorkbook

from followthrough.plans.importers.plan_file import MEGABYTE, MOST_BYTES, PlanFileError

Value = int | float | str | bool | date | datetime | time | timedelta
Grid = list[list[Value]]

# The workbook of five hundred commitments with every answer full unpacks to about 60 MB.
MOST_UNPACKED = 300 * MEGABYTE
MOST_PARTS = 500
MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_LETTERS = 3
ZIP_START = b"PK\x03\x04"
OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DAMAGED = "The workbook is damaged or cut off. Copy it again, or save it again as .xlsx in Excel."


def is_workbook(data: bytes) -> bool:
    """Whether the content is meant as a workbook, whatever the file is called."""
    return data.startswith((ZIP_START, OLD_EXCEL_START))


def grids(data: bytes) -> dict[str, Grid]:
    """The cells of each sheet, from its first cell on. Raises PlanFileError."""
    _check(data)
    # The reader is written in Rust; where it panics, it raises what is not even an Exception.
    try:
        book: Any = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise PlanFileError([DAMAGED]) from error


def _check(data: bytes) -> None:
    if data.startswith(OLD_EXCEL_START):
        _refuse(
            "This is an old Excel file (.xls) or one with a password. "
            "Save it as .xlsx without a password."
        )
    if len(data) > MOST_BYTES:
        _refuse(
            f"The workbook has {len(data) // MEGABYTE} MB. "
            f"A plan workbook has at most {MOST_BYTES // MEGABYTE} MB."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            _check_parts(parts)
            _check_cells(parts)
    except PlanFileError:
        raise
    except (zipfile.BadZipFile, etree.XMLSyntaxError, RuntimeError, OSError, EOFError, ValueError):
        _refuse(DAMAGED)


def _check_parts(parts: zipfile.ZipFile) -> None:
    found = parts.infolist()
    if len(found) > MOST_PARTS or sum(part.file_size for part in found) > MOST_UNPACKED:
        _refuse("The workbook is far larger than a plan can be. Export the plan again.")
    if "xl/workbook.xml" not in parts.namelist():
        _refuse("This is not an Excel workbook (.xlsx). Choose the workbook that holds the plan.")


def _check_cells(parts: zipfile.ZipFile) -> None:
    """Refuse cells far outside any plan, and formulas that failed.

    The reader makes room for everything before the last cell, and reads a failed formula as an
    empty cell.
    """
    for name in parts.namelist():
        if not name.lower().endswith((".xml", ".rels")):
            continue
        for reference, is_error in _cells(parts.read(name)):
            if is_error:
                _refuse(
                    f"{_sheet_name(parts, name)}!{reference[:12]}: the formula here failed. "
                    "Write the value itself."
                )
            if _is_far(reference):
                _refuse(
                    f"{_sheet_name(parts, name)}!{reference[:12]}: this cell is far from the "
                    "others. Delete what stands there."
                )


def _cells(content: bytes) -> Iterator[tuple[str, bool]]:
    """The reference of each cell and row, and whether an error stands in it."""
    reader = etree.iterparse(
        io.BytesIO(content),
        events=("end",),
        tag=("{*}c", "{*}row"),
        resolve_entities=False,
        no_network=True,
    )
    for _, element in reader:
        yield element.get("r", ""), element.get("t") == "e"
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _is_far(reference: str) -> bool:
    letters = reference.rstrip("0123456789")
    row = reference[len(letters) :]
    column = 0
    for letter in letters[:MOST_LETTERS].upper():
        column = 26 * column + ord(letter) - ord("A") + 1
    is_far_right = column > MOST_COLUMNS or len(letters) > MOST_LETTERS
    return is_far_right or int(row[:9] or 0) > MOST_ROWS


def _sheet_name(parts: zipfile.ZipFile, part: str) -> str:
    """The name of the sheet kept in a part, or the name of the part."""
    targets = {
        relation.get("Id"): relation.get("Target", "").rpartition("/")[2]
        for relation in _elements(parts, "xl/_rels/workbook.xml.rels", "{*}Relationship")
    }
    for sheet in _elements(parts, "xl/workbook.xml", "{*}sheet"):
        if targets.get(sheet.get(RELATION)) == part.rpartition("/")[2]:
            return str(sheet.get("name", part))
    return part


def _elements(parts: zipfile.ZipFile, name: str, tag: str) -> Iterator[Any]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    if name in parts.namelist():
        yield from etree.fromstring(parts.read(name), parser).iter(tag)


def _refuse(sentence: str) -> NoReturn:
    raise PlanFileError([sentence]) from None
