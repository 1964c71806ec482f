"""Journey 8 in a real browser: the morning's look, and a reminder to everybody who is late."""

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from followthrough.outbox.models import Message
from followthrough.reminders.models import Reminder, Rung
from followthrough.reporting.tests.cast import Cast
from tests.browser.contact_desk import (  # noqa: F401
    AGENCY,
    Hand,
    a_browser_each,
    a_cast,
    shot,
    static_files,
    type_of_open,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MOST_CLICKS = 3
# Five working days after the second round's due day.
LATE = datetime(2027, 1, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("board", "reminders"):
        monkeypatch.setattr(f"followthrough.desk.views.{name}.now", lambda: LATE)


def remind_all(hand: Hand) -> None:
    hand.click("#late button[name=all]")
    hand.page.wait_for_url("**/desk/reminders/?all=1")
    shot(hand.page, "desk-preview")
    hand.click("main form button")
    hand.page.wait_for_url("**/desk/reminders/sent/**")


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_journey_8_all_late_are_reminded(
    cast: Cast, open_page: type_of_open, language: str
) -> None:
    # Where signing in leads the coordinator.
    page = open_page(cast.coordinator, f"/{language}/desk/")
    hand = Hand(page)
    shot(page, f"desk-{language}")
    remind_all(hand)
    shot(page, f"desk-reminded-{language}")

    assert hand.clicks <= MOST_CLICKS
    assert hand.typed == 0
    assert Reminder.objects.filter(rung=Rung.BY_HAND).exists()
    assert Message.objects.filter(to__startswith=f"contact.{AGENCY}").exists()


def test_the_desk_works_without_javascript(cast: Cast, open_page: type_of_open) -> None:
    page = open_page(cast.coordinator, "/sq/desk/", java_script_enabled=False)
    page.locator("#late input[name=report]").first.check(force=True)
    page.locator("#late button:not([name])").click()
    page.wait_for_url("**/desk/reminders/?report=*")
    page.locator("main form button").click()
    page.wait_for_url("**/desk/reminders/sent/**")
    assert Reminder.objects.filter(rung=Rung.BY_HAND).exists()


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(
    cast: Cast, open_page: type_of_open
) -> None:
    page = open_page(cast.coordinator, "/sq/desk/", viewport={"width": 1280, "height": 800})
    reached = tab_through(page)
    places = page.evaluate(POSITIONS)
    assert len(reached) == len(places)
    assert [one for one in reached if not one["outlined"]] == []
    assert [one["key"] for one in reached] == [one["key"] for one in places]


def test_a_queue_is_skipped_with_one_key(cast: Cast, open_page: type_of_open) -> None:
    page = open_page(cast.coordinator, "/sq/desk/")
    page.locator("#late .govuk-skip-link").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('section').id") == "to-verify"


def test_a_reminder_by_the_keyboard_alone(cast: Cast, open_page: type_of_open) -> None:
    page = open_page(cast.coordinator, "/sq/desk/")
    page.locator("#late input[name=report]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/reminders/?report=*")
    page.locator("main form button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/reminders/sent/**")
    assert Reminder.objects.filter(rung=Rung.BY_HAND).exists()


# Everything that the tabulator should reach, in the order of the document.
FOCUSABLE = "a[href], button, input:not([type=hidden]), summary"
KEY = """
one => one.tagName + '|' + (one.getAttribute('href') || one.id || one.textContent.trim())
"""
POSITIONS = f"""
() => [...document.querySelectorAll({FOCUSABLE!r})]
  .filter(one => one.checkVisibility({{visibilityProperty: true}}))
  .map(one => ({{key: ({KEY})(one)}}))
"""
NOW_FOCUSED = f"""
() => {{
  const one = document.activeElement
  const drawn = [one, one.nextElementSibling].filter(Boolean).flatMap(
    it => [getComputedStyle(it), getComputedStyle(it, '::before'), getComputedStyle(it, '::after')])
  const outlined = drawn.some(it => it.outlineStyle !== 'none' || it.boxShadow !== 'none')
  return {{key: ({KEY})(one), outlined}}
}}
"""


def tab_through(page: Page) -> list[dict[str, Any]]:
    """What has the focus, press by press, until the end of the page."""
    found: list[dict[str, Any]] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        found.append(page.evaluate(NOW_FOCUSED))
    return found
