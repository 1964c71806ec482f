"""An installation with a published report, asked through its API."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from followthrough.api import rate
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.tests.cast import NOW, Cast, seat, verified

LATER = datetime(2026, 8, 20, 9, tzinfo=UTC)
ROOT = "/api/v1"
type_of_ask = Callable[[str], dict[str, Any]]


@pytest.fixture(autouse=True)
def nobody_has_asked(db: None) -> None:
    rate._counts.clear()
    cache.clear()


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    seated = seat()
    seated.open()
    report = verified(seated.report(), seated.contact, seated.coordinator)
    publish(report, by=seated.coordinator, at=NOW + timedelta(hours=2))
    with time_machine.travel(LATER, tick=False):
        yield seated


@pytest.fixture
def ask(client: Client) -> type_of_ask:
    def asked(path: str) -> dict[str, Any]:
        answer = client.get(ROOT + path if path.startswith("/") else path)
        assert answer.status_code == 200, (path, answer.content)
        found: dict[str, Any] = json.loads(answer.content)
        return found

    return asked
