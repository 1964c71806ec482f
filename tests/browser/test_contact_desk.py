"""Saved as it is typed: two at once, a dropped connection, a double click, no scripts at all."""

import gzip
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from followthrough.reporting.models import Entry
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.tests.cast import (
    Cast,
)
from followthrough.reporting.values import Values, needs_reason
from tests.browser.contact_desk import (  # noqa: F401
    AGENCY,
    AT,
    Hand,
    a_browser_each,
    a_cast,
    entry_path,
    first,
    shot,
    static_files,
    type_of_open,
)
from tests.browser.test_pages import axe_violations, sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MAX_BYTES = 150_000


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
