"""Journey 1: a citizen on a phone: is this commitment on time? One tap from the overview."""

import pytest
from playwright.sync_api import Browser, ViewportSize

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE: ViewportSize = {"width": 360, "height": 800}
QUESTION = {"sq": "A është në afat", "sr": "Da li je u roku"}


@pytest.mark.parametrize("prefix", QUESTION)
def test_one_tap_from_the_overview(browser: Browser, address: str, prefix: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{prefix}/")

    page.locator("#commitments .row__link", has_text="XK0018").tap()
    page.wait_for_url(f"{address}{prefix}/commitments/XK0018/")

    answer = page.locator(".answers dt", has_text=QUESTION[prefix])
    box = answer.bounding_box()
    context.close()
    # Found without scrolling far: within the first two screens of the phone.
    assert box
    assert box["y"] < 2 * PHONE["height"]
