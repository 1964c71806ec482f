"""Feeds of what changed: well formed, marked, without names, and new with each publication."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml import etree

from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.tests.cast import NOW, Cast, seat, verified

LATER = datetime(2026, 8, 20, 9, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
AGENCY = "corruption-prevention-agency"
FEEDS = {
    "/en/feeds/plan.atom": "/en/",
    "/en/feeds/commitments/XK0017.atom": "/en/commitments/XK0017/",
    f"/en/feeds/institutions/{AGENCY}.atom": f"/en/institutions/{AGENCY}/",
}


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    seated = seat()
    seated.open()
    report = verified(seated.report(), seated.contact, seated.coordinator)
    publish(report, by=seated.coordinator, at=NOW + timedelta(hours=2))
    with time_machine.travel(LATER, tick=False):
        yield seated


def entries(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = etree.fromstring(answer.content)
    return [
        {str(child.tag).removeprefix(ATOM): child.text or "" for child in entry}
        for entry in feed.iter(f"{ATOM}entry")
    ]


@pytest.mark.parametrize("address", FEEDS)
def test_a_publication_is_the_newest_entry(client: Client, cast: Cast, address: str) -> None:
    found = entries(client, address)

    assert found[0]["title"] == f"A report was published. 2026-H1/{AGENCY}" or (
        address.endswith("plan.atom") and found[0]["title"] == "A report was published."
    )
    assert len({one["id"] for one in found}) == len(found)
    assert [one["updated"] for one in found] == sorted(
        (one["updated"] for one in found), reverse=True
    )


def test_a_commitment_s_feed_says_what_changed(client: Client, cast: Cast) -> None:
    newest = entries(client, "/en/feeds/commitments/XK0017.atom")[0]

    assert "Output 1: Not known → Limited" in newest["summary"]
    assert "@" not in newest["summary"]
    number = newest["id"].rpartition("-")[2]
    assert f'id="line-{number}"' in client.get("/en/commitments/XK0017/history/").content.decode()


@pytest.mark.parametrize(("address", "page"), FEEDS.items())
def test_the_page_names_its_feed(client: Client, cast: Cast, address: str, page: str) -> None:
    assert f'href="{address}"' in client.get(page).content.decode().partition("</head>")[0]


def test_a_feed_is_unchanged_until_something_is_published(client: Client, cast: Cast) -> None:
    address = "/sq/feeds/plan.atom"
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304

    report = cast.report("mlga")
    verified(report, cast.mlga_contact, cast.deputy_chair)
    publish(report, by=cast.coordinator, at=NOW + timedelta(hours=3))

    assert client.get(address).content != first.content


@pytest.mark.parametrize("address", FEEDS)
def test_the_demonstration_s_feeds_say_so(
    client: Client, cast: Cast, settings: Any, address: str
) -> None:
    settings.DEMO = True
    feed = etree.fromstring(client.get(address.replace("/en/", "/sr/")).content)

    assert (feed.findtext(f"{ATOM}title") or "").startswith("PRIMER: ")


@pytest.mark.parametrize("address", ["/en/feeds/commitments/XK9.atom", "/en/feeds/x.atom"])
def test_there_is_no_feed_of_nothing(client: Client, cast: Cast, address: str) -> None:
    assert client.get(address).status_code == 404
