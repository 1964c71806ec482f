"""One click signs in as anybody of the demonstration's cast, and there is something to do."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("contact.example-ministry@example.org", "/en/my/"),
        ("deputy-chair.example-network@example.org", "/en/desk/verify/"),
        ("coordinator.mlga@example.org", "/en/desk/"),
        ("forum-member.example-institute@example.org", "/en/forum/"),
        ("administrator.mlga@example.org", "/en/desk/people/"),
    ],
)
def test_a_click_signs_in(browser: Browser, address: str, who: str, where: str) -> None:
    page = browser.new_page()
    sign_in(page, address, who)
    assert page.url.endswith(where)
    assert "EXAMPLE" in page.inner_text("header")
    assert page.locator("h1").count() == 1
    page.close()
