"""The first hour in a browser: an empty installation, set up and signed in to, on a phone."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page

from tests.browser.test_pages import axe_violations, sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CODE = "ABCD-EFGH-2345"


@pytest.fixture(autouse=True)
def _static_files(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The test server looks files up by the names that they have in the sources."""
    monkeypatch.setenv("FOLLOWTHROUGH_SETUP_CODE", CODE)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


def sound(page: Page) -> None:
    assert axe_violations(page) == []
    assert not sideways(page)


@pytest.mark.parametrize("prefix", ["sq", "sr", "en"])
def test_an_empty_installation_is_set_up_and_signed_in_to(
    browser: Browser, live_server: Any, prefix: str
) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, color_scheme="dark", java_script_enabled=True
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/{prefix}/set-up/")
    sound(page)
    page.locator("button[type=submit]").last.click()
    # Everything that is missing is said at once.
    assert page.locator(".govuk-error-summary li").count() >= 4
    sound(page)
    page.fill("[name=code]", "abcd efgh 2345")
    page.check("[name=plan][value=kosovo-2026-2028]")
    page.fill("[name=name]", "Somebody")
    page.fill("[name=email]", "coordinator@mlga.example")
    page.locator("button[type=submit]").last.click()
    sound(page)
    code = page.locator(".secret").inner_text()
    page.locator("main a.govuk-button").click()
    sound(page)
    page.fill("[name=email]", "coordinator@mlga.example")
    page.fill("[name=code]", code)
    page.locator("button[type=submit]").last.click()
    assert "/my/account/second-factor/" in page.url
    context.close()
