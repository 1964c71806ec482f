"""The bundled plan: Kosovo's facts, complete in three languages, nothing invented."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from followthrough.audit.models import Event
from followthrough.demo import bundled
from followthrough.plans.importers.plan_file import read_plan, write_plan
from followthrough.plans.models import Commitment, Output, Plan
from followthrough.portal.tests.conftest import AT

LANGUAGES = {"sq", "sr-latn", "en"}


def texts(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict) and "original" in value:
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


def test_the_file_is_in_its_canonical_form() -> None:
    data = bundled.PLAN_FILE.read_bytes()

    assert write_plan(read_plan(data)) == data


def test_every_text_is_there_in_every_language() -> None:
    found = list(texts(json.loads(bundled.PLAN_FILE.read_text())))

    assert len(found) > 100
    assert all(set(text) - {"original"} == LANGUAGES for text in found)


@pytest.mark.django_db
def test_it_holds_five_commitments_and_fifteen_outputs() -> None:
    assert bundled.load(at=AT)

    codes = list(Commitment.objects.values_list("code", flat=True))
    assert codes == ["XK0014", "XK0015", "XK0016", "XK0017", "XK0018"]
    counts = [one.outputs.count() for one in Commitment.objects.get(code="XK0018").milestones.all()]
    assert counts == [4, 7, 4]
    assert Output.objects.exclude(commitment__code="XK0018").count() == 0


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    bundled.load(at=AT)

    assert not bundled.load(at=AT)
    assert (Plan.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_plan_and_method_are_drafts_until_adopted() -> None:
    bundled.load(at=AT)
    plan = Plan.objects.get()

    assert not plan.is_adopted
    assert not plan.method.is_adopted
    assert "adoption" in plan.unconfirmed
