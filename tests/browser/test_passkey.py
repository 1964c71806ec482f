"""A passkey, added and used in a real browser: the second step without a telephone's code."""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page

from followthrough.accounts.models import Role, Tenure
from followthrough.accounts.tests.cast import put
from followthrough.outbox.models import Message

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# The browser's driver runs a loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _static_files() -> Iterator[None]:
    """The test server looks files up by the names that they have in the sources."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 360, "height": 780})
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


def code_page(page: Page, tenure: Tenure, live_server: Any) -> None:
    """Sign in with the code of the newest mail."""
    page.goto(f"{live_server.url}/en/account/login/")
    page.locator("#id_email").fill(tenure.user.email)
    page.locator("main form button").first.click()
    page.locator("#id_code").wait_for()
    found = re.search(r"^\d{6}$", Message.objects.latest("pk").body, re.MULTILINE)
    page.locator("#id_code").fill(found[0] if found else "")
    with page.expect_navigation():
        page.locator("main form button").first.click()


def test_a_passkey_is_added_and_opens_the_desk_the_next_time(
    context: BrowserContext, live_server: Any
) -> None:
    coordinator = put(Role.COORDINATOR, "mlga")
    page = context.new_page()
    broken: list[str] = []
    page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    code_page(page, coordinator, live_server)
    page.goto(f"{live_server.url}/en/account/second-step/keys/add/")
    page.locator("input[name=name]").fill("Telephone")
    with page.expect_navigation():
        page.locator("#mfa_webauthn_add").click()
    assert Authenticator.objects.get(type="webauthn").user == coordinator.user
    page.goto(f"{live_server.url}/en/desk/people/")
    assert page.locator("h1").inner_text() == "People"

    context.clear_cookies()
    code_page(page, coordinator, live_server)
    page.wait_for_url("**/second-step/**")
    with page.expect_navigation():
        page.locator("#mfa_webauthn_authenticate").click()
    page.goto(f"{live_server.url}/en/desk/people/")
    assert page.locator("h1").inner_text() == "People"
    assert broken == []
