"""The API and the public pages under thousands of requests: no server error, nothing undocumented.

FUZZED_CASES says how many.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import schemathesis
import time_machine
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import Client
from schemathesis.core.failures import FailureGroup

from followthrough.api import answers
from followthrough.portal.urls import urlpatterns
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.tests.cast import NOW, Cast, seat, verified
from tests.faults.fuzzing import AS_DOCUMENTED, CASES, EXACT, ask_everything

pytestmark = pytest.mark.slow
LATER = datetime(2026, 8, 20, 9, tzinfo=UTC)
HOST = "http://localhost"
# The parameters that public pages read.
QUERY = ("page", "sort", "schedule", "completion", "source")
# A word from outside, NUL bytes and all; one of the names that there are makes it worth asking.
NAMES = ["XK0017", "XK0018", "kosovo-2026-2028-1", "mlga", "outputs", "1", "2026-H1", "\0", "a\0b"]


@pytest.fixture(autouse=True)
def cast(db: None, settings: Any) -> Iterator[Cast]:
    settings.API_REQUESTS_A_MINUTE = 10**9
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    seated = seat()
    seated.open()
    report = verified(seated.report(), seated.contact, seated.coordinator)
    publish(report, by=seated.coordinator, at=NOW + timedelta(hours=2))
    # As Django's own test client does: a request must not close the test's connection.
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    with time_machine.travel(LATER, tick=False):
        yield seated
    for signal in ends:
        signal.connect(close_old_connections)


def api() -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def test_the_api_answers_as_its_document_says(capsys: pytest.CaptureFixture[str]) -> None:
    statuses = ask_everything(api(), EXACT, CASES // 2)

    _tell(capsys, "API", statuses)
    assert {200, 422} <= set(statuses) <= {200, 400, 404, 422}


def test_public_pages_answer_with_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    pages = schemathesis.openapi.from_dict(_pages())
    pages.app = get_wsgi_application()

    statuses = ask_everything(pages, AS_DOCUMENTED, CASES // 2)

    _tell(capsys, "pages", statuses)
    assert {200, 404} <= set(statuses)


def test_a_server_error_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> HttpResponse:
        return HttpResponse(b"{}", "application/json", 500)

    monkeypatch.setattr(answers, "answer", broken)
    with pytest.raises((FailureGroup, BaseExceptionGroup)):
        ask_everything(api(), EXACT, 60)


def test_an_undocumented_answer_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    told = answers.answer

    def more(meta: Any, data: Any) -> HttpResponse:
        return told({**meta, "undocumented": True}, data)

    monkeypatch.setattr(answers, "answer", more)
    with pytest.raises((FailureGroup, BaseExceptionGroup)):
        ask_everything(api(), EXACT, 60)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_from_outside_breaks_no_address(client: Client, name: str) -> None:
    from urllib.parse import quote

    for path in _pages()["paths"]:
        address = path
        for part in ("key", "slug", "name", "pk"):
            address = address.replace(f"{{{part}}}", quote(name, safe=""))
        answer = client.get(address, {"page": name, "sort": name, "schedule": name})
        assert answer.status_code in {200, 301, 404}, address


def _tell(capsys: pytest.CaptureFixture[str], what: str, statuses: Counter[int]) -> None:
    with capsys.disabled():
        by_status = dict(sorted(statuses.items()))
        sys.stdout.write(f"\n{what}: {statuses.total()} requests, by status {by_status}\n")


def _pages() -> dict[str, Any]:
    """The public addresses in the form of an OpenAPI document: what they read and may answer."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Public pages", "version": "1"},
        "servers": [{"url": HOST}],
        "paths": {
            f"/{prefix}/{_path(pattern)}": {"get": _operation(pattern)}
            for number, pattern in enumerate(urlpatterns)
            for prefix in (("sq", "sr", "en")[number % 3],)
        },
    }


def _path(pattern: Any) -> str:
    path = str(pattern.pattern)
    for name in pattern.pattern.converters:
        start = path.index("<")
        path = f"{path[:start]}{{{name}}}{path[path.index('>') + 1 :]}"
    return path


def _operation(pattern: Any) -> dict[str, Any]:
    def parameter(name: str, place: str) -> dict[str, Any]:
        words = {"anyOf": [{"type": "string"}, {"enum": NAMES}]}
        return {"name": name, "in": place, "required": place == "path", "schema": words}

    places = [parameter(name, "path") for name in pattern.pattern.converters]
    found: dict[str, Any] = {"content": {"*/*": {}}, "description": "a page or a file"}
    # A slash too many or too few leads to the address that there is.
    others = {str(status): {"description": "words"} for status in (301, 304, 400, 404)}
    return {
        "parameters": [*places, *[parameter(name, "query") for name in QUERY]],
        "responses": {"200": found, **others},
    }
