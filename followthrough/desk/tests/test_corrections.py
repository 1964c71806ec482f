"""Proposing a correction, and the second pair of eyes."""

from typing import Any

import pytest
from django.test import Client

from followthrough.accounts.models import Role, User
from followthrough.accounts.permissions import Actor
from followthrough.reporting.models import Correction, PublishedEntry
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.tests.cast import NOW, Cast, appoint, seat, verified

LIST = "/en/desk/corrections/"


@pytest.fixture(autouse=True)
def _edges(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SECOND_FACTOR_COMPULSORY = False
    monkeypatch.setattr("followthrough.desk.views.corrections.now", lambda: NOW)


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    seated.open()
    report = verified(seated.report(), seated.contact, seated.coordinator)
    publish(report, by=seated.coordinator, at=NOW)
    return seated


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id or 0))
    return client


def standing() -> PublishedEntry:
    return PublishedEntry.objects.current().get(output__number=1, round__slug="2026-H1")


def answers(**more: str) -> dict[str, str]:
    row = standing()
    same = {"change": row.change, "completion": row.completion, "done": str(row.done)}
    return {**same, "erratum": "The level was wrong.", **more}


def proposed(cast: Cast) -> Correction:
    url = f"/en/my/published/{standing().pk}/correct/"
    signed_in(cast.contact).post(url, answers(completion="substantial"))
    return Correction.objects.get()


def test_proposed_by_one_and_confirmed_by_another(cast: Cast) -> None:
    one = proposed(cast)
    assert one.values == {"completion": "substantial"}
    client = signed_in(cast.coordinator)
    page = client.get(LIST).content.decode()
    assert "The level was wrong." in page and "Substantial" in page
    for _ in range(2):
        client.post(f"{LIST}{one.pk}/", {"decision": "confirm"})
    assert (standing().completion, standing().number) == ("substantial", 2)


def test_every_kind_of_answer_is_shown_in_words(cast: Cast) -> None:
    url = f"/en/my/published/{standing().pk}/correct/"
    other = {
        "change": "problem", "completion": "limited", "done": "Other words.", "reason": "money",
        "next_step": "A next step.", "expected_on": "2027-12-31",
    }  # fmt: skip
    signed_in(cast.contact).post(url, answers(**other))
    changed = set(Correction.objects.get().values)
    assert {"done", "reason", "next_step", "expected_on"} <= changed
    page = signed_in(cast.coordinator).get(LIST)
    text = page.content.decode()
    assert page.status_code == 200
    for words in ("Other words.", "A next step.", "Q4 2027", "Problem or delay"):
        assert words in text


def test_a_refusal_takes_a_reason_that_the_proposer_reads(cast: Cast) -> None:
    one = proposed(cast)
    client = signed_in(cast.coordinator)
    page = client.post(f"{LIST}{one.pk}/", {"decision": "refuse"}, follow=True)
    assert "Say why" in page.content.decode()
    client.post(f"{LIST}{one.pk}/", {"decision": "refuse", "reason": "It was right."})
    assert "It was right." in signed_in(cast.contact).get(LIST).content.decode()
    assert standing().number == 1


def test_nothing_changed_or_no_erratum_says_why(cast: Cast) -> None:
    url = f"/en/my/published/{standing().pk}/correct/"
    client = signed_in(cast.contact)
    assert "Nothing is changed" in client.post(url, answers()).content.decode()
    silent = client.post(url, answers(completion="substantial", erratum=""))
    assert "What was wrong: This field is required." in " ".join(silent.content.decode().split())
    incomplete = client.post(url, answers(change="completed", completion="complete"))
    assert "Give the day on which it was completed." in incomplete.content.decode()
    assert not Correction.objects.exists()


def test_nobody_confirms_their_own(cast: Cast) -> None:
    url = f"/en/my/published/{standing().pk}/correct/"
    client = signed_in(cast.coordinator)
    client.post(url, answers(completion="substantial"))
    one = Correction.objects.get()
    assert "Somebody else has to confirm it" in client.get(LIST).content.decode()
    client.post(f"{LIST}{one.pk}/", {"decision": "confirm"})
    assert standing().number == 1
    second = appoint(Role.COORDINATOR, "mlga", "second@example.org")
    signed_in(second).post(f"{LIST}{one.pk}/", {"decision": "confirm"})
    assert standing().number == 2


def test_strangers_and_wrong_roles(cast: Cast) -> None:
    one = proposed(cast)
    correct = f"/en/my/published/{standing().pk}/correct/"
    assert signed_in(cast.mlga_contact).get(correct).status_code == 404
    assert signed_in(cast.member).get(LIST).status_code == 403
    assert signed_in(cast.alternate).post(f"{LIST}{one.pk}/").status_code == 403
    # The deputy chair decides on the coordinator's own only.
    assert signed_in(cast.deputy_chair).post(f"{LIST}{one.pk}/").status_code == 404
    assert signed_in(cast.coordinator).get(f"{LIST}{one.pk}/").status_code == 405
    assert signed_in(cast.coordinator).post(f"{LIST}{one.pk}/").status_code == 404
    assert "level was wrong" not in signed_in(cast.mlga_contact).get(LIST).content.decode()
