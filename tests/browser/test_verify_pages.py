"""The pages around verification: nothing axe finds wrong, nothing wider than a small phone."""

from dataclasses import replace
from typing import Any

import pytest

from followthrough.accounts.models import Institution
from followthrough.lib.text import text_in
from followthrough.reporting.models import PublishedEntry
from followthrough.reporting.operations.contributions import Request, answer, ask
from followthrough.reporting.operations.corrections import propose
from followthrough.reporting.tests.cast import Cast
from followthrough.reporting.values import Values
from tests.browser.contact_desk import (  # noqa: F401
    AGENCY,
    AT,
    a_browser_each,
    a_cast,
    first,
    shot,
    static_files,
    type_of_open,
)
from tests.browser.test_journeys_verify import a_filed_report  # noqa: F401
from tests.browser.test_pages import axe_violations, sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SMALL, LARGE = {"width": 320, "height": 700}, {"width": 1280, "height": 900}


@pytest.fixture(name="paths")
def all_pages(filed: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Every page, with something on it, and who opens it."""
    monkeypatch.setattr("secrets.token_urlsafe", lambda size=32: "a-token")
    entry = first(filed)
    body = Institution.objects.get(slug="association-of-municipalities")
    question = Request(body, "zyra@example.org", "sq", "Sa komuna kanë dërguar të dhëna?")
    asked = ask(entry, question, by=filed.contact, at=AT)
    words = "Dhjetë komuna kanë dërguar të dhëna."
    answer(asked, words=words, name="Sekretaria", link="https://example.org/", at=AT)
    row = PublishedEntry.objects.current().filter(output=entry.output).get()
    wrong = text_in("sq", "Niveli ishte shënuar gabimisht.")
    raised = replace(Values.of(row), completion="substantial")
    propose(row, raised, wrong, by=filed.contact, at=AT)
    report = f"desk/verify/2026-H2/{AGENCY}/"
    return {
        "desk/verify/": filed.coordinator,
        report: filed.coordinator,
        f"{report}XK0017/1/": filed.coordinator,
        "desk/corrections/": filed.coordinator,
        f"my/published/{row.pk}/correct/": filed.contact,
        f"my/entries/{entry.pk}/contributions/": filed.contact,
        "contribute/a-token/": filed.contact,
        "contribute/a-token/done/": filed.contact,
    }


@pytest.mark.parametrize(
    ("language", "size", "scheme"),
    [("sq", SMALL, "light"), ("sr", SMALL, "dark"), ("en", LARGE, "light"), ("sr", LARGE, "dark")],
)
def test_pages_are_in_order(
    paths: dict[str, Any],
    open_page: type_of_open,
    language: str,
    size: dict[str, int],
    scheme: str,
) -> None:
    for number, (path, who) in enumerate(paths.items()):
        page = open_page(who, f"/{language}/{path}", viewport=size, color_scheme=scheme)
        shot(page, f"page-{number}-{language}-{size['width']}")
        assert axe_violations(page) == [], path
        assert sideways(page) <= 0, path
