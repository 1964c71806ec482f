"""The page that signs in as anybody: in the demonstration only, one click each."""

import sys
from collections.abc import Iterator
from importlib import import_module, reload
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import clear_url_caches

from followthrough.accounts.models import Role, Tenure
from followthrough.demo import life
from followthrough.demo.cast import AGENCY, MINISTRY, MLGA, NETWORK
from followthrough.lib.demo_day import moment_of
from followthrough.outbox.models import Message

pytestmark = pytest.mark.django_db
NOW = moment_of("")


def _routes_anew() -> None:
    reload(sys.modules["followthrough.urls"])
    clear_url_caches()


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Client]:
    """The site as `followthrough demo` serves it, on its usual day."""
    import_module("followthrough.urls")
    with override_settings(
        DEMO=True, DEMO_AT=NOW, MEDIA_ROOT=tmp_path, SECOND_FACTOR_COMPULSORY=False
    ):
        _routes_anew()
        life.load(NOW)
        yield Client()
    _routes_anew()


def tenure(role: Role, slug: str) -> Tenure:
    return Tenure.objects.get(post__role=role, post__institution__slug=slug)


def test_everybody_is_on_the_page_with_what_waits_for_them(demonstration: Client) -> None:
    page = demonstration.get("/en/demo/").content.decode()
    assert page.count("<form") == Tenure.objects.count()
    for words in ("Returned for completion", "To verify: 16", "Draft", "22 January 2027"):
        assert words in page


@pytest.mark.parametrize(
    ("role", "slug", "path"),
    [
        (Role.CONTACT, AGENCY, "/en/my/"),
        (Role.CONTACT, MINISTRY, "/en/my/"),
        (Role.COORDINATOR, MLGA, "/en/desk/"),
        (Role.DEPUTY_CHAIR, NETWORK, "/en/desk/verify/"),
        (Role.FORUM_MEMBER, NETWORK, "/en/forum/"),
        (Role.ADMINISTRATOR, MLGA, "/en/desk/people/"),
    ],
)
def test_one_click_signs_in(demonstration: Client, role: Role, slug: str, path: str) -> None:
    answer = demonstration.post(f"/en/demo/{tenure(role, slug).pk}/", follow=True)
    assert answer.redirect_chain == [(path, 302)]
    assert answer.status_code == 200


def test_looking_signs_nobody_in_and_a_stranger_is_not_found(demonstration: Client) -> None:
    pk = tenure(Role.CONTACT, MLGA).pk
    assert demonstration.get(f"/en/demo/{pk}/").status_code == 405
    assert demonstration.post("/en/demo/999999/").status_code == 404
    assert "_auth_user_id" not in demonstration.session


def test_it_changes_no_row_of_the_life(demonstration: Client) -> None:
    from followthrough.audit.models import Event

    before = Event.objects.count()
    demonstration.post(f"/en/demo/{tenure(Role.CONTACT, MLGA).pk}/")
    assert Event.objects.count() == before


def test_the_mails_of_the_cast_are_there_to_read(demonstration: Client) -> None:
    stranger = Message.objects.create(
        key="x", to="somebody@example.com", language="en", subject="Not for the page", body="",
        created_at=NOW, next_try_at=NOW,
    )  # fmt: skip
    page = demonstration.get("/en/demo/mails/").content.decode()
    assert (
        page.count('<details class="govuk-details"')
        == min(Message.objects.exclude(pk=stranger.pk).count(), 100)
        > 5
    )
    assert "Not for the page" not in page
