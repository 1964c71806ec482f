"""A contact fills in the report in Excel: clicks counted, pages looked at in three languages."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from followthrough.lib.text import text_in
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.tests.cast import Cast
from followthrough.reporting.tests.spreadsheets import filled_in
from followthrough.reporting.values import Values
from tests.browser.contact_desk import (  # noqa: F401
    AGENCY,
    AT,
    Hand,
    a_browser_each,
    a_cast,
    first,
    shot,
    static_files,
    type_of_open,
)
from tests.browser.test_pages import axe_violations, sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

EXCEL = f"/my/reports/2026-H2/{AGENCY}/excel/"
ANSWERS = {
    ("XK0017 1", "change"): "Progres",
    ("XK0017 1", "completion"): "Zbatim i konsiderueshëm",
    ("XK0017 1", "done"): "U publikua grupi i të dhënave me 12 komuna.",
    ("XK0017 2", "change"): "Problem ose vonesë",
    ("XK0017 3", "done"): "Ky rresht nuk merret.",
    ("XK0017 3", "completion"): "gjysma",
}


def downloaded(page: Page, hand: Hand, folder: Path) -> bytes:
    with page.expect_download() as waiting:
        hand.click("a[download]")
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file.read_bytes()


def upload(page: Page, hand: Hand, file: Path) -> None:
    """Choosing a file is a click on the field and one in the window of the system."""
    page.locator("#id_workbook").set_input_files(file)
    hand.clicks += 2
    hand.click("main form button")


def test_down_in_one_click_and_up_in_four(
    cast: Cast, open_page: type_of_open, tmp_path: Path
) -> None:
    page = open_page(cast.contact, "/sq/my/")
    hand = Hand(page)
    file = tmp_path / "filled.xlsx"
    file.write_bytes(filled_in(downloaded(page, hand, tmp_path), ANSWERS))
    assert hand.clicks == 1

    page.goto(page.url.replace("/my/", EXCEL))
    hand = Hand(page)
    upload(page, hand, file)
    page.locator("input[name=proposal]").wait_for(state="attached")
    assert first(cast).change == ""
    hand.click("form:has([name=proposal]) .govuk-button")
    page.wait_for_url(f"**/{AGENCY}/check/")
    assert hand.clicks <= 4
    assert (first(cast).change, first(cast).completion) == ("progress", "substantial")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (360, "dark"), (1280, "light")])
@pytest.mark.parametrize("prefix", ["sq", "sr", "en"])
def test_pages(
    cast: Cast, open_page: type_of_open, tmp_path: Path, prefix: str, width: int, scheme: str
) -> None:
    viewport = {"width": width, "height": 800}
    page = open_page(cast.contact, f"/{prefix}{EXCEL}", viewport=viewport, color_scheme=scheme)
    hand, file = Hand(page), tmp_path / "filled.xlsx"
    file.write_bytes(filled_in(downloaded(page, hand, tmp_path), ANSWERS))
    found = looked_at(page, f"excel-{prefix}-{width}-{scheme}")
    meanwhile = Values(change="problem", reason="staff", done=text_in("sq", "Nga faqja."))
    save_entry(first(cast), meanwhile, seen=1, by=cast.alternate, at=AT)
    upload(page, hand, file)
    page.locator("input[name=proposal]").wait_for(state="attached")
    found += looked_at(page, f"excel-preview-{prefix}-{width}-{scheme}")
    page.goto(page.url)
    file.write_bytes(b"%PDF-1.7 no table")
    upload(page, hand, file)
    page.locator(".govuk-error-summary").wait_for()
    found += looked_at(page, f"excel-refused-{prefix}-{width}-{scheme}")
    assert not found


def looked_at(page: Page, name: str) -> list[str]:
    shot(page, name)
    found = axe_violations(page)
    if (wide := sideways(page)) > 0:
        found.append(f"{name}: {wide} pixels too wide")
    return found
