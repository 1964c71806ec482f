"""What people do to the cells of a report, and the sentence that each of it gets."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followthrough.lib.spreadsheets.reading import Grid
from followthrough.lib.text import text_in
from followthrough.reporting.importers.report_columns import Identity
from followthrough.reporting.importers.report_comparison import Comparison
from followthrough.reporting.models import Change
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.tests.cast import NOW, Cast
from followthrough.reporting.tests.spreadsheets import (
    changed,
    filled_in,
    first_sheet,
    keys_at,
    put,
    read,
    row_of,
    saved,
    sheets_in,
    written,
)
from followthrough.reporting.values import Values

ONE = "XK0017 1"
NEW = {
    (ONE, "change"): "Work has begun",
    (ONE, "completion"): "Limited",
    (ONE, "done"): "The data set is open.",
}


def said(found: Comparison) -> list[str]:
    """Every sentence about a row or a cell, with the cell before it."""
    of_rows = [f"{one.cell}: {one.sentence}" for one in found.faults]
    for row in found.proposals:
        of_rows += [f"{one.cell}: {one.sentence}" for one in (*row.faults, *row.notes)]
    return [*of_rows, *found.notes]


def after(found: Comparison, key: str) -> Any:
    """What the one changed row would show in a field."""
    (row,) = found.changes
    return next(one.after for one in row.differences if one.key == key)


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("change", "  work HAS begun ", "Work has begun"),
        ("change", "Progress", "Work has begun"),
        # Words of the other languages; the file is in English.
        ("change", "Puna ka filluar", "Work has begun"),
        ("completion", "Ograničeno sprovedeno", "Limited"),
        ("completion", "limited", "Limited"),
        ("expected_on", "Q4 2027", "Q4 2027"),
        ("expected_on", "4. kvartal 2027.", "Q4 2027"),
        ("expected_on", "TM4 2027", "Q4 2027"),
        ("expected_on", datetime(2027, 11, 3), "Q4 2027"),  # noqa: DTZ001 – as Excel has it
        ("expected_on", "3.11.2027", "Q4 2027"),
        ("reason", "Other: the elections", "Other: the elections"),
        ("reason", "Tjetër:  zgjedhjet", "Other: zgjedhjet"),
        ("done", 12.0, "12"),
        ("done", date(2026, 3, 4), "4.3.2026"),
        ("done", "  two lines\r\nand spaces ", "two lines\nand spaces"),
        ("done", "=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("help_from", "AKK", None),
        ("help_from", "Ministria e Administrimit të Pushtetit Lokal", "Ministry of Local"),
    ],
)
def test_what_is_meant_is_understood(cast: Cast, key: str, value: Any, shown: Any) -> None:
    found = read(cast, filled_in(written(cast, "en"), NEW | {(ONE, key): value}))
    if shown is None:
        assert not found.changes
    else:
        assert str(after(found, key)).startswith(shown)
        assert not found.refused


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2026, 5, 3), date(2026, 5, 3)),
        (46145.0, date(2026, 5, 3)),
        (" 3. 5. 2026. ", date(2026, 5, 3)),
        ("2026-05-03", date(2026, 5, 3)),
    ],
)
def test_a_day_however_it_is_written(cast: Cast, value: Any, day: date) -> None:
    answers = {(ONE, "change"): "Completed", (ONE, "completed_on"): value}
    assert after(read(cast, filled_in(written(cast, "en"), answers)), "completed_on") == day


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("completion", "Limitd", "“Limitd” is not in the list. Did you mean “Limited”?"),
        ("completion", "half", "“half” is not in the list. Choose a word from the list."),
        ("completion", True, "Write this in words."),
        ("change", "x" * 99, "“" + "x" * 40 + "…” is not in the list."),
        ("completed_on", "3/5/2026", "“3/5/2026” is not a day. Write it with points"),
        ("completed_on", "31.2.2026", "“31.2.2026” is not a day."),
        ("completed_on", 7.0, "“7” is not a day."),
        ("expected_on", "soon", "“soon” is not in the list."),
        ("expected_on", "2027", "“2027” is not in the list."),
        ("done", "x" * 10_001, "The text is far too long. Shorten it to 600 characters."),
        ("reason", "the weather", "“the weather” is not in the list."),
    ],
)
def test_what_cannot_be_read_names_its_cell(
    cast: Cast, key: str, value: Any, sentence: str
) -> None:
    data = written(cast, "en")
    cell = put(first_sheet(sheets_in(data)), ONE, key, value)
    two = {("XK0017 2", "done"): "A good row."}
    found = read(cast, filled_in(data, NEW | two | {(ONE, key): value}))
    (fault,) = found.refused[0].faults
    assert fault.cell == cell
    assert fault.sentence.startswith(sentence)
    # The good row is taken, the bad one not at all.
    assert [one.subject.name.endswith("XK0017 2") for one in found.changes] == [True]


def test_times_are_whole_numbers(cast: Cast) -> None:
    data = written(cast, "en", "mlga")
    for value, is_right in ((2.0, True), ("2", True), (1.5, False), ("-1", False), (9999, False)):
        found = read(cast, filled_in(data, {("XK0018 5", "occurrences"): value}), "mlga")
        assert (len(found.changes), len(found.refused)) == ((1, 0) if is_right else (0, 1))


def test_the_rules_are_those_of_the_page_and_name_the_cell(cast: Cast) -> None:
    data = written(cast, "en")
    answers = {(ONE, "change"): "Problem or delay", (ONE, "help_needed"): "Money"}
    (row,) = read(cast, filled_in(data, answers)).changes
    letters = {one.cell.rstrip("0123456789"): one.sentence for one in row.missing}
    assert letters == {
        "D": "Choose how much is done now.",
        "E": "Write what was done, in up to three short lines.",
        "H": "Choose the main reason.",
        "L": "Choose whom you ask for help.",
    }


def test_another_reason_without_words_is_missing_in_its_cell(cast: Cast) -> None:
    answers = {(ONE, "change"): "Nothing yet", (ONE, "reason"): "Other"}
    (row,) = read(cast, filled_in(written(cast, "en"), answers)).changes
    assert [one.cell[0] for one in row.missing] == ["H"]


def add_row(grid: Grid) -> None:
    grid.append([""] * len(grid[-1]))
    grid[-1][2] = "a note of mine"


def drop_row(grid: Grid) -> None:
    del grid[row_of(grid, ONE)]


def add_column(grid: Grid) -> None:
    for row in grid[keys_at(grid) + 1 :]:
        row.append("ask Ana")


def drop_column(grid: Grid) -> None:
    at = grid[keys_at(grid)].index("reason")
    for row in grid:
        del row[at : at + 1]


def move_columns(grid: Grid) -> None:
    for row in grid:
        row += [""] * (13 - len(row))
        row.insert(2, row.pop(5))


def sort_rows(grid: Grid) -> None:
    first = keys_at(grid) + 2
    grid[first:] = reversed(grid[first:])


def edit_grey(grid: Grid) -> None:
    put(grid, ONE, "output", "Another title")


def edit_hidden(grid: Grid) -> None:
    grid[row_of(grid, ONE)][-1] = "mlga XK0018"


def edit_digest(grid: Grid) -> None:
    row = grid[row_of(grid, ONE)]
    row[-1] = str(row[-1])[:-2]


def other_report(grid: Grid) -> None:
    row = grid[row_of(grid, ONE)]
    row[-1] = str(row[-1]).replace("corruption-prevention-agency XK0017 1", "mlga XK0018 1")


def double_row(grid: Grid) -> None:
    grid.append(list(grid[row_of(grid, ONE)]))
    put(grid, ONE, "done", "One of the two.")


def same_row_twice(grid: Grid) -> None:
    grid.append(list(grid[row_of(grid, ONE)]))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (add_row, "Row 12 belongs to no output and was left out."),
        (add_column, "Column N is not part of the report and was not read."),
        (drop_column, "The column “Main reason” is missing; what is saved in it stays as it is."),
        (edit_grey, "A9: Grey cells belong to the plan; the change was not read."),
        (edit_hidden, "What is hidden at the end of row 9 has been changed"),
        (edit_digest, "What is hidden at the end of row 9 has been changed"),
        (other_report, "Row 9 belongs to another report and was left out."),
        (double_row, "The same output stands in the rows 9, 12. Keep one, delete the others."),
        (drop_row, ""),
        (move_columns, ""),
        (sort_rows, ""),
        (same_row_twice, ""),
    ],
)
def test_what_is_done_to_rows_and_columns(
    cast: Cast, change: Callable[[Grid], None], sentence: str
) -> None:
    two = {("XK0017 2", "done"): "A good row."}
    found = read(cast, changed(filled_in(written(cast, "en"), two), change))
    sentences = said(found)
    assert any(sentence in one for one in sentences) if sentence else not sentences
    assert len(found.absent) == (change in {drop_row, edit_hidden, edit_digest, other_report})
    assert after(found, "done") == "A good row."


def test_sheets_beside_it_and_another_name_for_its_own(cast: Cast) -> None:
    sheets = sheets_in(filled_in(written(cast, "en"), NEW))
    renamed = {"Korrik": first_sheet(sheets), "lists": sheets["lists"], "Mine": list[Any]([["x"]])}
    found = read(cast, saved(renamed))
    assert found.notes == ["The sheet “Mine” was not read: the report is on “Korrik”."]
    assert len(found.changes) == 1


def test_a_cell_that_is_not_asked_is_not_read(cast: Cast) -> None:
    answers = NEW | {(ONE, "occurrences"): 3, ("XK0017 whole", "reason"): "Staff"}
    found = read(cast, filled_in(written(cast, "en"), answers))
    assert [one[0] for one in said(found)] == ["G", "H"]
    assert len(found.changes) == 1


def test_with_no_change_a_level_is_not_asked_and_coming_back_is_no_change(cast: Cast) -> None:
    answers = {
        (ONE, "change"): "Nothing yet",
        (ONE, "reason"): "Staff",
        (ONE, "completion"): "Substantial",
    }
    data = filled_in(written(cast, "en"), answers)
    (row,) = read(cast, data).changes
    assert row.values.completion == "not_started"
    save_entry(row.subject.entry, row.values, seen=1, by=cast.contact, at=NOW)
    found = read(cast, data)
    assert not found.changes
    assert [one.split(":")[1] for one in said(found)] == [
        " After the answer under “What happened” this is not asked; it was not read."
    ]


def test_texts_keep_their_language_and_new_ones_get_that_of_the_file(cast: Cast) -> None:
    one = cast.report().entries.get(output__number=1)
    before = Values(change=Change.PROGRESS.value, done=text_in("sq", "Puna ka filluar."))
    save_entry(one, before, seen=1, by=cast.contact, at=NOW)
    data = filled_in(
        written(cast, "en"),
        {(ONE, "done"): "Puna vazhdon.", (ONE, "next_step"): "Sledeći korak."},
    )

    def in_serbian(grid: Grid) -> None:
        row = next(row for row in grid if row[-1] == "language")
        assert row[1] == "Shqip"
        row[1] = "Srpski"

    (row,) = read(cast, changed(data, in_serbian)).changes
    assert row.values.done.to_json() == {"original": "sq", "sq": "Puna vazhdon."}
    assert row.values.next_step.to_json() == {"original": "sr-latn", "sr-latn": "Sledeći korak."}


def test_what_the_page_saved_meanwhile_stays(cast: Cast) -> None:
    data = filled_in(written(cast, "en"), NEW)
    one = cast.report().entries.get(output__number=1)
    meanwhile = Values(
        change=Change.PROBLEM.value,
        reason="staff",
        done=text_in("en", "Somebody else."),
        next_step=text_in("en", "Ask again."),
    )
    save_entry(one, meanwhile, seen=1, by=cast.alternate, at=NOW)
    (row,) = read(cast, data).changes
    # A cell that only one side changed is that side's; of the two that both did, both are shown.
    assert (row.values.completion, row.values.reason) == ("limited", "staff")
    assert str(row.values.next_step) == "Ask again."
    assert [(one.key, one.before, one.after) for one in row.differences if one.is_conflict] == [
        ("change", "Problem or delay", "Work has begun"),
        ("done", "Somebody else.", "The data set is open."),
    ]
    assert str(row.values.done) == "Somebody else."
    (row,) = read(cast, data, taken=[f"{row.subject.name} done"]).changes
    assert str(row.values.done) == "The data set is open."


def test_control_without_the_digests_a_text_is_lost(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above has to notice a comparison that does not know what the page has changed."""
    data = filled_in(written(cast, "en"), NEW)
    one = cast.report().entries.get(output__number=1)
    values = Values(change=Change.PROGRESS.value, done=text_in("en", "Somebody else."))
    save_entry(one, values, seen=1, by=cast.alternate, at=NOW)

    def careless(identity: Identity, key: str, cell: str) -> bool:
        return cell == "Somebody else."

    monkeypatch.setattr(Identity, "is_as_written", careless)
    (row,) = read(cast, data).changes
    assert str(row.values.done) == "The data set is open."


def test_a_file_nobody_touched_never_wins_over_the_page(cast: Cast) -> None:
    data = written(cast, "en")
    one = cast.report().entries.get(output__number=1)
    values = Values(change=Change.PROGRESS.value, done=text_in("en", "Typed on the page."))
    save_entry(one, values, seen=1, by=cast.alternate, at=NOW)
    assert not read(cast, data).changes


def test_reading_and_writing_ask_the_database_the_same_for_any_number_of_outputs(
    cast: Cast,
) -> None:
    counts = []
    for slug in ("corruption-prevention-agency", "mlga"):
        with CaptureQueriesContext(connection) as queries:
            read(cast, written(cast, "en", slug), slug)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20
