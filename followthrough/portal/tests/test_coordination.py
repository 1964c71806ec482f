"""How the coordination is doing: the page, its table, and nothing that is not public."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import pytest
import time_machine
from django.test import Client

from followthrough.accounts.models import Role
from followthrough.desk.tests.test_verify_many import add_leads
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.operations.verifying import send_back
from followthrough.reporting.tests.cast import NOW, SEEN, Cast, appoint, seat, sent, verified

PAGE = "/en/coordination/"
LATER = datetime(2026, 8, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return seat()


def words(client: Client, path: str = PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def table(client: Client) -> list[dict[str, Any]]:
    answer = client.get("/en/data/coordination.csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def live(cast: Cast, count: int) -> None:
    """That many institutions report, each a day later than the one before, and are published."""
    slugs = add_leads(count)
    cast.open()
    for number, slug in enumerate(slugs):
        contact, at = appoint(Role.CONTACT, slug), NOW + timedelta(days=7 + number)
        report = verified(cast.report(slug), contact, cast.coordinator, at)
        publish(report, by=cast.coordinator, at=at + timedelta(days=1))


def test_before_the_first_round_it_is_too_early_to_say(client: Client, cast: Cast) -> None:
    page = words(client)
    assert "Too early to say" in page
    assert "No public obstacle is open." in page
    assert table(client) == []


def test_of_few_there_is_no_median(client: Client, cast: Cast) -> None:
    live(cast, 2)
    page = words(client)
    assert "2 of 4 reports came on time for January–June 2026" in page
    assert "too few to say (2)" in page
    assert "%" not in page


def test_every_figure_can_be_computed_from_the_table(client: Client, cast: Cast) -> None:
    live(cast, 8)
    page, rows = words(client), table(client)
    received = [row for row in rows if row["received_on"]]
    assert f"Reports received {len(received)} of {len(rows)}" in page
    on_time = [row for row in rows if row["arrival"] == "on_time"]
    share = round(100 * len(on_time) / len(rows))
    assert f"Received on time {len(on_time)} of {len(rows)} ({share} %)" in page
    after = median(int(row["working_days_after_due"]) for row in received)
    assert f"from the day to receipt, median {after}".replace("the day", "the due day") in page
    to_verify = median(int(row["working_days_to_verify"]) for row in received)
    assert f"to verification, median {to_verify:g}" in page
    # A report before its due day is a number below 0, and no spreadsheet's formula.
    assert any(row["working_days_after_due"].startswith("-") for row in rows)


def test_what_is_sent_back_before_publication_is_not_told(client: Client, cast: Cast) -> None:
    cast.open()
    before = words(client)
    report = sent(cast.report(), cast.contact)
    sent_page = words(client)
    assert sent_page != before
    entry = report.entries.all()[0]
    send_back(entry, comment="Cili?", ticks=SEEN, seen=entry.version, by=cast.coordinator, at=NOW)
    assert words(client) == sent_page
    assert {row["times_returned"] for row in table(client)} == {""}


def test_the_commitment_that_promises_it_leads_there(client: Client, cast: Cast) -> None:
    assert f'href="{PAGE}"' in _main(client, "/en/commitments/XK0018/")
    assert f'href="{PAGE}"' not in _main(client, "/en/commitments/XK0014/")
    assert f'href="{PAGE}"' in _main(client, "/en/how-it-works/")
    assert 'href="/en/commitments/XK0018/"' in _main(client, PAGE)
    assert f'href="{PAGE}"' in client.get("/en/").content.decode().partition("<footer")[2]


def _main(client: Client, path: str) -> str:
    return client.get(path).content.decode().partition("<main")[2].partition("</main>")[0]


def test_another_plan_need_not_have_such_a_commitment(
    client: Client, cast: Cast, settings: Any
) -> None:
    settings.COORDINATION_COMMITMENT = ""
    assert "promises this coordination" not in words(client)


def test_an_empty_installation_has_no_such_page(client: Client, db: None) -> None:
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE).status_code == 405
