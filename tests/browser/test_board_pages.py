"""The coordinator's desk and its queues: nothing axe finds wrong, nothing wider than a phone."""

import gzip
from datetime import timedelta
from typing import Any

import pytest

from followthrough.accounts.models import Institution
from followthrough.lib.text import text_in
from followthrough.plans.models import Commitment
from followthrough.reporting.operations import obstacles
from followthrough.reporting.operations.ratings import Opinion, sign_rating
from followthrough.reporting.tests.cast import NOW, Cast, sent
from tests.browser.contact_desk import (  # noqa: F401
    AGENCY,
    AT,
    a_browser_each,
    a_cast,
    shot,
    static_files,
    type_of_open,
)
from tests.browser.test_journey_desk import LATE
from tests.browser.test_pages import axe_violations, sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SMALL, LARGE = {"width": 320, "height": 700}, {"width": 1280, "height": 900}
# The page itself; styles, fonts and scripts are those of every signed-in page.
MOST_BYTES = 15_000
PATHS = (
    "",
    "late/",
    "waiting/",
    "decisions/",
    "coming/",
    "readiness/",
    "readiness/?step=reported&has=0",
    "since/",
    "alarms/",
    "reminders/?all=1",
    "reminders/sent/",
)


@pytest.fixture(name="busy")
def a_busy_desk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Something in every queue."""
    for name in ("board", "reminders"):
        monkeypatch.setattr(f"followthrough.desk.views.{name}.now", lambda: LATE)
    sent(cast.report("mlga", "2026-H2"), cast.mlga_contact, AT + timedelta(days=6))
    commitment = Commitment.objects.select_related("plan__method").get(code="XK0017")
    body = Institution.objects.get(pk=cast.member.institution_id or 0)
    opinion = Opinion("complete", text_in("sq", "Gjithçka është publike."))
    sign_rating(commitment, body, opinion, seen=0, by=cast.member, at=NOW)
    owner, mlga = (Institution.objects.get(slug=slug) for slug in (AGENCY, "mlga"))
    trouble = obstacles.Trouble("procurement", text_in("sq", "Tenderi vonohet."))
    one = obstacles.open_obstacle(commitment, owner, trouble, by=cast.contact, at=NOW)
    obstacles.ask_help(one, mlga, seen=one.version, by=cast.contact, at=NOW)
    return cast


@pytest.mark.parametrize(
    ("language", "size", "scheme"),
    [("sq", SMALL, "light"), ("sr", SMALL, "dark"), ("en", LARGE, "light"), ("sr", LARGE, "dark")],
)
def test_the_desk_is_in_order(
    busy: Cast, open_page: type_of_open, language: str, size: dict[str, int], scheme: str
) -> None:
    page: Any = None
    for number, path in enumerate(PATHS):
        address = f"/{language}/desk/{path}"
        if page is None:
            page = open_page(busy.coordinator, address, viewport=size, color_scheme=scheme)
        else:
            page.goto(page.url.partition(f"/{language}/")[0] + address)
        shot(page, f"board-{number}-{language}-{size['width']}")
        assert axe_violations(page) == [], path
        assert sideways(page) <= 0, path


def test_every_queue_has_something_and_the_page_is_light(busy: Cast, open_page: Any) -> None:
    page = open_page(busy.coordinator, "/sq/desk/")
    for queue in ("late", "to-verify", "decisions", "coming", "since"):
        assert page.locator(f"#{queue} .queue > li").count(), queue
    assert len(gzip.compress(page.content().encode())) <= MOST_BYTES
