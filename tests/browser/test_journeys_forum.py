"""Journey 11: a forum member rates five commitments on one page in twelve clicks, drafts kept.

The server and the person come from the operations, not from the demonstration's sign-in.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page

from followthrough.accounts.models import User
from followthrough.accounts.permissions import CONSOLE
from followthrough.lib.text import text_in
from followthrough.plans.models import Plan
from followthrough.plans.operations.import_plan import import_plan
from followthrough.plans.queries import plan_document
from followthrough.reporting.models import Rating
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.tests.cast import NOW, PLAN_AT, Cast, seat, verified

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# The browser's driver runs a loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

KEYS = ["XK0014", "XK0015", "XK0016", "XK0017", "XK0018"]
AGENCY = "corruption-prevention-agency"
MOST_CLICKS = 12


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Every commitment has an output and a published word of its lead."""
    monkeypatch.setattr("followthrough.reporting.emails._tell", lambda *a, **k: None)
    seated = seat()
    _complete(Plan.objects.get())
    seated.open()
    agency = verified(seated.report(AGENCY), seated.contact, seated.coordinator)
    mlga = verified(seated.report("mlga"), seated.mlga_contact, seated.deputy_chair)
    for report in (agency, mlga):
        publish(report, by=seated.coordinator, at=NOW)
    return seated


def _complete(plan: Plan) -> None:
    document = plan_document(plan)
    for commitment in document["commitments"]:
        if not commitment["involved"]:
            lead = {"institution": AGENCY, "role": "lead", "sector": "government"}
            commitment["involved"] = [lead]
        if not commitment["milestones"]:
            commitment["milestones"] = [_milestone()]
    import_plan(document, by=CONSOLE, at=PLAN_AT)


def _milestone() -> dict[str, Any]:
    output = {"number": 1, "title": text_in("en", "A rule").to_json(), "deadline": None}
    return {
        "number": 1,
        "title": text_in("en", "Make the rule").to_json(),
        "deadline_words": "",
        "unconfirmed": [],
        "involved": [],
        "outputs": [{**output, "unconfirmed": []}],
    }


class Hand:
    """A hand on the mouse that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, selector: str) -> None:
        self.page.locator(selector).click()
        self.clicks += 1


@pytest.fixture(autouse=True)
def _static_files() -> Iterator[None]:
    """The test server looks files up by the names that they have in the sources."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture
def page(browser: Browser, live_server: Any, cast: Cast) -> Iterator[Page]:
    client = Client()
    client.force_login(User.objects.get(pk=cast.member.user_id or 0))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(viewport={"width": 360, "height": 780})
    context.set_default_timeout(15_000)
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_five_commitments_are_rated_in_twelve_clicks(
    page: Page, live_server: Any, language: str
) -> None:
    page.goto(f"{live_server.url}/{language}/forum/")
    hand = Hand(page)
    for key in KEYS:
        hand.click(f"label[for='id_{key}-completion_1']")
        hand.click(f"#id_{key}-sentence")
        page.keyboard.type("Pjesa e parë është kryer.")
    hand.click("button[name='sign']")
    page.wait_for_url("**/forum/?as=*")
    assert Rating.objects.signed().count() == len(KEYS)
    assert hand.clicks <= MOST_CLICKS


def test_a_draft_is_kept_without_a_click_on_save(page: Page, live_server: Any) -> None:
    address = f"{live_server.url}/sq/forum/"
    page.goto(address)
    page.locator("label[for='id_XK0018-completion_2']").click()
    page.locator("#id_XK0018-sentence").fill("E ruajtur vetvetiu.")
    page.locator("#id_XK0018-link").focus()
    # First the level was saved, then the sentence.
    page.locator("[name='XK0018-seen'][value='2']").wait_for(state="attached")
    page.goto(address)
    assert page.locator("#id_XK0018-sentence").input_value() == "E ruajtur vetvetiu."


def test_no_page_needs_scripts(browser: Browser, page: Page, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    plain = context.new_page()
    plain.goto(f"{live_server.url}/sr/forum/")
    plain.locator("label[for='id_XK0018-completion_1']").click()
    plain.locator("#id_XK0018-sentence").fill("Prvi deo je završen.")
    plain.locator("button[name='sign']").click()
    assert Rating.objects.signed().count() == 1
    context.close()
