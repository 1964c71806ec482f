"""Nothing that is not published gets out through the API."""

import json

import pytest
from django.test import Client

from followthrough.api.described import ADDRESSES
from followthrough.api.tests.conftest import ROOT
from followthrough.lib.text import State
from followthrough.plans.models import Commitment
from followthrough.portal import progress_tables
from followthrough.portal.tests.test_published import SECRET, plant
from followthrough.reporting.models import Obstacle
from followthrough.reporting.tests.cast import Cast


def leaks(client: Client) -> list[str]:
    found = []
    for one in ADDRESSES:
        path = one.path.replace("{key}", "XK0017").replace("{slug}", "mlga")
        answer = client.get(f"{ROOT}{path}{'?limit=200' if one.is_list else ''}")
        if SECRET in answer.content.decode():
            found.append(path)
    return found


def test_nothing_private_is_in_any_answer(client: Client, cast: Cast) -> None:
    plant(cast)
    assert leaks(client) == []


def test_a_list_that_read_private_rows_would_be_caught(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(cast)
    monkeypatch.setattr(type(Obstacle.objects), "public", lambda self: self.all())

    assert "/obstacles" in leaks(client)
    assert progress_tables.OBSTACLES.name == "obstacles"


def test_a_machine_draft_is_null(client: Client, cast: Cast) -> None:
    commitment = Commitment.objects.get(code="XK0018")
    commitment.title = commitment.title.with_translation("sq", SECRET, State.MACHINE_DRAFT)
    commitment.save()

    found = json.loads(client.get(f"{ROOT}/commitments/XK0018").content)["data"]

    assert found["title"]["sq"] is None
    assert leaks(client) == []
