"""The history of a commitment: each edit of the plan with what stood before and what stands now."""

from typing import Any

import pytest
from django.test import Client

from followthrough.lib.text import text_in
from followthrough.plans.models import Plan
from followthrough.plans.operations.edit_parts import (
    add_output,
    edit_fields,
    reorder_output,
    set_deadline,
)
from followthrough.plans.operations.edit_plan import Place, digest
from followthrough.plans.queries import plan_document
from followthrough.reporting.tests.cast import NOW, Cast, seat

HISTORY = "/en/commitments/XK0018/history/"
NUMBER = 5
OUTPUT = Place(NUMBER, output=2)


@pytest.fixture
def cast(db: None) -> Cast:
    return seat()


def plan() -> Plan:
    return Plan.objects.get()


def seen(place: Place) -> str:
    return digest(place.find(plan_document(plan())))


def page(client: Client, address: str = HISTORY) -> str:
    content = client.get(address).content.decode()
    return " ".join(content.partition("<main")[2].partition("</main")[0].split())


def test_a_deadline_is_shown_before_and_after(client: Client, cast: Cast) -> None:
    keys: dict[str, Any] = {"by": cast.coordinator, "at": NOW}
    set_deadline(plan(), OUTPUT, "Q3 2026", seen=seen(OUTPUT), **keys)
    set_deadline(plan(), OUTPUT, "Q4 2027", seen=seen(OUTPUT), **keys)
    assert "Output 2 · Deadline: Q3 2026 → Q4 2027" in page(client)


def test_a_title_and_a_lead_are_shown_before_and_after(client: Client, cast: Cast) -> None:
    place = Place(NUMBER)
    title = text_in("en", "A shorter title")
    lead = [{"institution": "donors", "role": "lead", "sector": "government"}]
    fields = {"title": title, "involved": lead}
    edit_fields(plan(), place, fields, seen=seen(place), by=cast.coordinator, at=NOW)
    text = page(client)
    assert "Title (English): " in text and "→ A shorter title" in text
    assert "Lead institution: Ministry of Local Government Administration →" in text


def test_what_was_added_or_moved_is_named(client: Client, cast: Cast) -> None:
    keys: dict[str, Any] = {"by": cast.coordinator, "at": NOW}
    add_output(plan(), Place(NUMBER, 1), text_in("en", "One more"), **keys)
    reorder_output(plan(), OUTPUT, -1, **keys)
    text = page(client)
    assert "was added" in text and "Outputs 1 and 2 changed places" in text


def test_another_commitment_tells_nothing_of_it(client: Client, cast: Cast) -> None:
    set_deadline(plan(), OUTPUT, "Q4 2027", seen=seen(OUTPUT), by=cast.coordinator, at=NOW)
    assert "Q4 2027" not in page(client, "/en/commitments/XK0017/history/")
