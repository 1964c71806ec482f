"""A report as an Excel file: downloaded, filled in, uploaded, looked at, saved in the draft."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from followthrough.accounts.models import Role, User
from followthrough.accounts.tests.cast import sign_in
from followthrough.desk.tests.filing_cast import REPORT, at_desk
from followthrough.lib.tests import harmless
from followthrough.lib.text import text_in
from followthrough.reporting.models import Entry, ReportState
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.operations.verifying import verify
from followthrough.reporting.tests.cast import (
    NOW,
    SECOND,
    SEEN,
    Cast,
    appoint,
    complete,
    seat,
    sent,
)
from followthrough.reporting.tests.spreadsheets import (
    filled_in,
    first_sheet,
    keys_at,
    sheets_in,
)
from followthrough.reporting.values import Values

LATER = datetime(2027, 1, 6, 9, tzinfo=UTC)
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
    assert re.search(r"<h2>\s*XK0017 · 1 ·\s+A data set", page)
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


def test_a_conflict_is_chosen_in_the_preview(cast: Cast, contact: Client) -> None:
    data = filled_in(download(contact), DONE)
    meanwhile = Values(change="progress", completion="limited", done=text_in("en", "On the page."))
    save_entry(entry(cast), meanwhile, seen=1, by=cast.alternate, at=NOW)
    preview = upload(contact, data)
    page = preview.content.decode()
    assert "On the page." in page and "The data set is open." in page
    assert "Somebody has saved something else on the page since the download." in page
    assert confirm(contact, preview).status_code == 302
    assert str(entry(cast).done) == "On the page."
    name = "corruption-prevention-agency XK0017 1 done"
    assert f'value="{name}"' in page
    confirm(contact, preview, take=[name])
    assert str(entry(cast).done) == "The data set is open."


def test_what_is_saved_between_preview_and_confirmation_is_not_lost(
    cast: Cast, contact: Client
) -> None:
    preview = upload(contact, filled_in(download(contact), DONE))
    meanwhile = Values(change="problem", reason="staff", done=text_in("en", "On the page."))
    save_entry(entry(cast), meanwhile, seen=1, by=cast.alternate, at=NOW)
    answer = confirm(contact, preview)
    assert answer.status_code == 409
    assert b"Somebody else has saved this" in answer.content
    assert b"On the page." in answer.content and b"The data set is open." in answer.content
    assert str(entry(cast).done) == "On the page."
    assert confirm(contact, answer).status_code == 302
    assert (str(entry(cast).done), entry(cast).completion) == ("On the page.", "limited")


def test_good_rows_are_saved_and_bad_ones_are_named(cast: Cast, contact: Client) -> None:
    wrong = {("XK0017 2", "done"): "Not taken.", ("XK0017 2", "completion"): "half"}
    preview = upload(contact, filled_in(download(contact), DONE | wrong))
    page = preview.content.decode()
    assert "1 row cannot be taken as it is" in page and "<strong>D10</strong>" in page
    assert "Not taken." not in page
    confirm(contact, preview)
    assert (entry(cast).change, entry(cast, 2).saved_at) == ("progress", None)


def test_what_is_missing_is_named_by_cell_and_saved_all_the_same(
    cast: Cast, contact: Client
) -> None:
    data = filled_in(download(contact), {("XK0017 1", "change"): "Problem or delay"})
    preview = upload(contact, data)
    page = preview.content.decode()
    assert "It can be saved, but not be sent like this:" in page
    assert "Choose the main reason." in page and '<span class="code">H9</span>' in page
    confirm(contact, preview)
    assert entry(cast).change == "problem"
    assert cast.report().state == ReportState.DRAFT


def test_into_a_sent_report_only_what_is_complete(cast: Cast, contact: Client) -> None:
    sent(cast.report(), cast.contact)
    answers = {
        ("XK0017 1", "change"): "Problem or delay",
        ("XK0017 2", "done"): "More was done.",
    }
    preview = upload(contact, filled_in(download(contact), answers))
    page = preview.content.decode()
    assert "<strong>H9</strong> Choose the main reason." in page
    confirm(contact, preview)
    assert (entry(cast).change, str(entry(cast, 2).done)) == ("progress", "More was done.")
    assert cast.report().state == ReportState.SUBMITTED


def test_a_verified_output_is_not_changed(cast: Cast, contact: Client) -> None:
    sent(cast.report(), cast.contact)
    verify(entry(cast), ticks=SEEN, seen=entry(cast).version, by=cast.coordinator, at=NOW)
    answers = {("XK0017 1", "done"): "Too late.", ("XK0017 2", "done"): "In time."}
    preview = upload(contact, filled_in(download(contact), answers))
    assert b"has been verified already. Ask the coordinator" in preview.content
    confirm(contact, preview)
    assert (str(entry(cast).done), str(entry(cast, 2).done)) == ("Work has begun.", "In time.")


def test_after_the_window_the_file_can_only_be_read(
    cast: Cast, contact: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = filled_in(download(contact), DONE)
    preview = upload(contact, data)
    closed = NOW + timedelta(days=120)
    monkeypatch.setattr("followthrough.desk.views.spreadsheet.now", lambda: closed)
    page = contact.get(EXCEL).content.decode()
    assert "This reporting period has closed." in page and 'type="file"' not in page
    late = upload(contact, data).content.decode()
    assert "This reporting period has closed." in late and not PROPOSAL.search(late)
    assert "is saved already" not in late
    answer = confirm(contact, preview)
    assert (answer.status_code, entry(cast).change) == (409, "")
    assert len(download(contact)) > 5_000


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("report.pdf", harmless.pdf(), "This is not an Excel file."),
        ("report.xlsx", harmless.real_workbook(), "was not downloaded here"),
    ],
)
def test_a_wrong_file_is_refused_beside_its_field(
    contact: Client, name: str, content: bytes, sentence: str
) -> None:
    answer = contact.post(EXCEL, {"workbook": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'href="#id_workbook"' in answer.content.decode()


def test_no_file_is_asked_for(contact: Client) -> None:
    assert b"Choose the Excel file." in contact.post(EXCEL, {}).content


def test_another_institution_and_another_round(cast: Cast, contact: Client) -> None:
    mine, theirs = contact, at_desk(cast.mlga_contact)
    other = EXCEL.replace("corruption-prevention-agency", "mlga")
    answer = upload(theirs, download(mine), other)
    assert "This file is of another institution." in answer.content.decode()
    data = download(mine)
    cast.open(SECOND, LATER)
    later = EXCEL.replace("2026-H1", "2026-H2")
    assert "This file is of another reporting period." in upload(mine, data, later).content.decode()


def test_a_preview_of_somebody_else_or_a_forged_one_saves_nothing(
    cast: Cast, contact: Client
) -> None:
    preview = upload(contact, filled_in(download(contact), DONE))
    answer = confirm(at_desk(cast.alternate), preview)
    assert answer.status_code == 409
    assert b"The preview is out of date." in answer.content
    assert contact.post(EXCEL, {"proposal": "forged"}).status_code == 409
    assert entry(cast).change == ""


def test_an_expired_session_keeps_the_preview(cast: Cast, contact: Client) -> None:
    preview = upload(contact, filled_in(download(contact), DONE))
    stranger = Client()
    assert confirm(stranger, preview).status_code == 302
    sign_in(stranger, User.objects.get(pk=cast.contact.user_id or 0))
    again = stranger.get(EXCEL)
    assert b"The data set is open." in again.content
    assert confirm(stranger, again).status_code == 302
    assert entry(cast).change == "progress"


def test_on_behalf_with_the_mail_as_its_source(cast: Cast, contact: Client) -> None:
    data = filled_in(download(contact), DONE)
    desk = at_desk(cast.coordinator)
    assert b"The file came by mail" in desk.get(EXCEL).content
    assert b"Attach the mail" in upload(desk, data).content
    mail = SimpleUploadedFile("mail.txt", b"From: contact@example.org\n\nOur report.\n")
    wrong = upload(desk, harmless.pdf(), mail=mail)
    # A wrong file keeps no mail: nothing has begun.
    assert (wrong.status_code, cast.report().is_on_behalf) == (422, False)
    mail.seek(0)
    preview = upload(desk, data, mail=mail)
    assert (cast.report().is_on_behalf, entry(cast).change) == (True, "")
    assert confirm(desk, preview)["Location"] == f"{REPORT}check/"
    assert (entry(cast).change, entry(cast).saved_by) == ("progress", cast.coordinator.name)
    # From now on the page asks for no mail.
    assert b"The file came by mail" not in desk.get(EXCEL).content


def test_on_behalf_not_of_a_report_that_was_sent(cast: Cast, contact: Client) -> None:
    data = download(contact)
    sent(cast.report(), cast.contact)
    mail = SimpleUploadedFile("mail.txt", b"From: contact@example.org\n\nOur report.\n")
    answer = upload(at_desk(cast.coordinator), data, mail=mail)
    assert answer.status_code == 409
    assert b"has sent this report itself" in answer.content


def test_the_whole_round_goes_out_and_comes_back_unchanged(cast: Cast) -> None:
    sent(cast.report(), cast.contact)
    desk = at_desk(cast.coordinator)
    data = download(desk, ROUND)
    grid = first_sheet(sheets_in(data))
    assert grid[keys_at(grid)][0] == "institution"
    assert len(grid[keys_at(grid)]) == 13
    page = upload(desk, filled_in(data, {}), ROUND).content.decode()
    assert "Nothing would change" in page and "19 outputs stay as they are." in page


def test_of_a_round_only_reports_that_came_by_mail_are_filled(cast: Cast, contact: Client) -> None:
    desk = at_desk(cast.coordinator)
    data = filled_in(download(desk, ROUND), DONE | {("XK0018 1", "done"): "Ours."})
    page = upload(desk, data, ROUND).content.decode()
    assert page.count("own contact persons write in this report.") == 2
    assert not PROPOSAL.search(page)
    mail = SimpleUploadedFile("mail.txt", b"From: contact@example.org\n\nOur report.\n")
    desk.post(f"{REPORT}on-behalf/", {"mail": mail})
    preview = upload(desk, data, ROUND)
    assert confirm(desk, preview, ROUND)["Location"] == "/en/desk/rounds/2026-H1/"
    assert entry(cast).change == "progress"
    # A contact takes their own rows out of the same file.
    page = upload(contact, data).content.decode()
    assert "Nothing would change" in page and "16 rows of other institutions were not read." in page
    assert "govuk-error-summary" not in page


def test_the_pages_lead_to_the_file(cast: Cast, contact: Client) -> None:
    for path in ("/en/my/", REPORT):
        page = contact.get(path).content.decode()
        assert f'href="{EXCEL}file/"' in page and f'href="{EXCEL}"' in page
    desk = at_desk(cast.coordinator).get("/en/desk/rounds/2026-H1/").content.decode()
    assert f'href="{ROUND}file/"' in desk and f'href="{EXCEL}"' in desk


def test_strangers_and_wrong_methods(cast: Cast, contact: Client) -> None:
    stranger = at_desk(cast.mlga_contact)
    for path in (EXCEL, f"{EXCEL}file/"):
        assert stranger.get(path).status_code == 404
    assert at_desk(cast.member).get(EXCEL).status_code == 403
    assert contact.get(f"{ROUND}file/").status_code == 403
    assert contact.post(f"{EXCEL}file/").status_code == 405
    head = at_desk(appoint(Role.HEAD_OF_UNIT, "corruption-prevention-agency"))
    assert head.get(f"{EXCEL}file/").status_code == 200
    assert head.get(EXCEL).status_code == 403
    assert at_desk(cast.coordinator).get("/en/desk/rounds/2030-H1/excel/").status_code == 404
