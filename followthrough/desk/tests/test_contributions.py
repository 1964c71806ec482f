"""A lead asks by mail, a body answers without an account, the lead takes the answer over."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from followthrough.accounts.models import Institution, User
from followthrough.accounts.permissions import Actor
from followthrough.outbox.models import Message
from followthrough.reporting.models import Contribution, Entry
from followthrough.reporting.tests.cast import NOW, Cast, seat

QUESTION = {"email": "office@example.org", "language": "en", "question": "How many?"}
ANSWER = {"words": "Ten municipalities sent data.", "name": "Secretariat", "link": ""}


@pytest.fixture(autouse=True)
def _edges(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SECOND_FACTOR_COMPULSORY = False
    monkeypatch.setattr("followthrough.desk.views.contributions.now", lambda: NOW)


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    seated.open()
    return seated


def first(cast: Cast) -> Entry:
    return cast.report().entries.of_outputs()[0]


def page(cast: Cast) -> str:
    return f"/en/my/entries/{first(cast).pk}/contributions/"


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id or 0))
    return client


def asked(cast: Cast) -> str:
    """Asks, and returns the link of the mail."""
    body = Institution.objects.get(slug="association-of-municipalities")
    signed_in(cast.contact).post(page(cast), {**QUESTION, "institution": str(body.pk)})
    mail = Message.objects.get(key__startswith="contribution:")
    found = re.search(r"(/en/contribute/\S+)", mail.body)
    assert found
    return found.group(1)


def test_the_whole_way(cast: Cast) -> None:
    link = asked(cast)
    assert "How many?" in Client().get(link).content.decode()
    receipt = Client().post(link, ANSWER, follow=True).content.decode()
    assert "Your answer was received" in receipt and ANSWER["words"] in receipt
    one = Contribution.objects.get()
    signed_in(cast.contact).post(f"/en/my/contributions/{one.pk}/", {"decision": "accept"})
    assert str(first(cast).done) == ANSWER["words"]
    # What was taken over is no longer changed from outside.
    assert "This question is closed" in Client().get(link).content.decode()
    Client().post(link, {**ANSWER, "words": "Other"})
    assert Contribution.objects.get().answer == ANSWER["words"]


def test_reading_changes_nothing_and_tells_no_other_site(cast: Cast) -> None:
    link = asked(cast)
    answer = Client().get(link)
    assert Contribution.objects.get().state == Contribution.State.ASKED
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_answer_may_be_changed_until_it_is_taken_over(cast: Cast) -> None:
    link = asked(cast)
    for words in (ANSWER["words"], "Twelve."):
        Client().post(link, {**ANSWER, "words": words})
    assert Contribution.objects.get().answer == "Twelve."


def test_too_long_or_no_answer_says_why(cast: Cast) -> None:
    link = asked(cast)
    assert (
        "Shorten it to 600" in Client().post(link, {**ANSWER, "words": "a" * 601}).content.decode()
    )
    assert Client().post(link, {**ANSWER, "words": ""}).status_code == 200
    bad = Client().post(link, {**ANSWER, "link": "javascript:alert(1)"}).content.decode()
    assert "not the address of a web page" in bad
    assert not Contribution.objects.get().answer


def test_after_the_round_nothing_is_taken(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    link = asked(cast)
    closed = NOW + timedelta(days=120)
    monkeypatch.setattr("followthrough.desk.views.contributions.now", lambda: closed)
    assert "This question is closed" in Client().get(link).content.decode()
    Client().post(link, ANSWER)
    assert not Contribution.objects.get().answer


def test_a_guessed_link_is_no_page(cast: Cast) -> None:
    asked(cast)
    assert Client().get("/en/contribute/guessed/").status_code == 404
    assert Client().get("/en/contribute/guessed/done/").status_code == 404


def test_strangers_and_wrong_roles(cast: Cast) -> None:
    asked(cast)
    one = Contribution.objects.get()
    url = f"/en/my/contributions/{one.pk}/"
    assert signed_in(cast.mlga_contact).get(page(cast)).status_code == 404
    assert signed_in(cast.mlga_contact).post(url, {"decision": "decline"}).status_code == 404
    assert signed_in(cast.member).get(page(cast)).status_code == 403
    assert signed_in(cast.contact).get(url).status_code == 405
    assert signed_in(cast.contact).post(url, {"decision": "?"}).status_code == 404
