"""No cell of a CSV file runs as a formula, and every text comes back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.lib.spreadsheets.writing import (
    FORMULA_STARTS,
    csv_file,
    plain_cell,
    safe_cell,
)

AWKWARD = st.text(alphabet="='+-@\t\r\n＝a1 \"", max_size=8)


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_cell_runs_as_a_formula(start: str) -> None:
    assert safe_cell(f"{start}cmd|'/C calc'!A0").startswith("'")
    assert safe_cell("2026-04-01") == "2026-04-01"


@given(AWKWARD)
def test_every_text_comes_back(text: str) -> None:
    assert not safe_cell(text).startswith(FORMULA_STARTS)
    assert plain_cell(safe_cell(text)) == text


@given(st.lists(AWKWARD, min_size=1, max_size=4))
def test_a_row_comes_back_from_the_file(row: list[str]) -> None:
    written = csv_file([row, [None, 3]]).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(written, newline="")))
    assert [plain_cell(cell) for cell in found[0]] == row
    assert found[-1] == ["", "3"]
