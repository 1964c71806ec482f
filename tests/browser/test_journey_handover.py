"""Journey 6: a contact leaves and names the next in three clicks and under a minute.

The successor is at the first page of the post after a code from the mail.
"""

import os
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, Page

from followthrough.accounts.models import HandOver, Role, Tenure
from followthrough.accounts.operations import confirm_hand_over, name_successor
from followthrough.accounts.permissions import CONSOLE
from followthrough.accounts.queries import day_of
from followthrough.accounts.tests.cast import acting, put, sign_in
from followthrough.lib.clock import now
from followthrough.outbox.models import Message
from tests.browser.test_pages import axe_violations, sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# The browser's driver runs a loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

MOST_CLICKS = 3
MOST_SECONDS = 60
NEXT = "next@example.org"


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


def come_in(context: BrowserContext, tenure: Tenure, url: str) -> Page:
    client = Client()
    sign_in(client, tenure.user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])
    return context.new_page()


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_a_contact_hands_over(
    context: BrowserContext, live_server: Any, transactional_db: None, language: str
) -> None:
    tenure = put(Role.CONTACT, "fish")
    page = come_in(context, tenure, live_server.url)
    page.goto(f"{live_server.url}/{language}/my/")
    clicks, began = 0, time.monotonic()

    page.locator("main a[href$='/my/hand-over/']").click()
    clicks += 1
    assert not axe_violations(page) and sideways(page) <= 0
    page.locator("#id_name").click()
    clicks += 1
    page.keyboard.type("Emri Shembull")
    page.keyboard.press("Tab")
    page.keyboard.type(NEXT)
    page.locator("main form button.govuk-button").first.click()
    clicks += 1
    page.locator("form[action*='/withdraw/']").wait_for()

    assert clicks <= MOST_CLICKS and time.monotonic() - began < MOST_SECONDS
    assert HandOver.objects.get().successor_email == NEXT


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_the_successor_comes_in_with_a_code(
    context: BrowserContext, live_server: Any, transactional_db: None, language: str
) -> None:
    tenure = put(Role.CONTACT, "fish")
    hand_over = name_successor(
        tenure.pk,
        name="Emri Shembull",
        email=NEXT,
        from_day=day_of(now()),
        by=acting(tenure),
        at=now(),
    )
    confirm_hand_over(hand_over.pk, by=CONSOLE, at=now())
    page = context.new_page()

    page.goto(f"{live_server.url}/{language}/account/login/")
    assert not axe_violations(page)
    page.locator("#id_email").fill(NEXT)
    page.locator("main form button").first.click()
    page.locator("#id_code").wait_for()
    assert not axe_violations(page)
    found = re.search(r"^\d{6}$", Message.objects.latest("pk").body, re.MULTILINE)
    page.locator("#id_code").fill(found[0] if found else "")
    page.locator("main form button").first.click()
    page.wait_for_url(f"**/{language}/my/**")

    assert not axe_violations(page) and sideways(page) <= 0
    page.goto(f"{live_server.url}/{language}/my/team/")
    assert NEXT in page.content()
