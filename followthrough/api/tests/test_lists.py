"""What the lists give: the rows of the tables, page by page, narrowed, in few queries."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.api.described import ADDRESSES
from followthrough.api.tests.conftest import ROOT, type_of_ask
from followthrough.audit.models import Event
from followthrough.audit.operations import record
from followthrough.plans.models import Plan
from followthrough.portal.tests.conftest import AT, load_plan, plan, type_of_loader
from followthrough.reporting.tests.cast import Cast

__all__ = ["load_plan", "plan"]
LISTS = [one for one in ADDRESSES if one.is_list]
TABLES = [one for one in LISTS if one.table]


@pytest.mark.parametrize("one", TABLES, ids=lambda one: one.path)
def test_a_list_has_the_rows_of_its_table(
    client: Client, cast: Cast, ask: type_of_ask, one: Any
) -> None:
    found = ask(f"{one.path}?limit=200")
    table = json.loads(client.get(f"/en/data/{one.table.name}.json").content)

    assert found["data"] == table["rows"]
    assert found["meta"]["count"] == len(table["rows"])
    assert found["meta"]["log"] == table["log"]


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.path)
def test_the_pages_of_a_list_make_the_whole(cast: Cast, ask: type_of_ask, one: Any) -> None:
    whole = ask(f"{one.path}?limit=200")["data"]
    parts: list[Any] = []
    address = f"{one.path}?limit=4"
    while address:
        page = ask(address)
        assert page["meta"]["count"] == len(whole)
        parts += page["data"]
        address = page["meta"]["next"]

    assert parts == whole


def test_the_head_leads_to_the_neighbouring_pages(client: Client, cast: Cast) -> None:
    link = client.get(f"{ROOT}/outputs?limit=5&offset=5").headers["Link"]

    assert f'{ROOT}/outputs?limit=5&offset=10>; rel="next"' in link
    assert f'{ROOT}/outputs?limit=5&offset=0>; rel="prev"' in link
    assert f'{ROOT}/outputs?limit=5&offset=15>; rel="last"' in link


@pytest.mark.parametrize(
    ("path", "keeps"),
    [
        ("/outputs?commitment=XK0017", lambda row: row["commitment"] == "XK0017"),
        ("/outputs?commitment=xk0017", lambda row: row["commitment"] == "XK0017"),
        ("/outputs?completion=limited", lambda row: row["completion"] == "limited"),
        ("/outputs?schedule=due_unreported", lambda row: row["schedule"] == "due_unreported"),
        ("/outputs?schedule=not_due", lambda row: row["schedule"] == "not_due"),
        ("/outputs?institution=mlga", lambda row: "mlga" in row["leads"]),
        ("/outputs?due_until=2026-12-31", lambda row: (row["due_end"] or "9") <= "2026-12-31"),
        ("/outputs?due_from=2027-01-01", lambda row: (row["due_end"] or "") >= "2027-01-01"),
        ("/entries?current=true", lambda row: row["is_current"]),
        ("/entries?commitment=XK0017&output=1", lambda row: row["output"] == 1),
        ("/entries?round=2026-H1", lambda row: row["round"] == "2026-H1"),
        ("/reports?institution=mlga", lambda row: row["institution"] == "mlga"),
        ("/commitments?institution=mlga", lambda row: "mlga" in row["leads"]),
        ("/events?verb=report.published", lambda row: row["verb"] == "report.published"),
        ("/events?after=3", lambda row: row["line"] > 3),
    ],
)
def test_a_filter_gives_exactly_the_rows_that_fit(
    cast: Cast, ask: type_of_ask, path: str, keeps: Any
) -> None:
    everything = ask(path.partition("?")[0] + "?limit=200")["data"]
    found = ask(f"{path}&limit=200")["data"]

    assert found == [row for row in everything if keeps(row)]
    assert len(found) > 0


def test_what_no_list_has_is_an_empty_list(cast: Cast, ask: type_of_ask) -> None:
    for path in (
        "/outputs?commitment=XK9999",
        "/outputs?completion=withdrawn",
        "/entries?current=false",
        "/obstacles?open=false",
        "/ratings?organisation=nobody",
        "/commitments?institution=nobody",
        "/events?subject=plan:none",
        "/outputs?offset=999999",
    ):
        assert ask(path)["data"] == [], path


def test_a_commitment_alone_says_more_than_its_row(cast: Cast, ask: type_of_ask) -> None:
    found = ask("/commitments/XK0017")["data"]
    row = next(one for one in ask("/commitments")["data"] if one["code"] == "XK0017")

    assert row.items() <= found.items()
    assert found["word"]["completion"] == "limited"
    assert [one["number"] for one in found["milestones"]] == [1]
    assert ask("/institutions/mlga")["data"] in ask("/institutions")["data"]
    assert ask("/plans/kosovo-2026-2028")["data"] == ask("/plans")["data"][0]


def test_events_name_posts_and_never_people(cast: Cast, ask: type_of_ask) -> None:
    found = ask("/events")["data"]
    lines = Event.objects.public().order_by("-sequence")

    assert [one["line"] for one in found] == [one.sequence for one in lines]
    assert found[0]["verb"] == "report.published"
    assert (found[0]["post"], found[0]["institution"]) == ("coordinator", "mlga")
    assert found[0]["sentence"]["sq"] != found[0]["sentence"]["en"]
    assert "@" not in json.dumps(found)


@pytest.mark.parametrize("path", ["/outputs", "/commitments", "/institutions", "/events"])
def test_two_hundred_rows_cost_four_queries_at_most(
    client: Client, load_plan: type_of_loader, path: str
) -> None:
    for size in (20, 60):
        load_plan(size)
        # What all pages of a publication share is read by whoever comes first.
        client.get("/en/commitments/")
        client.get(f"{ROOT}/plans")
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"{ROOT}{path}?limit=200")
        assert answer.status_code == 200
        assert len(queries) <= 4, [one["sql"] for one in queries]


def test_the_dearest_request_reads_no_more_with_a_larger_plan(
    client: Client, load_plan: type_of_loader
) -> None:
    counts = []
    for size in (20, 60):
        load_plan(size)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{ROOT}/outputs?limit=200&completion=not_known")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 9


def test_unchanged_is_answered_304_until_something_is_published(client: Client, plan: Plan) -> None:
    address = f"{ROOT}/outputs?limit=3"
    etag = client.get(address).headers["ETag"]

    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/en/").headers["ETag"] == etag

    record("plan.edited", "plan:x", by="system:console", at=AT, public=True)
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_an_empty_installation_says_that_there_is_no_plan(client: Client, db: None) -> None:
    answer = client.get(f"{ROOT}/commitments")

    assert answer.status_code == 404
    assert "No action plan" in json.loads(answer.content)["detail"]


@pytest.mark.parametrize("one", ADDRESSES, ids=lambda one: one.path)
def test_the_demonstration_marks_every_answer(
    cast: Cast, ask: type_of_ask, settings: Any, one: Any
) -> None:
    settings.DEMO = True
    path = one.path.replace("{key}", "XK0018").replace("{slug}", "mlga")
    path = path.replace("/plans/mlga", "/plans/kosovo-2026-2028")

    assert ask(path)["meta"]["example"] == {"sq": "SHEMBULL", "sr-latn": "PRIMER", "en": "EXAMPLE"}
    settings.DEMO = False
    assert "example" not in ask(path)["meta"]
