"""The task list, "no change" for several, checking, sending, the receipt, and typing on behalf."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from followthrough.audit.models import Event
from followthrough.desk.tests.filing_cast import FIRST, REPORT, VIEWS, answers, at_desk, first
from followthrough.reporting.models import ReportState
from followthrough.reporting.tests.cast import NOW, Cast, appoint, filled, seat, sent

CLEARED = {"cleared_by": "General Secretary", "cleared_on": "2026-07-05", "cleared_reference": "12"}
MAIL = b"From: contact@example.org\n\nOur report: work has begun.\n"


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


def outputs(cast: Cast) -> list[int]:
    return [one.pk for one in cast.report().entries.of_outputs()]


def mail() -> SimpleUploadedFile:
    return SimpleUploadedFile("report.txt", MAIL, "text/plain")


def test_the_task_list_tells_untouched_from_unfinished(cast: Cast, contact: Client) -> None:
    assert contact.get(REPORT).content.count(b"Not answered yet") == 3
    contact.post(FIRST, answers(first(cast), completion="", done=""))
    page = contact.get(REPORT).content
    assert (page.count(b"In progress"), page.count(b"Not answered yet")) == (1, 2)
    contact.post(FIRST, answers(first(cast)))
    assert b"1 of 3 answered" in contact.get(REPORT).content


def test_several_unchanged_with_one_reason(cast: Cast, contact: Client) -> None:
    form = {"entries": outputs(cast), "reason": "staff"}
    answer = contact.post(f"{REPORT}no-change/", form, follow=True)
    assert b"no change in 2 outputs" in answer.content
    assert set(cast.report().entries.of_outputs().values_list("change", "reason")) == {
        ("no_change", "staff")
    }


def test_no_change_overwrites_no_answer(cast: Cast, contact: Client) -> None:
    contact.post(FIRST, answers(first(cast)))
    contact.post(f"{REPORT}no-change/", {"entries": outputs(cast), "reason": "staff"})
    assert first(cast).change == "progress"


def test_no_change_needs_a_reason_and_an_output(cast: Cast, contact: Client) -> None:
    answer = contact.post(f"{REPORT}no-change/", {"reason": "other"})
    assert answer.status_code == 422
    assert b"Tick at least one output." in answer.content
    assert b"which other reason" in answer.content
    answer = contact.post(f"{REPORT}no-change/", {"entries": outputs(cast)})
    assert b"Choose the reason." in answer.content


def test_sending_gives_a_receipt_on_the_page_and_by_mail(
    cast: Cast, contact: Client, told: list[Any]
) -> None:
    filled(cast.report(), cast.contact)
    answer = contact.post(f"{REPORT}check/", CLEARED, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"{REPORT}done/"
    assert "2026-H1/corruption-prevention-agency v" in page
    assert "General Secretary" in page
    assert len(told) == 1
    # A bookmark of the receipt still works, and sending twice is sending once.
    contact.post(f"{REPORT}check/", CLEARED)
    assert contact.get(f"{REPORT}done/").status_code == 200
    assert (len(told), Event.objects.filter(verb="report.submitted").count()) == (1, 1)


def test_an_incomplete_report_names_what_is_missing(cast: Cast, contact: Client) -> None:
    answer = contact.post(f"{REPORT}check/", {})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("/XK0017/1/") >= 2
    assert "Choose what has happened" in page
    assert cast.report().state == ReportState.DRAFT


def test_a_clearance_is_whole_or_none(cast: Cast, contact: Client) -> None:
    filled(cast.report(), cast.contact)
    answer = contact.post(f"{REPORT}check/", {"cleared_reference": "12"})
    assert answer.status_code == 422
    assert b"Give the post" in answer.content and b"Give the day" in answer.content


def test_a_later_edit_voids_the_clearance(cast: Cast, contact: Client) -> None:
    filled(cast.report(), cast.contact)
    contact.post(f"{REPORT}check/", CLEARED)
    contact.post(FIRST, answers(first(cast), done="More."))
    assert not cast.report().is_cleared
    assert b"General Secretary" not in contact.get(f"{REPORT}done/").content


def test_a_receipt_before_sending_leads_to_the_report(contact: Client) -> None:
    assert contact.get(f"{REPORT}done/")["Location"] == REPORT


def test_an_expired_session_keeps_the_clearance(cast: Cast) -> None:
    filled(cast.report(), cast.contact)
    stranger = Client()
    assert stranger.post(f"{REPORT}check/", CLEARED).status_code == 302
    assert "General" in str(stranger.session["kept_posts"])
    assert cast.report().state == ReportState.DRAFT


def test_who_may_only_read_is_offered_no_form(cast: Cast) -> None:
    from followthrough.accounts.models import Role

    head = at_desk(appoint(Role.HEAD_OF_UNIT, "corruption-prevention-agency"))
    page = head.get(f"{REPORT}check/")
    assert page.status_code == 200
    assert b"<form" not in page.content.split(b"<main")[1]
    assert head.post(f"{REPORT}check/", {}).status_code == 403
    assert head.get(FIRST).status_code == 403


def test_a_report_typed_from_a_mail_is_confirmed_by_its_institution(cast: Cast) -> None:
    desk = at_desk(cast.coordinator)
    answer = desk.post(f"{REPORT}on-behalf/", {"mail": mail()})
    assert answer["Location"] == REPORT
    for entry in cast.report().entries.all():
        desk.post(f"{REPORT}XK0017/{entry.place}/", answers(entry))
    desk.post(f"{REPORT}check/", {})
    report = cast.report()
    assert (report.state, report.is_on_behalf) == (ReportState.SUBMITTED, True)
    contact = at_desk(cast.contact)
    assert b"has not confirmed it yet" in contact.get(f"{REPORT}confirm/").content
    assert b"Read it and confirm it" in contact.get("/en/my/").content
    for _ in range(2):
        assert contact.post(f"{REPORT}confirm/").status_code == 302
    assert cast.report().confirmed_at == NOW


def test_typing_on_behalf_takes_a_mail_and_nothing_received(cast: Cast) -> None:
    desk = at_desk(cast.coordinator)
    assert desk.post(f"{REPORT}on-behalf/", {}).status_code == 422
    sent(cast.report(), cast.contact)
    answer = desk.post(f"{REPORT}on-behalf/", {"mail": mail()})
    assert answer.status_code == 409
    assert b"has sent this report itself" in answer.content


def test_only_the_institution_confirms(cast: Cast) -> None:
    assert at_desk(cast.coordinator).post(f"{REPORT}confirm/").status_code == 403
    assert at_desk(cast.mlga_contact).post(f"{REPORT}confirm/").status_code == 404
    answer = at_desk(cast.contact).post(f"{REPORT}confirm/")
    assert b"nothing to confirm" in answer.content


def test_after_the_window_nothing_is_taken(
    cast: Cast, contact: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(cast.report(), cast.contact)
    closed = NOW + timedelta(days=120)
    monkeypatch.setattr("followthrough.desk.views.report.now", lambda: closed)
    answer = contact.post(f"{REPORT}check/", {})
    assert answer.status_code == 409
    assert b"has closed" in answer.content


def test_strangers_and_wrong_methods(cast: Cast, contact: Client) -> None:
    stranger = at_desk(cast.mlga_contact)
    for path in ("", "check/", "done/"):
        assert stranger.get(REPORT + path).status_code == 404
    assert stranger.post(f"{REPORT}no-change/", {}).status_code == 404
    assert at_desk(cast.member).get(REPORT).status_code == 403
    assert contact.get(f"{REPORT}no-change/").status_code == 405
    assert contact.post(REPORT).status_code == 405
    assert contact.get(f"{REPORT}on-behalf/").status_code == 403
    assert contact.get("/en/my/reports/2030-H1/mlga/").status_code == 404
