"""The queue of five institutions and of a hundred takes the same number of queries."""

from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.accounts.models import Role, User
from followthrough.accounts.permissions import CONSOLE
from followthrough.plans.models import Plan
from followthrough.plans.operations.import_plan import import_plan
from followthrough.plans.queries import plan_document
from followthrough.reporting.tests.cast import NOW, PLAN_AT, Cast, appoint, seat, sent

MOST_QUERIES = 20
AGENCY = "corruption-prevention-agency"


@pytest.fixture(autouse=True)
def _edges(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SECOND_FACTOR_COMPULSORY = False
    monkeypatch.setattr("followthrough.desk.views.verify.now", lambda: NOW)


@pytest.fixture
def cast(db: None) -> Cast:
    return seat()


def add_leads(count: int) -> list[str]:
    """Give the plan that many further institutions, each leading a commitment with two outputs."""
    document = plan_document(Plan.objects.get())
    body = next(one for one in document["institutions"] if one["slug"] == AGENCY)
    model = next(one for one in document["commitments"] if one["code"] == "XK0017")
    first = max(one["number"] for one in document["commitments"]) + 1
    slugs = [f"agency-{number}" for number in range(count)]
    for number, slug in enumerate(slugs):
        document["institutions"].append({**deepcopy(body), "slug": slug})
        copy = {**deepcopy(model), "number": first + number, "code": f"XK{9000 + number}"}
        for part in copy["involved"]:
            part["institution"] = slug if part["role"] == "lead" else part["institution"]
        document["commitments"].append(copy)
    import_plan(document, by=CONSOLE, at=PLAN_AT)
    return slugs


@pytest.mark.parametrize("count", [5, 100])
def test_the_queue_of_many(cast: Cast, count: int) -> None:
    slugs = add_leads(count)
    cast.open()
    for slug in slugs:
        sent(cast.report(slug), appoint(Role.CONTACT, slug))
    client = Client()
    client.force_login(User.objects.get(pk=cast.coordinator.user_id or 0))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get("/en/desk/verify/").content.decode()

    assert f"{3 * count} outputs wait to be verified" in page
    assert len(asked) <= MOST_QUERIES
