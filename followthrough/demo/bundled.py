"""The plan that comes with Followthrough: Kosovo's, 2026-2028, as far as its facts are known."""

from datetime import datetime
from pathlib import Path

from followthrough.accounts.permissions import CONSOLE
from followthrough.plans.importers import plan_file
from followthrough.plans.models import Plan
from followthrough.plans.operations.import_plan import import_plan

PLAN_FILE = Path(__file__).with_name("kosovo-2026-2028.json")


def load(*, at: datetime) -> bool:
    """Import the bundled plan into an installation without plans; says whether it did."""
    if Plan.objects.exists():
        return False
    import_plan(plan_file.read_plan(PLAN_FILE.read_bytes()), by=CONSOLE, at=at)
    return True
