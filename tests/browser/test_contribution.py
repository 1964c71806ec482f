"""A supporting institution answers behind the link of a mail, without an account."""

import re

import pytest
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_link_of_the_mail_takes_an_answer(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}en/demo/mails/")
    found = re.search(r"/contribute/([\w-]+)/", page.content())
    assert found
    page.goto(f"{address}en/contribute/{found[1]}/")
    page.locator("textarea").fill("Three municipalities tried the platform.")
    page.locator("input[name=name]").fill("Office of the Mayor")
    with page.expect_navigation():
        page.locator("main form button").click()
    assert page.url.endswith("/done/")
    page.close()


def test_a_form_without_its_cookie_says_what_to_do(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}en/account/login/")
    context.clear_cookies()
    page.locator("input[type=email]").fill("contact.mlga@example.org")
    with page.expect_navigation():
        page.locator("main form button").click()
    assert "This was not sent" in page.inner_text("h1")
    assert page.locator("header.masthead").count() == 1
    context.close()
