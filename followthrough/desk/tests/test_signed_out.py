"""Whoever was signed out while writing finds it again on the page of the form; nothing is done."""

from typing import Any

import pytest
from django.test import Client

from followthrough.accounts.models import User
from followthrough.accounts.permissions import Actor
from followthrough.audit.models import Event
from followthrough.desk.tests.filing_cast import FIRST, REPORT, answers, first
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.tests.cast import NOW, Cast, seat, verified

HOST = "http://testserver"
WORDS = "Typed for a whole hour."
PLAN = "/en/desk/plan/"
# Who, the page with the form, the address it sends to, and what is sent.
FORMS: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "obstacle": ("coordinator", "/en/desk/obstacles/new/", "", {"description": WORDS}),
    "coding": ("coordinator", "/en/desk/codings/", "", {"source": WORDS}),
    "texts": (
        "coordinator", f"{PLAN}commitments/XK0018/", "", {"step": "texts", "title_sq": WORDS},
    ),
    "output": (
        "coordinator", f"{PLAN}outputs/XK0018/2/", "", {"step": "deadline", "words": WORDS},
    ),
    "adoption": ("coordinator", f"{PLAN}adopt/", "", {"step": "plan", "body_sq": WORDS}),
    "institution": ("coordinator", f"{PLAN}institutions/new/", "", {"name_sq": WORDS}),
    "same reason": ("contact", REPORT, f"{REPORT}no-change/", {"reason_words": WORDS}),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _edges(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SECOND_FACTOR_COMPULSORY = False
    monkeypatch.setattr("followthrough.desk.clock.now", lambda: NOW)


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    seated.open()
    return seated


def sent_while_signed_out(actor: Actor, page: str, to: str, fields: dict[str, str]) -> str:
    """The page that the person comes to after signing in."""
    client = Client()
    answer = client.post(to or page, fields, headers={"Referer": f"{HOST}{page}"})
    assert answer.status_code == 302
    client.force_login(User.objects.get(pk=actor.user_id or 0))
    following = client.get(answer["Location"], follow=True)
    assert following.redirect_chain[-1][0] == page
    return following.content.decode()


@pytest.mark.parametrize("name", FORMS)
def test_what_was_written_is_there_again_and_nothing_was_done(cast: Cast, name: str) -> None:
    who, page, to, fields = FORMS[name]
    before = Event.objects.count()
    text = sent_while_signed_out(getattr(cast, who), page, to, fields)
    assert WORDS in text
    assert "Nothing was done with it yet" in text
    assert Event.objects.count() == before


def test_a_page_with_a_query_is_found_again(cast: Cast) -> None:
    page = f"/en/desk/obstacles/new/?entry={first(cast).pk}"
    assert WORDS in sent_while_signed_out(cast.contact, page, "", {"description": WORDS})


def test_the_page_of_ratings_fills_in_what_was_written(cast: Cast) -> None:
    publish(verified(cast.report(), cast.contact, cast.coordinator), by=cast.coordinator, at=NOW)
    text = sent_while_signed_out(cast.member, "/en/forum/", "", {"XK0017-sentence": WORDS})
    assert f"{WORDS}</textarea>" in text


def test_a_reason_for_a_correction_is_shown_to_copy(cast: Cast) -> None:
    report = verified(cast.report(), cast.contact, cast.coordinator)
    publish(report, by=cast.coordinator, at=NOW)
    page = "/en/desk/corrections/"
    text = sent_while_signed_out(cast.coordinator, page, f"{page}1/", {"reason": WORDS})
    assert f"<blockquote>{WORDS}</blockquote>" in text


def test_an_entry_sent_with_its_evidence_is_found_again(cast: Cast) -> None:
    fields = answers(first(cast), done=WORDS)
    assert WORDS in sent_while_signed_out(cast.contact, FIRST, f"{FIRST}evidence/", fields)
    assert not first(cast).done


def test_another_site_is_not_where_one_comes_back_to(cast: Cast) -> None:
    answer = Client().post(FIRST, {"done": WORDS}, headers={"Referer": "https://example.org/x"})
    assert answer["Location"].endswith(f"next={FIRST.replace('/', '%2F')}")


def test_it_is_given_back_once(cast: Cast) -> None:
    client = Client()
    page = "/en/desk/obstacles/new/"
    client.post(page, {"description": WORDS}, headers={"Referer": f"{HOST}{page}"})
    client.force_login(User.objects.get(pk=cast.coordinator.user_id or 0))
    assert WORDS in client.get(page).content.decode()
    assert WORDS not in client.get(page).content.decode()
