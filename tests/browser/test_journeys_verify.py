"""Journey 9 in a real browser: one institution's six outputs checked and published."""

from typing import Any

import pytest

from followthrough.reporting.models import EvidenceKind, ReportState, Verdict
from followthrough.reporting.operations.evidence import Details, add_link
from followthrough.reporting.tests.cast import Cast, sent
from tests.browser.contact_desk import (  # noqa: F401
    AGENCY,
    AT,
    OUTPUTS,
    Hand,
    a_browser_each,
    a_cast,
    shot,
    static_files,
    type_of_open,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MOST_CLICKS_AN_OUTPUT = 4
VIEWS = ("verify", "publish", "corrections", "contributions")


@pytest.fixture(name="filed")
def a_filed_report(cast: Cast, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The agency has sent its second report: six outputs, each with a page that shows it."""
    for name in VIEWS:
        monkeypatch.setattr(f"followthrough.desk.views.{name}.now", lambda: AT)
    report = cast.report(AGENCY, "2026-H2")
    for entry in report.entries.of_outputs():
        details = Details(EvidenceKind.PAGE.value, "Njoftimi", "sq")
        link = f"{live_server.url}/sq/how-it-works/?{entry.output_id}"
        add_link(entry, details, link, by=cast.contact, at=AT)
    sent(report, cast.contact, AT)
    return cast


@pytest.mark.parametrize("language", ["sq", "sr"])
def test_journey_9_six_outputs_verified_and_published(
    filed: Cast, open_page: type_of_open, language: str
) -> None:
    page = open_page(filed.coordinator, f"/{language}/desk/verify/")
    shot(page, f"verify-queue-{language}")
    hand = Hand(page)
    hand.click("main li a")
    for number in range(1, OUTPUTS + 1):
        page.wait_for_url(f"**/XK0017/{number}/")
        before = hand.clicks
        with page.expect_popup() as opened:
            hand.click("a[target=_blank]")
        opened.value.close()
        hand.click("button[name=all]")
        page.wait_for_selector("input[type=checkbox]:checked")
        shot(page, f"verify-entry-{language}")
        hand.click("button[value=verify]")
        assert hand.clicks - before <= MOST_CLICKS_AN_OUTPUT
    # The word on the commitment as a whole has no evidence to open.
    page.wait_for_url("**/whole/")
    shot(page, f"verify-whole-{language}")
    hand.click("button[value=verify]")
    page.wait_for_url(f"**/2026-H2/{AGENCY}/")
    shot(page, f"verify-report-{language}")
    hand.click("main form .govuk-button")
    page.wait_for_load_state()
    shot(page, f"verify-published-{language}")

    report = filed.report(AGENCY, "2026-H2")
    assert report.state == ReportState.PUBLISHED
    verdicts = report.entries.of_outputs().values_list("evidence__verdict", flat=True)
    assert set(verdicts) == {Verdict.ACCEPTED}


def test_one_sent_back_opens_no_more_than_its_words(filed: Cast, open_page: type_of_open) -> None:
    page = open_page(filed.coordinator, f"/sq/desk/verify/2026-H2/{AGENCY}/XK0017/1/")
    hand = Hand(page)
    hand.click("details.govuk-details summary")
    hand.type("textarea[name=comment]", "Cili vendim?")
    shot(page, "verify-send-back")
    hand.click("button[value=send_back]")
    page.wait_for_url("**/XK0017/2/")
    assert filed.report(AGENCY, "2026-H2").state == ReportState.RETURNED
