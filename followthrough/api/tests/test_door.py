"""Who may ask, how often and by what; and what is said to those who ask wrongly."""

import json
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client, RequestFactory

from followthrough.api import rate
from followthrough.api.described import PARAMETERS
from followthrough.api.tests.conftest import LATER, ROOT
from followthrough.plans.models import Plan
from followthrough.portal.tests.conftest import load_plan, plan

__all__ = ["load_plan", "plan"]


def problem(client: Client, path: str, status: int) -> dict[str, Any]:
    answer = client.get(ROOT + path)
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found: dict[str, Any] = json.loads(answer.content)
    assert found["status"] == status
    return found


@pytest.mark.parametrize("path", ["/outputs", "/commitments/ZZ0001", "/openapi.json", "/", "/no"])
def test_pages_of_other_sites_may_read_and_nobody_may_write(
    client: Client, plan: Plan, path: str
) -> None:
    before = client.options(ROOT + path)
    assert before.status_code == 204
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert before.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"

    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(ROOT + path)
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert json.loads(answer.content)["errors"]


def test_head_has_the_head_of_the_answer(client: Client, plan: Plan) -> None:
    answer, head = client.get(f"{ROOT}/outputs"), client.head(f"{ROOT}/outputs")

    assert head.status_code == 200
    assert head.headers["ETag"] == answer.headers["ETag"]
    assert head.content == b""


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("limit=0", "limit must be at least 1."),
        ("limit=201", "limit must be at most 200."),
        ("limit=many", "limit must be a whole number."),
        ("limit=1.0", "limit must be a whole number."),
        ("offset=99999999999999999999999999", "offset must be a whole number."),
        ("offset=-1", "offset must be at least 0."),
        ("due_from=1", "due_from must be a day like 2026-11-25."),
        ("due_from=2026-02-30", "due_from must be a day like 2026-11-25."),
        ("completion=done", "completion must be one of: 'not_known'"),
        ("commitment=%00", "commitment is not written as it has to be"),
        ("comitment=XK0018", "There is no parameter “comitment” here. There is: commitment,"),
        ("%00=1", "There is no parameter"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    client: Client, plan: Plan, query: str, sentence: str
) -> None:
    assert problem(client, f"/outputs?{query}", 422)["errors"][0].startswith(sentence)


def test_it_is_said_in_the_reader_s_language(client: Client, plan: Plan) -> None:
    for asked, spoken in (("sq", "sq"), ("sr", "sr-Latn"), ("de", "en")):
        answer = client.get(f"{ROOT}/outputs?limit=0", headers={"Accept-Language": asked})
        assert answer.headers["Content-Language"] == spoken
        assert answer.headers["Vary"].startswith("Accept-Language")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/commitments/XK9999", 404),
        ("/institutions/nobody", 404),
        ("/plans/other", 404),
        ("/nothing/here", 404),
        ("/commitments/%00", 422),
        ("/commitments/a%20b", 422),
        ("/plans/x?limit=1", 422),
        (f"/outputs?{'a=1&' * 1100}", 400),
    ],
)
def test_what_is_not_there_is_a_problem_in_words(
    client: Client, plan: Plan, path: str, status: int
) -> None:
    assert problem(client, path, status)["errors"]


@time_machine.travel(LATER, tick=False)
def test_who_asks_too_often_is_told_when_to_come_back(
    client: Client, plan: Plan, settings: Any
) -> None:
    settings.API_REQUESTS_A_MINUTE = 5
    for offset in range(5):
        assert client.get(f"{ROOT}/outputs?offset={offset}").status_code == 200

    answer = client.get(f"{ROOT}/outputs?offset=5")

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert "60 seconds" in json.loads(answer.content)["detail"]
    # Somebody else, and the same one a minute later, may ask.
    assert client.get(f"{ROOT}/outputs?offset=5", REMOTE_ADDR="192.0.2.7").status_code == 200
    with time_machine.travel(LATER.replace(minute=1), tick=False):
        assert client.get(f"{ROOT}/outputs?offset=5").status_code == 200


@time_machine.travel(LATER, tick=False)
def test_processes_count_together(client: Client, plan: Plan, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 2 * rate.LOT
    for _ in range(2):
        for offset in range(rate.LOT):
            client.get(f"{ROOT}/plans?offset={offset}")
        # Another process: it knows only what the others shared.
        rate._counts.clear()
    for offset in range(rate.LOT - 1):
        assert client.get(f"{ROOT}/plans?offset={offset}").status_code == 200

    assert client.get(f"{ROOT}/plans?offset=0").status_code == 429


def test_answers_that_are_ready_are_not_counted(client: Client, plan: Plan, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 1
    for _ in range(5):
        assert client.get(f"{ROOT}/outputs").status_code == 200


def test_a_counter_that_cannot_be_written_stops_nobody(
    client: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(cache, "add", full)
    for offset in range(rate.LOT + 1):
        assert client.get(f"{ROOT}/plans?offset={offset}").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client_is"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "198.51.100.4, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.4, 203.0.113.9", "198.51.100.4"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "nonsense", "unknown"),
        (9, "203.0.113.9", "203.0.113.9"),
    ],
)
def test_the_client_is_as_far_out_as_own_proxies_vouch(
    settings: Any, proxies: int, forwarded: str, client_is: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get(
        "/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": forwarded}
    )

    assert rate.client_of(request) == client_is


def test_the_document_describes_every_parameter_and_answer(client: Client, plan: Plan) -> None:
    found = json.loads(client.get(f"{ROOT}/openapi.json").content)

    assert found["openapi"].startswith("3.1")
    for path, operations in found["paths"].items():
        operation = operations["get"]
        assert {"200", "304", "404", "422", "429"} <= set(operation["responses"]), path
        assert all(one["description"] for one in operation["parameters"])
    used = {one["name"] for path in found["paths"].values() for one in path["get"]["parameters"]}
    assert used == set(PARAMETERS)


@pytest.mark.parametrize("prefix", ["sq", "sr", "en"])
def test_the_page_on_the_api_names_every_address(client: Client, plan: Plan, prefix: str) -> None:
    page = client.get(f"/{prefix}/data/api/")

    assert page.status_code == 200
    text = page.content.decode()
    for path in json.loads(client.get(f"{ROOT}/openapi.json").content)["paths"]:
        assert f"<code>{path.removeprefix(ROOT)}</code>" in text


def test_what_the_page_shows_as_an_example_can_be_asked(client: Client, db: None) -> None:
    import re

    from followthrough.reporting.tests.cast import seat

    seat()
    text = client.get("/en/data/api/").content.decode()

    found = re.findall(r'href="http://testserver(/api/v1/[^"]*)"', text)
    assert len(found) > 5
    for address in found:
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address
