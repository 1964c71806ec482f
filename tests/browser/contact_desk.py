"""A contact at a real browser: six outputs, the first round published, the second open.

The server and the people come from the operations, not from the demonstration's sign-in.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page

from followthrough.accounts.models import User
from followthrough.accounts.permissions import CONSOLE, Actor
from followthrough.lib.text import text_in
from followthrough.plans.models import Plan
from followthrough.plans.operations.import_plan import import_plan
from followthrough.plans.queries import plan_document
from followthrough.reporting.models import Entry
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.tests.cast import (
    NOW,
    PLAN_AT,
    SECOND,
    Cast,
    seat,
    verified,
)

# The browser's driver runs a loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

AGENCY = "corruption-prevention-agency"
AT = datetime(2027, 1, 6, 9, tzinfo=UTC)
OUTPUTS = 6
WORDS = "U miratua akti dhe u publikua. Deri në fund të vitit u trajnuan 24 zyrtarë nga 12 komuna."
VIEWS = ("entry", "my", "report", "rounds", "on_behalf", "spreadsheet")
# Where to put pictures of the pages; nowhere by default.
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture(name="cast")
def a_cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Six outputs, the first round published, the second open."""
    monkeypatch.setattr("followthrough.reporting.emails._tell", lambda *a, **k: None)
    for name in VIEWS:
        monkeypatch.setattr(f"followthrough.desk.views.{name}.now", lambda: AT)
    seated = seat()
    _six_outputs(Plan.objects.get())
    seated.open()
    report = verified(seated.report(AGENCY), seated.contact, seated.coordinator)
    publish(report, by=seated.coordinator, at=NOW)
    seated.open(SECOND, AT)
    return seated


def _six_outputs(plan: Plan) -> None:
    document = plan_document(plan)
    commitment = next(one for one in document["commitments"] if one["code"] == "XK0017")
    due = commitment["milestones"][0]["outputs"][0]["deadline"]
    late = {**due, "words": "Q4 2027", "start": "2027-10-01", "end": "2027-12-31"}
    commitment["milestones"][0]["outputs"] = [
        {
            "number": number,
            "title": text_in("en", f"Output {number}").to_json(),
            "deadline": late,
            "unconfirmed": [],
        }
        for number in range(1, OUTPUTS + 1)
    ]
    import_plan(document, by=CONSOLE, at=PLAN_AT)


class Hand:
    """A hand on mouse and keys that counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.typed = page, 0, 0

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.clicks += 1

    def type(self, selector: str, words: str) -> None:
        self.click(selector)
        self.page.keyboard.type(words)
        self.typed += len(words)

    def choose(self, selector: str, value: str) -> None:
        """Open a list and take one line of it: two clicks."""
        self.page.locator(selector).select_option(value)
        self.clicks += 2


@pytest.fixture(autouse=True)
def static_files() -> Iterator[None]:
    """The test server looks files up by the names that they have in the sources."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": plain}, SECOND_FACTOR_COMPULSORY=False
    ):
        yield


type_of_open = Callable[..., Page]


@pytest.fixture(name="open_page")
def a_browser_each(browser: Browser, live_server: Any) -> Iterator[type_of_open]:
    """A browser of its own for each person."""
    opened = []

    def open_(actor: Actor, path: str, **options: Any) -> Page:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id or 0))
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = browser.new_context(**{"viewport": {"width": 360, "height": 780}, **options})
        context.set_default_timeout(15_000)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        opened.append(context)
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield open_
    for context in opened:
        context.close()


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def entry_path(place: str, language: str = "en") -> str:
    return f"/{language}/my/reports/2026-H2/{AGENCY}/XK0017/{place}/"


def first(cast: Cast) -> Entry:
    return cast.report(AGENCY, "2026-H2").entries.get(output__number=1)
