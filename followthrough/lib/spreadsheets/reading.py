"""Opening an Excel file that anybody may have made: nothing in it may exhaust the machine."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from lxml import etree
from python_calamine import CalamineWorkbook

Value = int | float | str | bool | date | datetime | time | timedelta
Grid = list[list[Value]]

MEGABYTE = 1024 * 1024
MOST_LETTERS = 3
ZIP_START = b"PK\x03\x04"
OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"
WORKBOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# What lxml and zipfile raise for a file that is not what it says.
BROKEN = (zipfile.BadZipFile, etree.XMLSyntaxError, RuntimeError, OSError, EOFError, ValueError)


class Damaged(Exception):
    """The file is cut off, or not what it says it is."""


class NoWorkbook(Exception):
    """The file holds no Excel workbook."""


class TooLarge(Exception):
    """The file holds far more than a table of this kind."""


@dataclass(frozen=True)
class Limits:
    """The furthest cell that may hold anything, and how much all sheets may hold together.

    `places` counts every place before the last cell of a sheet, empty ones too.
    """

    rows: int
    columns: int
    characters: int
    places: int


@dataclass(frozen=True)
class Oddity:
    """A cell that lies beyond the limits, or else one in which a formula failed."""

    sheet: str
    reference: str
    is_failed: bool


def is_workbook(data: bytes) -> bool:
    """Whether the content is meant as a workbook, whatever the file is called."""
    return data.startswith((ZIP_START, OLD_EXCEL_START))


def grids(data: bytes) -> dict[str, Grid]:
    """The cells of each sheet, from its first on; `oddities` is asked before. Raises Damaged."""
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
        raise Damaged from error


def oddities(data: bytes, limits: Limits) -> Iterator[Oddity]:
    """The cells that need a word, before any is read. Raises Damaged, NoWorkbook and TooLarge.

    The reader makes room for everything before the last cell, copies a repeated text into every
    cell that shows it, and reads a failed formula as an empty cell.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if WORKBOOK not in parts.namelist():
                raise NoWorkbook
            yield from _oddities(parts, limits)
    except BROKEN as error:
        raise Damaged from error


def _oddities(parts: zipfile.ZipFile, limits: Limits) -> Iterator[Oddity]:
    lengths = _text_lengths(parts)
    characters, places = limits.characters, limits.places
    for name in parts.namelist():
        if not name.lower().endswith(".xml") or name == STRINGS:
            continue
        rows = columns = 0
        for cell in _each(parts.open(name), ("{*}c",)):
            reference = cell.get("r") or f"A{cell.getparent().get('r', '')}"
            characters -= _characters(cell, lengths)
            is_failed, (row, column) = cell.get("t") == "e", _place(reference)
            is_far = len(cell) > 0 and (row > limits.rows or column > limits.columns)
            if is_failed or is_far:
                yield Oddity(_sheet_name(parts, name), reference[:12], is_failed and not is_far)
            if characters < 0:
                raise TooLarge
            rows, columns = max(rows, row), max(columns, column)
        places -= rows * columns
        if places < 0:
            raise TooLarge


def _text_lengths(parts: zipfile.ZipFile) -> list[int]:
    """How many characters each of the shared texts has."""
    if STRINGS not in parts.namelist():
        return []
    return [
        sum(len(text) for text in one.itertext()) for one in _each(parts.open(STRINGS), ("{*}si",))
    ]


def _characters(cell: Any, lengths: list[int]) -> int:
    if cell.get("t") != "s":
        return sum(len(text) for text in cell.itertext())
    index = next((one.text for one in cell.iterchildren("{*}v")), "") or ""
    known = index.isdecimal() and int(index[:9]) < len(lengths)
    return lengths[int(index[:9])] if known else 0


def _each(part: Any, tags: tuple[str, ...]) -> Iterator[Any]:
    """Each element of those names, forgotten once it has been looked at."""
    with part:
        reader = etree.iterparse(
            part, events=("end",), tag=tags, resolve_entities=False, no_network=True
        )
        for _, element in reader:
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]


def _place(reference: str) -> tuple[int, int]:
    """Row and column, counted from 1; "C7" is (7, 3). Columns past any sheet count as the last."""
    letters = reference.rstrip("0123456789")
    row = reference[len(letters) :]
    column = 0
    for letter in letters[: MOST_LETTERS + 1].upper():
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(row[:9] or 0), column


def _sheet_name(parts: zipfile.ZipFile, part: str) -> str:
    """The name of the sheet kept in a part, or the name of the part."""
    targets = {
        relation.get("Id"): relation.get("Target", "").rpartition("/")[2]
        for relation in _elements(parts, "xl/_rels/workbook.xml.rels", "{*}Relationship")
    }
    for sheet in _elements(parts, WORKBOOK, "{*}sheet"):
        if targets.get(sheet.get(RELATION)) == part.rpartition("/")[2]:
            return str(sheet.get("name", part))
    return part


def _elements(parts: zipfile.ZipFile, name: str, tag: str) -> Iterator[Any]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    if name in parts.namelist():
        yield from etree.fromstring(parts.read(name), parser).iter(tag)
