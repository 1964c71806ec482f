"""Asking another body about one output, and taking its answer over or not."""

import re
from datetime import timedelta

import pytest

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import NotAllowed
from followthrough.outbox.models import Message
from followthrough.reporting.models import Contribution, Entry
from followthrough.reporting.operations.contributions import (
    BadAnswer,
    Request,
    accept,
    answer,
    ask,
    by_token,
    decline,
)
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.refusals import NotOpen, WrongState
from followthrough.reporting.tests.cast import NOW, Cast, progress

WORDS = "Komunat kanë dërguar të dhënat."


def asked(cast: Cast) -> tuple[Entry, Contribution]:
    entry = cast.report().entries.of_outputs()[0]
    body = Institution.objects.get(slug="association-of-municipalities")
    request = Request(body, "zyra@example.org", "sq", "Sa komuna?")
    return entry, ask(entry, request, by=cast.contact, at=NOW)


def answered(contribution: Contribution, words: str = WORDS, link: str = "") -> Contribution:
    return answer(contribution, words=words, name="Zyra", link=link, at=NOW)


def test_the_mail_s_link_is_the_only_key(cast: Cast) -> None:
    _, contribution = asked(cast)
    mail = Message.objects.get(key=f"contribution:{contribution.pk}")
    found = re.search(r"/contribute/([\w-]+)/", mail.body)
    assert found
    assert by_token(found.group(1)) == contribution
    assert by_token("guessed") is None
    assert found.group(1) not in contribution.token_sha256


def test_asking_twice_sends_one_mail(cast: Cast) -> None:
    assert asked(cast)[1] == asked(cast)[1]
    assert Message.objects.filter(key__startswith="contribution:").count() == 1


def test_an_accepted_answer_stands_behind_the_lead_s_words(cast: Cast) -> None:
    entry, contribution = asked(cast)
    save_entry(entry, progress(words="Puna ka filluar."), seen=1, by=cast.contact, at=NOW)
    answered(contribution, link="https://example.org/data")
    for _ in range(2):
        accept(contribution, by=cast.contact, at=NOW)
    entry.refresh_from_db()
    assert str(entry.done) == f"Puna ka filluar.\n{WORDS}"
    assert entry.evidence.get().link == "https://example.org/data"


def test_an_answer_too_long_together_is_left_to_the_lead(cast: Cast) -> None:
    entry, contribution = asked(cast)
    save_entry(entry, progress(words="a" * 590), seen=1, by=cast.contact, at=NOW)
    answered(contribution)
    with pytest.raises(BadAnswer, match="600"):
        accept(contribution, by=cast.contact, at=NOW)
    assert str(Entry.objects.get(pk=entry.pk).done) == "a" * 590


def test_an_answer_may_be_changed_until_it_is_decided_on(cast: Cast) -> None:
    _, contribution = asked(cast)
    answered(contribution)
    assert answered(contribution, "Më shumë.").answer == "Më shumë."
    decline(contribution, by=cast.contact, at=NOW)
    with pytest.raises(WrongState):
        answered(contribution, "Edhe më shumë.")


def test_an_answer_needs_words(cast: Cast) -> None:
    _, contribution = asked(cast)
    for words in (" ", "a" * 601):
        with pytest.raises(BadAnswer):
            answered(contribution, words)


def test_after_closing_nothing_is_answered(cast: Cast) -> None:
    _, contribution = asked(cast)
    with pytest.raises(NotOpen):
        answer(contribution, words=WORDS, name="", link="", at=NOW + timedelta(days=200))


def test_a_stranger_neither_asks_nor_decides(cast: Cast) -> None:
    _, contribution = asked(cast)
    answered(contribution)
    for stranger in (cast.mlga_contact, cast.member, cast.coordinator):
        with pytest.raises(NotAllowed):
            accept(contribution, by=stranger, at=NOW)
        with pytest.raises(NotAllowed):
            decline(contribution, by=stranger, at=NOW)
