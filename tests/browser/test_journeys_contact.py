"""Journeys 4, 5 and 7 in a real browser, counting clicks and typed characters; and two at once.

The server and the people come from the operations, not from the demonstration's sign-in.
"""

import gzip
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
from followthrough.reporting.models import Entry, ReportState
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.operations.verifying import Ticks, send_back
from followthrough.reporting.tests.cast import (
    NOW,
    PLAN_AT,
    SECOND,
    Cast,
    seat,
    sent,
    verified,
)
from followthrough.reporting.values import Values, needs_reason
from tests.browser.test_pages import axe_violations, sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# The browser's driver runs a loop in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

AGENCY = "corruption-prevention-agency"
AT = datetime(2027, 1, 6, 9, tzinfo=UTC)
OUTPUTS = 6
MOST_CLICKS, MOST_TYPED, MOST_CLICKS_UNCHANGED = 25, 1200, 9
WORDS = "U miratua akti dhe u publikua. Deri në fund të vitit u trajnuan 24 zyrtarë nga 12 komuna."
VIEWS = ("entry", "my", "report", "rounds", "on_behalf")
# Where to put pictures of the pages; nowhere by default.
SHOTS = os.environ.get("SHOTS", "")
MAX_BYTES = 150_000


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
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
def _static_files() -> Iterator[None]:
    """The test server looks files up by the names that they have in the sources."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**settings.STORAGES, "staticfiles": plain}, SECOND_FACTOR_COMPULSORY=False
    ):
        yield


type_of_open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[type_of_open]:
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


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_journey_4_half_year_with_two_changes(
    cast: Cast, open_page: type_of_open, language: str
) -> None:
    page = open_page(cast.contact, f"/{language}/my/")
    shot(page, f"my-{language}")
    hand = Hand(page)
    hand.click("a.govuk-button")
    shot(page, f"report-{language}")
    hand.click("details.fold > summary")
    hand.click("label[for=tick-all]")
    for number in (1, 2):
        hand.click(f".govuk-checkboxes__item:nth-child({number + 1}) label")
    hand.choose("#id_reason", "staff")
    shot(page, f"no-change-{language}")
    hand.click("form[action$='no-change/'] button")
    hand.click("a.govuk-task-list__link")
    for _ in (1, 2):
        _change(hand)
        shot(page, f"entry-{language}")
        hand.click("button.govuk-button[value=next]")
    page.wait_for_url("**/check/")
    shot(page, f"check-{language}")
    hand.click("main form .govuk-button")
    page.wait_for_url("**/done/")
    shot(page, f"done-{language}")

    report = cast.report(AGENCY, "2026-H2")
    changes = list(report.entries.of_outputs().values_list("change", flat=True))
    assert report.state == ReportState.SUBMITTED
    assert (changes.count("progress"), changes.count("no_change")) == (2, 4)
    assert hand.clicks <= MOST_CLICKS
    assert hand.typed <= MOST_TYPED


def _change(hand: Hand) -> None:
    """What happened, how much is done, in words, and a link that shows it."""
    hand.click("label[for=change-progress]")
    hand.click("label[for=completion-substantial]")
    hand.type("#done", WORDS)
    hand.type("#evidence_link", "https://example.org/vendimi-12-2026")
    hand.click(".evidence__line button")


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_journey_5_nothing_changed(cast: Cast, open_page: type_of_open, language: str) -> None:
    page = open_page(cast.contact, f"/{language}/my/")
    hand = Hand(page)
    hand.click("a.govuk-button")
    hand.click("details.fold > summary")
    hand.click("label[for=tick-all]")
    hand.choose("#id_reason", "staff")
    hand.click("form[action$='no-change/'] button")
    hand.click("main > a.govuk-button")
    page.wait_for_url("**/check/")
    hand.click("main form .govuk-button")
    page.wait_for_url("**/done/")

    assert cast.report(AGENCY, "2026-H2").state == ReportState.SUBMITTED
    assert hand.clicks <= MOST_CLICKS_UNCHANGED


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_journey_7_the_mail_leads_to_the_field(
    cast: Cast, open_page: type_of_open, language: str
) -> None:
    entry = sent(cast.report(AGENCY, "2026-H2"), cast.contact, AT).entries.of_outputs()[0]
    ticks = Ticks(opens=False, within_period=True, shows_output=True, is_public=True)
    comment = "Lidhja nuk hapet."
    look = {"ticks": ticks, "seen": entry.version, "by": cast.coordinator, "at": AT}
    send_back(entry, comment=comment, **look)  # type: ignore[arg-type]

    page = open_page(cast.contact, entry_path("1", language) + "#evidence")
    shot(page, f"returned-{language}")
    top = page.evaluate("document.getElementById('evidence').getBoundingClientRect().top")
    assert 0 <= top < 400
    assert page.locator("#evidence .returned").inner_text().count(comment) == 1
    hand = Hand(page)
    hand.type("#evidence_link", "https://example.org/vendimi-13")
    hand.click(".evidence__line button")
    page.wait_for_url("**/XK0017/1/#evidence")
    assert first(cast).evidence.count() == 1


def test_saved_as_it_is_typed(cast: Cast, open_page: type_of_open) -> None:
    page = open_page(cast.contact, entry_path("1"))
    page.locator("label[for=change-progress]").click()
    page.locator("#seen[value='2']").wait_for(state="attached")
    page.locator("#done").click()
    page.keyboard.type("Typed and never sent.")
    assert "579" in page.locator("#done-count").inner_text()
    page.locator("#seen[value='3']").wait_for(state="attached")
    assert page.locator("#saved").inner_text() == "Saved 10:00"
    # The field that is being typed in is left alone.
    assert page.evaluate("document.activeElement.id") == "done"
    assert str(first(cast).done) == "Typed and never sent."


def test_two_people_at_once_lose_no_text(cast: Cast, open_page: type_of_open) -> None:
    one, two = (open_page(who, entry_path("1")) for who in (cast.contact, cast.alternate))
    for page, words in ((one, "First person."), (two, "Second person.")):
        page.locator("#done").click()
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    two.locator(".conflict").wait_for()
    shot(two, "conflict")
    both = two.locator(".conflict").inner_text()
    assert "First person." in both and "Second person." in both
    assert two.locator("#done").input_value() == "Second person."
    assert str(first(cast).done) == "First person."
    # Not saved over the other's before the person has read it and pressed the button.
    two.wait_for_timeout(4000)
    assert str(first(cast).done) == "First person."
    two.locator("#done").fill("First person. Second person.")
    two.locator("button[value=close]").last.click()
    two.wait_for_url(f"**/{AGENCY}/")
    assert str(first(cast).done) == "First person. Second person."


def test_control_without_the_version_a_text_is_lost(
    cast: Cast, open_page: type_of_open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above has to notice a save that does not look at the version."""

    def careless(entry: Entry, values: Values, *, seen: int, **who: Any) -> Entry:
        return save_entry(entry, values, seen=Entry.objects.get(pk=entry.pk).version, **who)

    monkeypatch.setattr("followthrough.desk.views.entry.save_entry", careless)
    one, two = (open_page(who, entry_path("1")) for who in (cast.contact, cast.alternate))
    for page, words in ((one, "First person."), (two, "Second person.")):
        page.locator("#done").click()
        page.keyboard.type(words)
        page.keyboard.press("Tab")
        page.locator("#saved:has-text('Saved')").wait_for()
    assert two.locator(".conflict").count() == 0
    assert "First person." not in str(first(cast).done)


def test_a_dropped_connection_loses_nothing(cast: Cast, open_page: type_of_open) -> None:
    page = open_page(cast.contact, entry_path("1"))
    page.context.set_offline(True)
    page.locator("#done").click()
    page.keyboard.type("Typed in a tunnel.")
    page.keyboard.press("Tab")
    page.locator("#saved:has-text('we will try again')").wait_for()
    page.context.set_offline(False)
    page.locator("#saved:has-text('Saved 10:00')").wait_for()
    assert str(first(cast).done) == "Typed in a tunnel."


def test_what_was_not_saved_is_offered_again(cast: Cast, open_page: type_of_open) -> None:
    page = open_page(cast.contact, entry_path("1"))
    page.route("**/XK0017/1/", lambda route: _only_read(route))
    page.locator("#done").click()
    page.keyboard.type("Typed before the crash.")
    page.keyboard.press("Tab")
    page.locator("#saved:has-text('we will try again')").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.unroute("**/XK0017/1/")
    assert page.locator("#done").input_value() == ""
    page.get_by_role("button", name="Use it").click()
    assert page.locator("#done").input_value() == "Typed before the crash."
    page.locator("#saved:has-text('Saved 10:00')").wait_for()


def _only_read(route: Any) -> None:
    route.abort() if route.request.method == "POST" else route.continue_()


def test_a_double_click_on_send_sends_once(cast: Cast, open_page: type_of_open) -> None:
    from followthrough.audit.models import Event
    from followthrough.reporting.tests.cast import filled

    filled(cast.report(AGENCY, "2026-H2"), cast.contact, AT)
    page = open_page(cast.contact, f"/en/my/reports/2026-H2/{AGENCY}/check/")
    page.locator("main form .govuk-button").dblclick()
    page.wait_for_url("**/done/")
    subject = f"report:2026-H2/{AGENCY}"
    assert Event.objects.filter(verb="report.submitted", subject=subject).count() == 1


def test_the_reason_is_asked_exactly_when_the_rule_says_so(
    cast: Cast, open_page: type_of_open
) -> None:
    """The script and `values.needs_reason` agree on every combination."""
    from followthrough.reporting.situations import situation
    from followthrough.reporting.values import normalised

    report, page = cast.report(AGENCY, "2026-H2"), open_page(cast.contact, entry_path("1"))
    place = situation(report, first(cast))
    for change in ("progress", "completed", "problem", "no_change"):
        for level in ("not_started", "limited", "substantial", "complete"):
            for day in ("", "2027-12-31", "2028-03-31"):
                shown = page.evaluate(SET, [change, level, day])
                expected = datetime.fromisoformat(day).date() if day else None
                values = Values(change=change, completion=level, expected_on=expected)
                wanted = needs_reason(normalised(values, place), place)
                assert shown == wanted, (change, level, day)


SET = """([change, level, day]) => {
  const form = document.getElementById('entry');
  form.elements.change.value = change; form.elements.completion.value = level;
  form.elements.expected_on.value = day;
  form.dispatchEvent(new Event('input', {bubbles: true}));
  return !document.querySelector('[data-ask=reason]').hidden;
}"""


def test_it_works_without_scripts(cast: Cast, open_page: type_of_open) -> None:
    page = open_page(cast.contact, entry_path("1", "sr"), java_script_enabled=False)
    assert page.locator("[data-ask=reason]").is_visible()
    page.locator("label[for=change-progress]").click()
    page.locator("#done").fill("Završen je prvi deo.")
    page.locator("#evidence_link").fill("https://example.org/odluka")
    page.locator(".evidence__line button").click()
    page.locator("button.govuk-button[value=next]").click()
    page.wait_for_url("**/XK0017/2/")
    assert str(first(cast).done) == "Završen je prvi deo."
    assert first(cast).evidence.count() == 1


PATHS = (
    "my/",
    f"my/reports/2026-H2/{AGENCY}/",
    f"my/reports/2026-H2/{AGENCY}/XK0017/1/",
    f"my/reports/2026-H2/{AGENCY}/XK0017/whole/",
    f"my/reports/2026-H2/{AGENCY}/check/",
    f"my/reports/2026-H1/{AGENCY}/done/",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_light_and_accessible(
    cast: Cast, open_page: type_of_open, live_server: Any, scheme: str
) -> None:
    page = open_page(cast.contact, "/sq/my/", color_scheme=scheme, reduced_motion="reduce")
    for path in PATHS:
        assert _bytes(page, f"{live_server.url}/sq/{path}") <= MAX_BYTES
        shot(page, f"{path.strip('/').replace('/', '-')}-{scheme}")
        _fit(page, path)
    page.goto(f"{live_server.url}/sq/{PATHS[2]}")
    page.set_viewport_size({"width": 1280, "height": 900})
    shot(page, f"entry-wide-{scheme}")


def _bytes(page: Page, url: str) -> int:
    """What a first visit transfers: styles and scripts as the real server compresses them."""
    page.goto(url, wait_until="networkidle")
    names: list[str] = page.evaluate(
        "performance.getEntriesByType('resource').map(entry => entry.name)"
    )
    assert len(names) > 3
    return sum(len(_as_sent(one, page.request.get(one).body())) for one in {url, *names})


def _as_sent(url: str, body: bytes) -> bytes:
    return gzip.compress(body) if url.endswith((".css", ".js", ".svg")) else body


def _fit(page: Page, path: str) -> None:
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert sideways(page) <= 0, f"{path} scrolls sideways at {width}"
        assert axe_violations(page) == [], path
    page.set_viewport_size({"width": 360, "height": 780})


@pytest.mark.parametrize("path", ["", "2026-H2/"])
def test_the_rounds_are_accessible(cast: Cast, open_page: type_of_open, path: str) -> None:
    page = open_page(cast.coordinator, f"/sr/desk/rounds/{path}")
    shot(page, f"rounds-{path.strip('/')}")
    _fit(page, path)
