"""The register on the desk: opened, carried on, resolved; a stranger's is not found."""

import pytest
from django.test import Client

from followthrough.accounts.models import Institution, User
from followthrough.accounts.permissions import Actor
from followthrough.accounts.tests.cast import sign_in
from followthrough.plans.models import Commitment
from followthrough.reporting.models import Obstacle
from followthrough.reporting.tests.cast import Cast, seat

LIST = "/en/desk/obstacles/"
WORDS = {"reason": "procurement", "description": "The tender is late."}


@pytest.fixture(autouse=True)
def _one_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.SECOND_FACTOR_COMPULSORY", False, raising=False)


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    seated.open()
    return seated


def signed_in(actor: Actor) -> Client:
    client = Client()
    sign_in(client, User.objects.get(pk=actor.user_id or 0))
    return client


def opened(cast: Cast, by: Actor | None = None, slug: str = "corruption-prevention-agency") -> int:
    commitment = str(Commitment.objects.get(code="XK0017").pk)
    owner = str(Institution.objects.get(slug=slug).pk)
    places = {"commitment": commitment, "owner": owner}
    return signed_in(by or cast.contact).post(f"{LIST}new/", {**WORDS, **places}).status_code


def test_a_contact_opens_one_and_finds_it_in_the_list(cast: Cast) -> None:
    assert opened(cast) == 302
    page = signed_in(cast.contact).get(LIST).content.decode()
    assert "The tender is late." in page and "Open for" in page


def test_nobody_opens_one_for_another_institution(cast: Cast) -> None:
    assert opened(cast, cast.mlga_contact) == 200
    assert not Obstacle.objects.exists()


def test_an_entry_opens_one_however_often_it_is_pressed(cast: Cast) -> None:
    entry = cast.report().entries.of_outputs()[0]
    client = signed_in(cast.contact)
    for _ in range(2):
        assert client.post(f"{LIST}new/?entry={entry.pk}", WORDS).status_code == 302
    assert Obstacle.objects.get().entry == entry
    assert signed_in(cast.mlga_contact).get(f"{LIST}new/?entry={entry.pk}").status_code == 404


def test_it_is_carried_on_and_resolved(cast: Cast) -> None:
    opened(cast)
    one, client = Obstacle.objects.get(), signed_in(cast.coordinator)
    steps = [
        {"step": "escalate", "escalate-to": "The Forum's meeting"},
        {"step": "resolve", "resolve-resolution": "Signed."},
        {"step": "reopen"},
    ]
    for seen, step in enumerate(steps, 1):
        assert client.post(f"{LIST}{one.pk}/", {**step, "seen": str(seen)}).status_code == 302
    one.refresh_from_db()
    assert (one.escalated_to, one.resolved_on, one.version) == ("The Forum's meeting", None, 4)


def test_a_step_on_an_older_version_is_refused_with_a_sentence(cast: Cast) -> None:
    opened(cast)
    data = {"step": "escalate", "escalate-to": "The Forum", "seen": "7"}
    page = signed_in(cast.contact).post(f"{LIST}{Obstacle.objects.get().pk}/", data, follow=True)
    assert "Somebody else has changed this obstacle." in page.content.decode()


def test_a_strangers_obstacle_is_not_found(cast: Cast) -> None:
    opened(cast)
    address = f"{LIST}{Obstacle.objects.get().pk}/"
    assert signed_in(cast.mlga_contact).get(address).status_code == 404
    assert signed_in(cast.member).get(address).status_code == 403
    assert signed_in(cast.contact).put(address).status_code == 405
    assert signed_in(cast.contact).post(address, {"step": "burn"}).status_code == 404
