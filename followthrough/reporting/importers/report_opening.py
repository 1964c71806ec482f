"""Opening an Excel file of reports that came back: is it one of ours, and does it do no harm?"""

import io
import zipfile
from typing import IO

from django.utils.translation import gettext

from followthrough.lib import uploads
from followthrough.lib.spreadsheets.reading import (
    BROKEN,
    MEGABYTE,
    OLD_EXCEL_START,
    ZIP_START,
    Damaged,
    Grid,
    Limits,
    NoWorkbook,
    TooLarge,
    grids,
    oddities,
)
from followthrough.reporting.importers.report_mark import MARK, Mark

# A round of a hundred institutions with every text full has about 2 MB, unpacked 15.
MOST_BYTES = 8 * MEGABYTE
MOST_UNPACKED = 80 * MEGABYTE
LIMITS = Limits(rows=5_000, columns=200, characters=20_000_000, places=2_000_000)


class BadFile(Exception):
    """The file cannot be read at all; `str()` says why and what to do."""


def opened(file: IO[bytes], name: str) -> bytes:
    """The bytes of an Excel file that does no harm. Raises BadFile."""
    file.seek(0)
    content = file.read(MOST_BYTES + 1)
    if content.startswith(OLD_EXCEL_START):
        raise BadFile(
            gettext(
                "This is an old Excel file (.xls) or one with a password. Save it as .xlsx without "
                "a password and upload that."
            )
        )
    if len(content) > MOST_BYTES or _unpacked(content) > MOST_UNPACKED:
        raise BadFile(_too_large())
    if content and not content.startswith(ZIP_START):
        # What is said of evidence ("save it as PDF") would be wrong advice here.
        raise BadFile(_not_excel())
    try:
        accepted = uploads.inspect(file, name)
    except uploads.Refused as refusal:
        raise BadFile(str(refusal)) from refusal
    if accepted.extension == "ods":
        raise BadFile(
            gettext(
                "This is an OpenDocument table (.ods). Open it, choose “Save as”, “Excel "
                "(.xlsx)”, and upload the new file."
            )
        )
    if accepted.extension != "xlsx":
        raise BadFile(_not_excel())
    return accepted.content


def _not_excel() -> str:
    return gettext("This is not an Excel file. Upload the file that you downloaded here (.xlsx).")


def _unpacked(content: bytes) -> int:
    """How many bytes a ZIP says that it unpacks to; whether that is true is looked at later."""
    if not content.startswith(ZIP_START):
        return 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return sum(part.file_size for part in parts.infolist())
    except BROKEN:
        return 0


def mark_of(sheets: dict[str, Grid]) -> tuple[str, int, int, Mark]:
    """The sheet, row and column of the mark, and what it says. Raises BadFile."""
    found = [
        (name, row, column, value)
        for name, grid in sheets.items()
        for row, cells in enumerate(grid)
        for column, value in enumerate(cells)
        if isinstance(value, str) and value.startswith(MARK + " ")
    ]
    if not found:
        raise BadFile(
            gettext(
                "This Excel file was not downloaded here, or its hidden row is gone. Download the "
                "file again and copy your answers into it."
            )
        )
    if len(found) > 1:
        sheets_named = ", ".join(f"“{name}”" for name, *_rest in found)
        raise BadFile(
            gettext(
                "The table is in this file twice or more (%(sheets)s). Keep one, delete the others."
            )
            % {"sheets": sheets_named}
        )
    name, row, column, value = found[0]
    mark = Mark.read(str(value))
    if mark is None:
        raise BadFile(tampered())
    return name, row, column, mark


def sheets_of(content: bytes) -> tuple[dict[str, Grid], set[tuple[str, str]]]:
    """The cells of each sheet, and the cells (sheet, reference) whose formula failed."""
    failed = set()
    try:
        for one in oddities(content, LIMITS):
            if not one.is_failed:
                raise BadFile(_far(one.reference))
            failed.add((one.sheet, one.reference))
        return grids(content), failed
    except (Damaged, NoWorkbook) as error:
        raise BadFile(
            gettext("The file is damaged or cut off. Save it again as .xlsx and upload that.")
        ) from error
    except TooLarge as error:
        raise BadFile(_too_large()) from error


def _far(reference: str) -> str:
    return gettext(
        "Something stands in cell %(cell)s, far from the outputs. A report has no such cell: "
        "delete what is there, or download the file again and copy your answers into it."
    ) % {"cell": reference}


def _too_large() -> str:
    return gettext("The file holds far more than a report. Download it again and fill in that one.")


def tampered() -> str:
    return gettext(
        "The hidden row of this file has been changed. Download the file again and copy your "
        "answers into it."
    )
