"""Plan workbooks: everything the plan file says survives, and faults name sheet and cell."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from followthrough.plans.importers.plan_file import (
    UNPRINTABLE,
    PlanFileError,
    checked,
    read_plan,
    write_plan,
)
from followthrough.plans.importers.workbook import (
    read_plan_or_workbook,
    read_workbook,
    write_workbook,
)
from followthrough.plans.importers.workbook_guard import grids
from followthrough.plans.models import ANSWERS
from followthrough.plans.queries import Document
from followthrough.plans.tests.sample import continuous, quarter, sample_document

BUNDLED = Path(__file__).parents[2] / "demo" / "kosovo-2026-2028.json"

Cells = dict[str, list[list[Any]]]


def cells_of(data: bytes) -> Cells:
    return {name: [list(row) for row in grid] for name, grid in grids(data).items()}


def book(cells: Cells) -> bytes:
    """A workbook as a person might save it: the cells, and nothing of our formats."""
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "d.m.yyyy"})
    for name, rows in cells.items():
        sheet = made.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                write = sheet.write_string if isinstance(value, str) else sheet.write
                write(at, column, value)
    made.close()
    return buffer.getvalue()


def refusals(data: bytes) -> list[str]:
    with pytest.raises(PlanFileError) as refused:
        read_workbook(data)
    return refused.value.sentences


def column(cells: Cells, sheet: str, key: str) -> int:
    return cells[sheet][0].index(key)


def put(sheet: str, row: int, key: str, value: Any) -> Callable[[Cells], None]:
    """Set a cell; `row` counts as Excel does, so that data begins in row 3."""

    def change(cells: Cells) -> None:
        cells[sheet][row - 1][column(cells, sheet, key)] = value

    return change


def test_the_plan_survives_the_workbook_byte_for_byte() -> None:
    data = write_plan(sample_document())
    assert write_plan(read_workbook(write_workbook(read_plan(data)))) == data


def test_the_bundled_plan_survives_the_workbook() -> None:
    if not BUNDLED.exists():
        pytest.skip("no bundled plan yet")
    document = read_plan(BUNDLED.read_bytes())
    assert write_plan(read_workbook(write_workbook(document))) == write_plan(document)


def test_a_workbook_imported_and_exported_is_the_same_workbook() -> None:
    data = write_workbook(sample_document())
    assert write_workbook(read_workbook(data)) == data


def test_what_excel_saves_without_our_formats_says_the_same() -> None:
    assert read_workbook(book(cells_of(write_workbook(sample_document())))) == sample_document()


def test_rows_and_columns_may_be_moved() -> None:
    cells = cells_of(write_workbook(sample_document()))
    for rows in list(cells.values())[3:]:
        rows[2:] = reversed(rows[2:])
        rows[:] = [list(reversed(row)) for row in rows]
    document = sample_document()
    document["method"]["definitions"].reverse()
    assert read_workbook(book(cells)) == document


def test_notes_beside_the_plan_are_passed_over() -> None:
    cells = cells_of(write_workbook(sample_document()))
    for row in cells["Outputs"][1:]:
        row.append("ask Ana")
    cells["Scratch"] = [["anything"]]
    assert read_workbook(book(cells)) == sample_document()


def test_the_kind_of_file_is_told_by_its_content() -> None:
    document = sample_document(1)
    assert read_plan_or_workbook(write_workbook(document)) == document
    assert read_plan_or_workbook(write_plan(document)) == document


def test_nothing_in_a_workbook_is_a_formula() -> None:
    with zipfile.ZipFile(io.BytesIO(write_workbook(sample_document()))) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 10
        assert not any(re.search(rb"<f[ >/]", parts.read(name)) for name in sheets)


def test_a_ministry_can_fill_it() -> None:
    with zipfile.ZipFile(io.BytesIO(write_workbook(sample_document(1)))) as parts:
        outputs = parts.read("xl/worksheets/sheet7.xml").decode()
        strings = parts.read("xl/sharedStrings.xml").decode()
    assert re.search('<row r="1"[^>]* hidden="1"', outputs)
    for part in ('state="frozen"', "<autoFilter", "<dataValidations", "quarter,half,year"):
        assert part in outputs
    assert "Ky libër pune" in strings and "Ova radna sveska" in strings


def test_cells_as_people_fill_them_are_understood() -> None:
    cells = cells_of(write_workbook(sample_document()))
    put("Outputs", 3, "number", " 1 ")(cells)
    put("Outputs", 3, "start", "2030-01-01")(cells)
    put("Commitments", 3, "lead", "ministry-of-samples ;")(cells)
    put("Commitments", 3, "supporting", "watchdog  [ other ],\n")(cells)
    put("Outputs", 3, "title:en", "Output 1 \r\n")(cells)
    cells["Outputs"].insert(4, [""] * len(cells["Outputs"][0]))
    assert read_workbook(book(cells)) == sample_document()


def test_a_new_row_needs_no_original_language() -> None:
    cells = cells_of(write_workbook(sample_document()))
    row = list(cells["Institutions"][-1])
    row[0] = "new-agency"
    row[column(cells, "Institutions", "original")] = ""
    cells["Institutions"].append(row)
    institutions = {item["slug"]: item for item in read_workbook(book(cells))["institutions"]}
    assert institutions["new-agency"]["name"]["original"] == "en"


def test_a_second_text_may_be_in_another_language_than_the_row() -> None:
    cells = cells_of(write_workbook(sample_document()))
    put("Institutions", 4, "short_name:sq", "")(cells)
    put("Institutions", 4, "short_name:en", "MS")(cells)
    institution = read_workbook(book(cells))["institutions"][1]
    assert institution["short_name"] == {"original": "en", "en": "MS"}
    assert institution["name"]["original"] == "sq"


FAULTS: dict[str, tuple[Callable[[Cells], Any], str]] = {
    "backward": (put("Outputs", 3, "end", "2029-01-01"), "Outputs!J3: the deadline ends before"),
    "no number": (put("Outputs", 4, "number", ""), "Outputs!C4: this is empty. Write a whole"),
    "words for a number": (put("Outputs", 4, "number", "two"), 'Outputs!C4: "two" is not a whole'),
    "fraction": (put("Outputs", 4, "number", 2.5), 'Outputs!C4: "2.5" is not a whole number'),
    "same number": (put("Outputs", 4, "number", 1), "Outputs!C4: output 1 of this commitment"),
    "no such commitment": (put("Outputs", 5, "commitment", 99), "Outputs!A5: there is no"),
    "no such milestone": (put("Outputs", 5, "milestone", 9), "Outputs!B5: commitment 1 has no"),
    "unknown precision": (put("Outputs", 3, "precision", "weekly"), 'Outputs!K3: "weekly"'),
    "no precision": (put("Outputs", 3, "precision", ""), "Outputs!K3: this is empty"),
    "no end": (put("Outputs", 3, "end", ""), "Outputs!J3: this is empty. Expected: A day"),
    "not a day": (put("Outputs", 3, "end", "soon"), 'Outputs!J3: "soon" does not fit'),
    "a number for a day": (put("Outputs", 3, "end", 47_000), "Outputs!J3: this is not a day"),
    "no title": (
        lambda cells: [put("Outputs", 3, f"title:{code}", "")(cells) for code in ("sq", "en")][0],
        "Outputs!E3: this has no text",
    ),
    "a day for a text": (
        put("Outputs", 3, "title:sq", date(2030, 1, 1)),
        "Outputs!E3: Excel turned this into something else",
    ),
    "unknown lead": (put("Commitments", 3, "lead", "nobody"), "Commitments!H3: “nobody” is not"),
    "same code": (
        put("Commitments", 4, "code", "ZZ0001"),
        'Commitments!B4: "ZZ0001" is already used in Commitments, row 3',
    ),
    "unknown area": (put("Commitments", 3, "policy_areas", "x"), "Commitments!G3: “x” is not"),
    "unknown funding": (put("Commitments", 3, "funding_state", "rich"), 'Commitments!J3: "rich"'),
    "unknown question": (put("Answers", 3, "question", "why"), 'Answers!B3: "why" is not known'),
    "answer twice": (put("Answers", 4, "question", "summary"), "Answers!B4: this answer is there"),
    "unknown kind": (
        put("Institutions", 3, "kind", "x"),
        'Institutions!B3: "x" does not fit. Write one of',
    ),
    "original without text": (
        put("Milestones", 3, "original", "sr-latn"),
        "Milestones!C3: the original language is “sr-latn”",
    ),
    "unknown field": (put("Plan", 4, "field", "slog"), 'Plan!A4: "slog" is not known. Did you'),
    "missing field": (put("Plan", 4, "field", "slog"), "Plan: the row “slug” is missing"),
    "odd language": (put("Plan", 10, "value", "sq oficial"), "Write “sq” or “sq official”"),
    "half an adoption": (put("Plan", 13, "value", "Nr. 1"), "Plan!C12: this is empty"),
    "no such text": (put("Text states", 3, "row", "77"), "Text states!B3: there is no such"),
    "unknown state": (put("Text states", 3, "state", "old"), "Text states!E3: this state"),
    "unknown key": (put("Outputs", 1, "title:sq", "titel:sq"), "Outputs!E1: the column key"),
    "missing key": (put("Outputs", 1, "title:sq", ""), "Outputs: the column “title:sq” is"),
    "key twice": (put("Outputs", 1, "title:sq", "title:en"), "stands here twice"),
    "missing sheet": (lambda cells: cells.pop("Outputs"), "The sheet “Outputs” is missing"),
    "added language": (
        put("Plan", 10, "value", "sq official, sr-latn official, en, tr"),
        "Outputs: the column “title:tr” is missing",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_sheet_and_cell(name: str) -> None:
    cells = cells_of(write_workbook(sample_document()))
    change, expected = FAULTS[name]
    change(cells)
    sentences = refusals(book(cells))
    assert any(expected in sentence for sentence in sentences), sentences


def test_a_formula_that_failed_is_named() -> None:
    cells = cells_of(write_workbook(sample_document()))
    put("Outputs", 3, "title:sq", "failed")(cells)
    data = book(cells)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet7.xml"):
                content = re.sub(rb'(<c r="E3") t="s"', rb'\1 t="e"', content)
            new.writestr(name, content)
    assert refusals(buffer.getvalue()) == [
        "Outputs!E3: the formula here failed. Write the value itself."
    ]


def far_away(cell: str) -> bytes:
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    made.add_worksheet("Plan").write_string(cell, "x")
    made.close()
    return buffer.getvalue()


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"<x/>")
        parts.writestr("xl/worksheets/sheet1.xml", b" " * 301_000_000)
    return buffer.getvalue()


def packed(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", content)
    return buffer.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut": (lambda: write_workbook(sample_document(1))[:-999], "damaged"),
    "only a start": (lambda: b"PK\x03\x04", "damaged"),
    "old Excel": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 512, "old Excel file"),
    "other zip": (lambda: packed(content=b"<x/>"), "not an Excel workbook"),
    "bomb": (bomb, "far larger than a plan"),
    "far down": (lambda: far_away("A1048576"), "Plan!A1048576: this cell is far"),
    "far right": (lambda: far_away("XFD1"), "Plan!XFD1: this cell is far"),
    "no XML": (lambda: packed(xl__workbook=b"hello"), "damaged"),
    "no sheets": (lambda: packed(xl__workbook=b"<workbook/>"), "."),
    "41 MB": (lambda: b"PK\x03\x04" + b"\0" * 41_000_000, "The workbook has 41 MB"),
    "entities": (
        lambda: packed(
            xl__workbook=b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
            b"<workbook>&b;</workbook>"
        ),
        ".",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_in_a_sentence(name: str) -> None:
    make, expected = HOSTILE[name]
    sentences = refusals(make())
    assert expected in sentences[0]


def test_control_without_the_guard_a_failed_formula_reads_as_empty() -> None:
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    made.add_worksheet("Plan").write_formula("A1", "=1/0", None, "#DIV/0!")
    made.close()
    book = CalamineWorkbook.from_filelike(io.BytesIO(buffer.getvalue()))
    assert book.get_sheet_by_name("Plan").to_python() == [[""]]


PRINTABLE = st.characters(codec="utf-8").filter(lambda character: not UNPRINTABLE.match(character))
WORDS = st.text(PRINTABLE, min_size=1, max_size=30) | st.sampled_from(
    ["=1+1", "+a", "-b", "@c", "'d", "_x0041_", "a\nb", '"q"', "1.0", "TRUE", "2030-01-01", "#N/A"]
)
CODES = ("sq", "sr-latn", "en")


@st.composite
def texts(draw: st.DrawFn, required: bool = False) -> Document:
    found = {code: draw(WORDS) for code in draw(st.sets(st.sampled_from(CODES)))}
    found = {code: words for code, words in found.items() if words.strip()}
    if required and not found:
        found = {"en": "x"}
    if not found:
        return {}
    original = draw(st.sampled_from(sorted(found)))
    others = sorted(set(found) - {original})
    states = {code: draw(st.sampled_from(["", "stale", "machine_draft"])) for code in others}
    states = {code: state for code, state in states.items() if state}
    return {"original": original, **found, "states": states}


DEADLINES = (
    st.none()
    | st.builds(quarter, st.integers(2000, 2099), st.integers(1, 4))
    | st.builds(continuous, st.integers(1, 120))
)
FIELD_NAMES = st.lists(st.sampled_from(["title", "outputs", "deadline", "lead"]), unique=True)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    document = sample_document(2)
    document["plan"]["title"] = draw(texts(required=True))
    for institution in document["institutions"]:
        institution["name"] = draw(texts(required=True))
        institution["short_name"] = draw(texts())
    for commitment in document["commitments"]:
        commitment["title"] = draw(texts(required=True))
        commitment["unconfirmed"] = draw(FIELD_NAMES)
        commitment |= {answer: draw(texts()) for answer in ANSWERS[:3]}
        output = commitment["milestones"][0]["outputs"][0]
        output["deadline"] = draw(DEADLINES)
        if output["deadline"]:
            output["current_deadline"] = draw(DEADLINES.filter(bool))
    return checked(document)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_any_document_survives_the_workbook(document: Document) -> None:
    data = write_workbook(document)
    assert read_workbook(data) == document
    assert read_plan(write_plan(document)) == document
    assert write_workbook(read_workbook(data)) == data
