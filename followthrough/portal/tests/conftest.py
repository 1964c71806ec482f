"""A plan as the importer leaves it, small or large."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from followthrough.accounts.permissions import CONSOLE
from followthrough.plans.models import Plan
from followthrough.plans.operations.import_plan import import_plan
from followthrough.plans.tests.sample import sample_document

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
type_of_loader = Callable[[int], Plan]


@pytest.fixture
def load_plan(db: None) -> type_of_loader:
    """Import the invented sample plan with that many commitments."""

    def load(commitments: int) -> Plan:
        document = sample_document(commitments=commitments)
        import_plan(document, by=CONSOLE, at=AT)
        return Plan.objects.get(slug=document["plan"]["slug"])

    return load


@pytest.fixture
def plan(load_plan: type_of_loader) -> Plan:
    return load_plan(5)
