"""Journeys 4, 5 and 7 in a real browser, counting clicks and typed characters."""

import pytest

from followthrough.reporting.models import ReportState
from followthrough.reporting.operations.verifying import Ticks, send_back
from followthrough.reporting.tests.cast import (
    Cast,
    sent,
)
from tests.browser.contact_desk import (  # noqa: F401
    AGENCY,
    AT,
    WORDS,
    Hand,
    a_browser_each,
    a_cast,
    entry_path,
    first,
    shot,
    static_files,
    type_of_open,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MOST_CLICKS, MOST_TYPED, MOST_CLICKS_UNCHANGED = 25, 1200, 9


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
