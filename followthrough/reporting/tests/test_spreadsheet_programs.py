"""The Excel file of a report in another program: opened, saved, changed there, read again."""

import io
import zipfile
from pathlib import Path

import pytest

from followthrough.lib.spreadsheets.reading import grids
from followthrough.lib.tests.office import saved_by_libreoffice
from followthrough.lib.text import text_in
from followthrough.reporting.importers.report_opening import BadFile, opened
from followthrough.reporting.models import Change
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.tests.cast import NOW, Cast, complete
from followthrough.reporting.tests.spreadsheets import filled_in, read, written
from followthrough.reporting.values import Values

# What spreadsheets like to change: signs of formulas, numbers and days as text, spaces, lines.
AWKWARD = "=1+1\n  -2 \t@x 007\n3-4\n“žë” 😀 _x000D_"
SHEET = "xl/worksheets/sheet1.xml"


def answered(cast: Cast) -> None:
    first, second, whole = cast.report().entries.in_order()
    values = Values(
        change=Change.PROBLEM.value,
        completion="limited",
        done=text_in("sr-latn", AWKWARD),
        reason="other",
        reason_words="Zgjedhjet",
        help_needed=text_in("sq", "007"),
        help_from_id=cast.mlga_contact.institution_id,
    )
    save_entry(first, values, seen=first.version, by=cast.contact, at=NOW)
    done = Values(change=Change.COMPLETED.value, completed_on=NOW.date().replace(month=6))
    save_entry(second, done, seen=second.version, by=cast.contact, at=NOW)
    save_entry(whole, complete(whole), seen=whole.version, by=cast.contact, at=NOW)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_saved_by_libreoffice_nothing_has_changed(
    cast: Cast, tmp_path: Path, language: str
) -> None:
    answered(cast)
    found = read(cast, saved_by_libreoffice(written(cast, language), tmp_path))
    assert (found.unchanged, found.absent, found.faults, found.notes) == (3, [], [], [])


@pytest.mark.slow
def test_changed_in_libreoffice_the_changes_arrive(cast: Cast, tmp_path: Path) -> None:
    answered(cast)
    by_hand = filled_in(
        written(cast),
        {
            ("XK0017 1", "reason"): "Personeli",
            ("XK0017 1", "expected_on"): "TM4 2027",
            ("XK0017 2", "completed_on"): NOW.date().replace(month=5),
        },
    )
    found = read(cast, saved_by_libreoffice(by_hand, tmp_path))
    first, second = found.changes
    assert {one.key: one.after for one in first.differences} == {
        "reason": "Staff",
        "expected_on": "Q4 2027",
    }
    assert second.values.completed_on == NOW.date().replace(month=5)
    assert not found.refused


@pytest.mark.slow
def test_what_locks_and_offers_survives_libreoffice(cast: Cast, tmp_path: Path) -> None:
    """Our own formats, not a plain copy: protection, hidden row and column, lists."""
    data = written(cast)
    for file in (data, saved_by_libreoffice(data, tmp_path)):
        with zipfile.ZipFile(io.BytesIO(file)) as parts:
            sheet, book = parts.read(SHEET).decode(), parts.read("xl/workbook.xml").decode()
        assert "<sheetProtection" in sheet and 'password="' not in sheet
        assert sheet.count("<dataValidation ") == 11
        assert 'hidden="1"' in sheet or 'hidden="true"' in sheet
        assert "idden" in book.partition('name="lists"')[2][:80]
        assert "<f>" not in sheet


@pytest.mark.slow
def test_as_an_opendocument_table_it_is_refused_with_a_sentence(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"OpenDocument table \(\.ods\)"):
        opened(io.BytesIO(saved_by_libreoffice(written(cast), tmp_path, "ods")), "report.ods")


def test_as_excel_keeps_it_every_text_is_what_was_written(cast: Cast) -> None:
    """Controls the tests above: the awkward text is in the file as it is, and no formula."""
    answered(cast)
    cells = [one for row in grids(written(cast))["Raporti"] for one in row]
    assert AWKWARD.strip() in cells and "007" in cells
