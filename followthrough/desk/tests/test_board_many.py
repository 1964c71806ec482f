"""The desk of five institutions and of a hundred takes the same number of queries."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.accounts.models import Institution, Role, User
from followthrough.desk.tests.test_verify_many import add_leads
from followthrough.lib.text import text_in
from followthrough.plans.models import Commitment
from followthrough.reporting.operations import obstacles
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.tests.cast import NOW, SECOND, Cast, appoint, seat, sent, verified

# The limit for a hundred institutions, and reached with five.
QUERIES = 20
AT = datetime(2027, 1, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _edges(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SECOND_FACTOR_COMPULSORY = False
    monkeypatch.setattr("followthrough.desk.views.board.now", lambda: AT)


@pytest.fixture
def cast(db: None) -> Cast:
    return seat()


def live(cast: Cast, count: int) -> None:
    """A third of the institutions has published, a third has sent, the others are silent."""
    slugs = add_leads(count)
    cast.open()
    contacts = {slug: appoint(Role.CONTACT, slug) for slug in slugs}
    for slug in slugs[::3]:
        publish(
            verified(cast.report(slug), contacts[slug], cast.coordinator),
            by=cast.coordinator,
            at=NOW,
        )
        commitment = cast.report(slug).entries.all()[0].commitment
        _ask_help(commitment, contacts[slug])
    cast.open(SECOND, datetime(2027, 1, 4, 9, tzinfo=UTC))
    for slug in slugs[1::3]:
        sent(cast.report(slug, "2026-H2"), contacts[slug], AT - timedelta(days=3))


def _ask_help(commitment: Commitment, by: Any) -> None:
    commitment = Commitment.objects.select_related("plan__method").get(pk=commitment.pk)
    trouble = obstacles.Trouble("procurement", text_in("sq", "Tenderi vonohet."))
    owner = Institution.objects.get(pk=by.institution_id)
    one = obstacles.open_obstacle(commitment, owner, trouble, by=by, at=NOW)
    asked = Institution.objects.get(slug="mlga")
    obstacles.ask_help(one, asked, seen=one.version, by=by, at=NOW)


@pytest.mark.parametrize("count", [5, 100])
def test_the_desk_of_many(cast: Cast, count: int) -> None:
    live(cast, count)
    client = Client()
    client.force_login(User.objects.get(pk=cast.coordinator.user_id or 0))

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/en/desk/").content.decode()

    assert "reports are late" in page and "outputs wait to be verified" in page
    assert len(asked) == QUERIES, [one["sql"][:120] for one in asked]
