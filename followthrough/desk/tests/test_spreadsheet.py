"""A report as an Excel file: downloaded, filled in, uploaded, looked at, saved in the draft."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from followthrough.desk.tests.filing_cast import REPORT, at_desk
from followthrough.reporting.models import Entry, ReportState
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.tests.cast import NOW, Cast, complete, seat
from followthrough.reporting.tests.spreadsheets import filled_in

EXCEL = f"{REPORT}excel/"
ROUND = "/en/desk/rounds/2026-H1/excel/"
VIEWS = ("entry", "my", "report", "rounds", "on_behalf", "spreadsheet")
PROPOSAL = re.compile(r'name="proposal"\s+value="([^"]+)"')
DONE = {
    ("XK0017 1", "change"): "Work has begun",
    ("XK0017 1", "completion"): "Limited",
    ("XK0017 1", "done"): "The data set is open.",
}


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[Any]:
    settings.SECOND_FACTOR_COMPULSORY = False
    found: list[Any] = []
    monkeypatch.setattr("followthrough.reporting.emails._tell", lambda *a, at: found.append(a))
    for name in VIEWS:
        monkeypatch.setattr(f"followthrough.desk.views.{name}.now", lambda: NOW)
    return found


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    seated.open()
    return seated


@pytest.fixture
def contact(cast: Cast) -> Client:
    return at_desk(cast.contact)


def download(client: Client, path: str = EXCEL) -> bytes:
    answer = client.get(f"{path}file/")
    assert answer.status_code == 200
    return answer.content


def upload(client: Client, data: bytes, path: str = EXCEL, **more: Any) -> Any:
    return client.post(path, {"workbook": SimpleUploadedFile("report.xlsx", data), **more})


def confirm(client: Client, preview: Any, path: str = EXCEL, **more: Any) -> Any:
    found = PROPOSAL.search(preview.content.decode())
    assert found, preview.content.decode()
    return client.post(path, {"proposal": found[1], **more})


def entry(cast: Cast, number: int = 1) -> Entry:
    return cast.report().entries.get(output__number=number)


def test_down_filled_in_up_looked_at_and_saved(cast: Cast, contact: Client) -> None:
    preview = upload(contact, filled_in(download(contact), DONE))
    page = preview.content.decode()
    assert preview.status_code == 200
    assert "1 output would change" in page and "The data set is open." in page
    # Nothing is written before it is confirmed.
    assert entry(cast).change == ""
    answer = confirm(contact, preview)
    assert answer["Location"] == f"{REPORT}check/"
    one = entry(cast)
    assert (one.change, one.completion, str(one.done)) == (
        "progress",
        "limited",
        "The data set is open.",
    )
    assert b"Nothing has been sent yet." in contact.get(f"{REPORT}check/").content
    assert cast.report().state == ReportState.DRAFT


def test_the_same_file_again_changes_nothing_and_says_so(cast: Cast, contact: Client) -> None:
    data = filled_in(download(contact), DONE)
    confirm(contact, upload(contact, data))
    before = entry(cast).version
    page = upload(contact, data).content.decode()
    assert "Nothing would change" in page and "is saved already" in page
    assert not PROPOSAL.search(page)
    assert entry(cast).version == before


def test_a_round_trip_without_edits_changes_nothing(cast: Cast, contact: Client) -> None:
    for one in cast.report().entries.all():
        save_entry(one, complete(one), seen=one.version, by=cast.contact, at=NOW)
    for language in ("sq", "sr", "en"):
        path = EXCEL.replace("/en/", f"/{language}/")
        page = upload(contact, filled_in(download(contact, path), {})).content.decode()
        assert "Nothing would change" in page


def test_confirming_twice_saves_once(cast: Cast, contact: Client) -> None:
    preview = upload(contact, filled_in(download(contact), DONE))
    confirm(contact, preview)
    version = entry(cast).version
    assert confirm(contact, preview).status_code == 302
    assert entry(cast).version == version
