"""Opening a plan workbook that anybody may have made, with a sentence for what does not fit."""

import io
import zipfile
from typing import NoReturn

from followthrough.lib.spreadsheets import reading
from followthrough.lib.spreadsheets.reading import (
    OLD_EXCEL_START,
    Damaged,
    Grid,
    Limits,
    NoWorkbook,
    TooLarge,
    Value,
    is_workbook,
    oddities,
)
from followthrough.plans.importers.plan_file import MEGABYTE, MOST_BYTES, PlanFileError

__all__ = ["Grid", "Value", "grids", "is_workbook"]

# The workbook of five hundred commitments with every answer full unpacks to about 60 MB.
MOST_UNPACKED = 300 * MEGABYTE
MOST_PARTS = 500
LIMITS = Limits(rows=200_000, columns=500, characters=MOST_UNPACKED, places=20_000_000)
DAMAGED = "The workbook is damaged or cut off. Copy it again, or save it again as .xlsx in Excel."
LARGER = "The workbook is far larger than a plan can be. Export the plan again."


def grids(data: bytes) -> dict[str, Grid]:
    """The cells of each sheet, from its first cell on. Raises PlanFileError."""
    _check(data)
    try:
        return reading.grids(data)
    except Damaged as error:
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
        _check_size(data)
        _check_cells(data)
    except Damaged:
        _refuse(DAMAGED)
    except NoWorkbook:
        _refuse("This is not an Excel workbook (.xlsx). Choose the workbook that holds the plan.")
    except TooLarge:
        _refuse(LARGER)


def _check_size(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            found = parts.infolist()
    except reading.BROKEN as error:
        raise Damaged from error
    if len(found) > MOST_PARTS or sum(part.file_size for part in found) > MOST_UNPACKED:
        raise TooLarge


def _check_cells(data: bytes) -> None:
    for one in oddities(data, LIMITS):
        cell = f"{one.sheet}!{one.reference}"
        if one.is_failed:
            _refuse(f"{cell}: the formula here failed. Write the value itself.")
        _refuse(f"{cell}: this cell is far from the others. Delete what stands there.")


def _refuse(sentence: str) -> NoReturn:
    raise PlanFileError([sentence]) from None
