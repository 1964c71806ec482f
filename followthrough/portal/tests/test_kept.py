"""Kept pages: few queries, 304 while nothing changed, and never stale."""

import gzip
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from followthrough.accounts.permissions import CONSOLE
from followthrough.audit.operations import record
from followthrough.demo import bundled
from followthrough.plans.models import Commitment, Deadline, Output, Plan
from followthrough.portal.kept import copies
from followthrough.portal.tests.conftest import AT, type_of_loader

PAGES = [
    "/en/",
    "/sq/commitments/",
    "/sr/commitments/?sort=title",
    "/sr/outputs/",
    "/en/institutions/",
    "/en/coordination/",
    "/en/how-it-works/",
    "/en/data/",
    "/en/accessibility/",
    "/en/data/outputs.csv",
    "/en/data/plan.json",
]


def publish() -> None:
    record("plan.imported", "plan:x", by=CONSOLE.name, at=AT, public=True)


@pytest.mark.parametrize("page", PAGES)
def test_a_kept_page_costs_one_query(
    client: Client, plan: Plan, page: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = client.get(page)

    with django_assert_num_queries(1):
        second = client.get(page)
    assert first.status_code == 200
    assert second.content == first.content


@pytest.mark.parametrize("page", PAGES)
def test_unchanged_is_answered_304(client: Client, plan: Plan, page: str) -> None:
    etag = client.get(page).headers["ETag"]

    again = client.get(page, headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == etag


@pytest.mark.parametrize("page", PAGES)
def test_a_publication_makes_every_page_new(client: Client, plan: Plan, page: str) -> None:
    etag = client.get(page).headers["ETag"]

    publish()

    assert client.get(page, headers={"If-None-Match": etag}).status_code == 200


def test_a_publication_is_seen_at_once(client: Client, plan: Plan) -> None:
    key = Commitment.objects.get(number=1).key
    before = client.get(f"/en/commitments/{key}/").content.decode()
    output = Output.objects.filter(commitment__number=1).first()
    assert output is not None
    output.title = output.title.with_original("A new promise, just published")
    output.save()

    # Not published yet: the kept page stays. This is the control of the next assertion.
    assert client.get(f"/en/commitments/{key}/").content.decode() == before
    publish()
    assert client.get(f"/sq/commitments/{key}/").content.decode() != before


def test_a_line_that_is_not_public_changes_no_page(client: Client, plan: Plan) -> None:
    etag = client.get("/en/").headers["ETag"]

    record("report.drafted", "report:1", by=CONSOLE.name, at=AT, public=False)

    assert client.get("/en/", headers={"If-None-Match": etag}).status_code == 304


def test_midnight_where_the_plan_is_changes_the_answer(client: Client, db: None) -> None:
    bundled.load(at=AT)
    # 21:59 and 22:01 UTC in June are 23:59 and 00:01 in Pristina.
    with time_machine.travel(datetime(2026, 6, 30, 21, 59, tzinfo=UTC), tick=False):
        before = client.get("/en/")
    with time_machine.travel(datetime(2026, 6, 30, 22, 1, tzinfo=UTC), tick=False):
        after = client.get("/en/", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert "No expected output is past its deadline" in before.content.decode()
    assert "4 of 15 expected outputs are due" in after.content.decode()


def test_the_clock_alone_changes_nothing_before_midnight(client: Client, plan: Plan) -> None:
    with time_machine.travel(datetime(2026, 6, 30, 5, 0, tzinfo=UTC), tick=False):
        etag = client.get("/en/").headers["ETag"]
    with time_machine.travel(datetime(2026, 6, 30, 21, 59, tzinfo=UTC), tick=False):
        assert client.get("/en/", headers={"If-None-Match": etag}).status_code == 304


def test_what_appears_while_a_page_is_built_breaks_nothing(client: Client, plan: Plan) -> None:
    client.get("/en/outputs/")
    output = Output.objects.filter(commitment__number=1).first()
    assert output is not None
    new = Deadline.objects.create(
        words="2031", starts_on=date(2031, 1, 1), ends_on=date(2031, 12, 31), precision="year"
    )
    output.current_deadline = new
    output.save()

    # Nothing says yet that something was published: the facts kept know nothing of the new row.
    assert client.get("/en/outputs/?page=1&schedule=not_due").status_code == 200
    assert client.get(f"/en/commitments/{output.commitment.key}/").status_code == 200


def test_parameters_a_page_does_not_read_make_no_new_copy(client: Client, plan: Plan) -> None:
    client.get("/en/")
    kept = len(copies)

    for number in range(20):
        client.get(f"/en/?utm={number}")

    assert len(copies) == kept


def test_a_compressed_copy_says_the_same(client: Client, plan: Plan) -> None:
    plain = client.get("/en/")
    packed = client.get("/en/", headers={"Accept-Encoding": "gzip, br"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_public_pages_set_no_cookie(client: Client, plan: Plan) -> None:
    for page in PAGES:
        assert not client.get(page).cookies


@pytest.mark.parametrize("page", ["/en/", "/en/commitments/", "/sq/outputs/", "/sr/institutions/"])
def test_queries_do_not_grow_with_the_plan(
    client: Client, load_plan: type_of_loader, page: str
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for size in (5, 60):
        load_plan(size)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
    # This is the dearest request there is: the first after a publication.
    assert counts[1] <= 8


def test_home_takes_at_most_eight_queries(
    client: Client, db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    bundled.load(at=AT)

    with django_assert_max_num_queries(8):
        client.get("/en/")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_public_page_only_reads(client: Client, plan: Plan, method: str) -> None:
    assert getattr(client, method)("/en/").status_code == 405
