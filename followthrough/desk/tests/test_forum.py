"""The page of ratings: drafts kept, signed at once, nobody else's; the coding beside it."""

import pytest
from django.test import Client

from followthrough.accounts.models import Role, User
from followthrough.accounts.permissions import Actor
from followthrough.accounts.tests.cast import sign_in
from followthrough.plans.models import Commitment
from followthrough.reporting.models import Coding, Rating
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.tests.cast import NOW, Cast, appoint, seat, verified

PAGE = "/en/forum/"
ANSWERS = {"XK0017-completion": "substantial", "XK0017-sentence": "The data are there."}


@pytest.fixture(autouse=True)
def _no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followthrough.reporting.emails._tell", lambda *a, **k: None)


@pytest.fixture(autouse=True)
def _one_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.SECOND_FACTOR_COMPULSORY", False, raising=False)


@pytest.fixture
def cast(db: None, _no_mail: None) -> Cast:
    seated = seat()
    seated.open()
    publish(
        verified(seated.report(), seated.contact, seated.coordinator),
        by=seated.coordinator,
        at=NOW,
    )
    return seated


def signed_in(actor: Actor) -> Client:
    client = Client()
    sign_in(client, User.objects.get(pk=actor.user_id or 0))
    return client


def test_a_member_saves_a_draft_and_finds_it_again(cast: Cast) -> None:
    client = signed_in(cast.member)
    assert client.post(PAGE, {**ANSWERS, "save": "1"}).status_code == 302
    assert Rating.objects.get().signed_at is None
    assert b"The data are there." in client.get(PAGE).content


def test_sign_all_signs_what_is_filled_and_says_so(cast: Cast) -> None:
    client = signed_in(cast.member)
    page = client.post(PAGE, {**ANSWERS, "sign": "1"}, follow=True)
    assert "1 rating is signed and public." in page.content.decode()
    assert Rating.objects.get().signed_at is not None


def test_what_is_half_filled_stays_a_draft_and_is_named(cast: Cast) -> None:
    page = signed_in(cast.member).post(PAGE, {"XK0017-completion": "limited", "sign": "1"})
    assert "Say in one sentence why" in page.content.decode()
    assert Rating.objects.get().signed_at is None


def test_the_page_saves_by_itself_and_hands_back_the_version(cast: Cast) -> None:
    page = signed_in(cast.member).post(f"{PAGE}XK0017/draft/", ANSWERS)
    assert 'name="XK0017-seen" value="1"' in " ".join(page.content.decode().split())
    assert Rating.objects.get().completion == "substantial"


def test_a_colleagues_text_is_shown_beside_mine(cast: Cast) -> None:
    client = signed_in(cast.member)
    client.post(PAGE, {**ANSWERS, "save": "1"})
    mine = {"XK0017-completion": "limited", "XK0017-sentence": "Mine.", "XK0017-seen": "0"}
    page = client.post(PAGE, {**mine, "save": "1"}).content.decode()
    assert "Mine." in page and "The data are there." in page
    assert Rating.objects.get().completion == "substantial"


def test_a_signed_rating_changes_by_signing_anew(cast: Cast) -> None:
    client = signed_in(cast.member)
    client.post(PAGE, {**ANSWERS, "sign": "1"})
    seen = {"XK0017-seen": str(Rating.objects.get().version)}
    other = {**ANSWERS, **seen, "XK0017-completion": "complete"}
    client.post(PAGE, {**other, "save": "1"})
    assert Rating.objects.get().completion == "substantial"
    client.post(f"{PAGE}XK0017/sign/", other)
    assert Rating.objects.get().completion == "complete"


def test_nobody_rates_for_another_organisation(cast: Cast) -> None:
    appoint(Role.FORUM_MEMBER, "association-of-municipalities", "x@example.org")
    page = signed_in(cast.member).post(PAGE, {**ANSWERS, "as": "association-of-municipalities"})
    assert page.status_code == 404
    assert not Rating.objects.exists()


def test_other_posts_do_not_rate(cast: Cast) -> None:
    assert signed_in(cast.contact).get(PAGE).status_code == 403
    assert signed_in(cast.coordinator).get(PAGE).url == "/en/desk/codings/"  # type: ignore[attr-defined]
    assert signed_in(cast.member).get(f"{PAGE}XK0017/draft/").status_code == 405
    assert signed_in(cast.member).post(f"{PAGE}XK9999/draft/").status_code == 404


def test_the_page_takes_a_fixed_number_of_queries(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    client = signed_in(cast.member)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(PAGE)


def coded(value: str = "modest") -> dict[str, str]:
    return {
        "commitment": str(Commitment.objects.get(code="XK0017").pk),
        "coded": f"potential:{value}",
        "source": "Action Plan Review 2026",
        "link": "https://example.org/r",
        "coded_on_day": "1",
        "coded_on_month": "6",
        "coded_on_year": "2026",
    }


def test_the_coordinator_enters_a_coding(cast: Cast) -> None:
    page = signed_in(cast.coordinator).post("/en/desk/codings/", coded(), follow=True)
    assert Coding.objects.get().value == "modest"
    assert "Action Plan Review 2026" in page.content.decode()


def test_a_coding_outside_the_scheme_and_a_member_are_refused(cast: Cast) -> None:
    assert signed_in(cast.coordinator).post("/en/desk/codings/", coded("huge")).status_code == 200
    assert signed_in(cast.member).post("/en/desk/codings/", coded()).status_code == 403
    assert not Coding.objects.exists()
