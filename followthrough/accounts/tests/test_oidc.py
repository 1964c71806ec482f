"""An institution's own sign-in, against a provider of our own that checks what it is asked."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.http import HttpResponse
from django.test import Client

from followthrough.accounts.models import Role, User
from followthrough.accounts.tests.cast import put
from followthrough.accounts.tests.provider import CLIENT, SECRET, Provider, running

pytestmark = pytest.mark.django_db
START, LOGIN, ME = "/account/oidc/", "/en/account/login/", "/en/my/account/"
EMAIL = "contact.fish@example.org"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with running() as one:
        app = {
            "provider_id": "oidc",
            "name": "The ministry",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": one.issuer},
        }
        settings.OIDC_ISSUER, settings.OIDC_NAME = one.issuer, "The ministry"
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
        }
        one.claims = {"sub": "42", "email": EMAIL, "email_verified": True}
        yield one


def walk(client: Client, then: str = "") -> HttpResponse:
    """As a browser would go: to the provider, and back with what it handed out."""
    start = client.get(START + (f"?next={then}" if then else ""))
    back = requests.get(start["Location"], allow_redirects=False, timeout=5).headers["Location"]
    return client.get(f"{urlsplit(back).path}?{urlsplit(back).query}")  # type: ignore[return-value]


def is_in(client: Client) -> bool:
    return client.get(ME).status_code == 200


def test_somebody_known_gets_in(client: Client, provider: Provider) -> None:
    put(Role.CONTACT, "fish")
    assert "Sign in with The ministry" in client.get(LOGIN).content.decode()

    answer = walk(client, "/sq/my/team/")

    assert answer["Location"] == "/sq/my/team/"
    assert is_in(client)
    again = Client()
    walk(again)
    assert is_in(again)


def test_nobody_is_made(client: Client, provider: Provider) -> None:
    answer = walk(client)

    assert answer.status_code == 302
    assert not User.objects.exists()
    assert not is_in(client)


def test_an_address_that_was_not_verified_opens_nothing(client: Client, provider: Provider) -> None:
    put(Role.CONTACT, "fish")
    provider.claims["email_verified"] = False

    walk(client)

    assert not is_in(client)


def test_the_same_account_with_another_address_opens_nothing(
    client: Client, provider: Provider
) -> None:
    put(Role.CONTACT, "fish")
    put(Role.CONTACT, "bank")
    walk(Client())
    provider.claims["email"] = "contact.bank@example.org"

    walk(client)

    assert not is_in(client)


def test_a_foreign_state_opens_nothing(client: Client, provider: Provider) -> None:
    put(Role.CONTACT, "fish")
    start = client.get(START)
    query = parse_qs(urlsplit(start["Location"]).query)
    assert query["code_challenge_method"] == ["S256"]

    client.get("/account/oidc/callback/?code=x&state=guessed")

    assert not is_in(client)


def test_it_is_no_second_step_unless_trusted_as_one(
    client: Client, provider: Provider, settings: Any
) -> None:
    put(Role.COORDINATOR, "mlga", EMAIL)
    walk(client)
    assert client.get("/en/desk/people/").status_code == 302

    settings.OIDC_SECOND_FACTOR = True

    assert client.get("/en/desk/people/").status_code == 200


def test_without_a_provider_there_is_none(client: Client) -> None:
    assert "institution’s account" not in client.get(LOGIN).content.decode()
    assert client.get(START).status_code == 404
