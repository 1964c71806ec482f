"""Reminding by hand: the preview shows exactly the mails, each goes once, the receipt says so."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from followthrough.accounts.models import User
from followthrough.accounts.permissions import Actor
from followthrough.accounts.tests.cast import sign_in
from followthrough.outbox.models import Message, State
from followthrough.reporting.models import Report
from followthrough.reporting.tests.cast import Cast, seat, sent

PAGE = "/en/desk/reminders/"
# Five working days after the first round's due day.
LATE = datetime(2026, 7, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _edges(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SECOND_FACTOR_COMPULSORY = False
    for name in ("board", "reminders"):
        monkeypatch.setattr(f"followthrough.desk.views.{name}.now", lambda: LATE)


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    seated.open()
    return seated


@pytest.fixture
def late(cast: Cast) -> Report:
    """The agency is silent; the coordinator's own institution has reported."""
    sent(cast.report("mlga"), cast.mlga_contact)
    User.objects.filter(pk=cast.alternate.user_id or 0).update(language="sr-latn")
    Message.objects.all().delete()
    return cast.report()


def client_of(actor: Actor) -> Client:
    client = Client()
    sign_in(client, User.objects.get(pk=actor.user_id or 0))
    return client


def words(answer: Any) -> str:
    html = answer.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_desk_leads_to_the_preview(cast: Cast, late: Report) -> None:
    html = client_of(cast.coordinator).get("/en/desk/").content.decode()
    assert f'href="{PAGE}?report={late.pk}"' in html
    assert f'name="report"\n                       value="{late.pk}"' in html
    assert "No reminder has been sent yet." in html


def test_the_preview_shows_exactly_the_mails(cast: Cast, late: Report) -> None:
    coordinator = client_of(cast.coordinator)
    shown = words(coordinator.get(PAGE, {"report": late.pk}))
    assert "2 mails will be sent" in shown
    assert "Contact person, Agency for Prevention of Corruption" in shown
    assert "Head of unit Nobody holds the post." in shown
    assert not Message.objects.exists()

    coordinator.post(PAGE, {"report": late.pk})
    mails = Message.objects.all()
    assert {one.language for one in mails} == {"sq", "sr-latn"}
    for one in mails:
        assert " ".join(one.body.split()) in shown
        assert one.subject in shown


def test_a_second_press_sends_nothing_more(cast: Cast, late: Report) -> None:
    coordinator = client_of(cast.coordinator)
    for _ in range(2):
        answer = coordinator.post(PAGE, {"report": late.pk}, follow=True)
        assert Message.objects.count() == 2
        assert "2 posts were reminded today" in words(answer)
        assert "Was reminded today already" not in words(answer)
    preview = words(coordinator.get(PAGE, {"report": late.pk}))
    assert "No mail will be sent" in preview
    assert "Was reminded today already" in preview


def test_all_that_are_late_are_one_press(cast: Cast, late: Report) -> None:
    shown = words(client_of(cast.coordinator).get(PAGE, {"all": "1"}))
    assert "2 mails will be sent" in shown


def test_a_report_that_has_come_gets_no_reminder(cast: Cast, late: Report) -> None:
    sent(late, cast.contact, LATE - timedelta(days=3))
    Message.objects.all().delete()
    coordinator = client_of(cast.coordinator)
    assert "The report has come." in words(coordinator.get(PAGE, {"report": late.pk}))
    answer = coordinator.post(PAGE, {"report": late.pk}, follow=True)
    assert "Nobody was reminded" in words(answer)
    assert not Message.objects.exists()


def test_nothing_ticked_says_what_to_do(cast: Cast, late: Report) -> None:
    coordinator = client_of(cast.coordinator)
    for asked in ({}, {"report": "x"}, {"report": "999999"}):
        assert "tick at least one report" in words(coordinator.get(PAGE, asked))


def test_the_receipt_tells_what_the_mail_server_said(cast: Cast, late: Report) -> None:
    coordinator = client_of(cast.coordinator)
    answer = coordinator.post(PAGE, {"report": late.pk}, follow=True)
    assert "The mail is on its way." in words(answer)
    Message.objects.update(state=State.REFUSED)
    receipt = answer.redirect_chain[-1][0]
    assert "Refused by the mail server" in words(coordinator.get(receipt))
    desk = words(coordinator.get("/en/desk/alarms/"))
    assert "4 alarms" in desk and "did not arrive" in desk and "no backup yet" in desk


def test_only_who_may_remind_gets_here(cast: Cast, late: Report) -> None:
    for actor in (cast.contact, cast.deputy_chair, cast.member):
        client = client_of(actor)
        assert client.get(PAGE, {"report": late.pk}).status_code == 403
        assert client.post(PAGE, {"report": late.pk}).status_code == 403
        assert client.get(f"{PAGE}sent/").status_code == 403
    assert client_of(cast.coordinator).delete(PAGE).status_code == 405
    assert not Message.objects.exists()
