"""Setting an installation up: the plan, and the first coordinator on their post."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from followthrough.accounts.models import Institution, Role, Tenure
from followthrough.accounts.operations import appoint
from followthrough.accounts.permissions import Actor
from followthrough.accounts.queries import day_of
from followthrough.plans.importers.workbook import read_plan_or_workbook
from followthrough.plans.models import Plan
from followthrough.plans.operations.import_plan import import_plan
from followthrough.plans.queries import Document
from followthrough.upkeep.first_time import is_empty

# What comes with Followthrough: Kosovo's plan, as far as its facts are known.
BUNDLED = {"kosovo-2026-2028": settings.PACKAGE / "demo" / "kosovo-2026-2028.json"}


class NotSetUp(Exception):
    """It could not be set up; the message says why and what to do. Nothing was written."""


@dataclass(frozen=True)
class Coordinator:
    """Who begins. Without an institution, that which the plan names as coordinating."""

    name: str
    email: str
    language: str = "sq"
    institution: str = ""


def bundled_plan(slug: str) -> Document:
    """A plan that comes with Followthrough."""
    return read_plan_or_workbook(BUNDLED[slug].read_bytes())


def plan_from(path: Path) -> Document:
    """The plan in a file or workbook. Raises PlanFileError and NotSetUp."""
    try:
        return read_plan_or_workbook(path.read_bytes())
    except OSError as problem:
        raise NotSetUp(f"The file {path} cannot be read: {problem.strerror}.") from problem


@transaction.atomic
def set_up(document: Document, who: Coordinator, *, by: Actor, at: datetime) -> Tenure:
    """Enter the plan and put the coordinator on the post, all or nothing.

    Only in an empty installation: raises NotSetUp otherwise, PlanFileError, ImportRefused.
    """
    if not is_empty():
        raise NotSetUp("This installation is set up already.")
    import_plan(document, by=by, at=at)
    return seat_coordinator(who, by=by, at=at)


@transaction.atomic
def seat_coordinator(who: Coordinator, *, by: Actor, at: datetime) -> Tenure:
    """Put the first coordinator on the post of the coordinating institution.

    Whoever holds it already keeps it. Raises NotSetUp when no institution is known.
    """
    institution = _institution(who.institution)
    return appoint(
        institution=institution,
        role=Role.COORDINATOR,
        name=who.name,
        email=who.email,
        language=who.language,
        starts_on=day_of(at),
        by=by,
        at=at,
    )


def _institution(slug: str) -> Institution:
    plan = Plan.objects.current()
    if not slug and plan is not None and plan.coordinator is not None:
        return plan.coordinator
    found = Institution.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Institution.objects.values_list("slug", flat=True)[:12])
        raise NotSetUp(
            f"Which institution coordinates? The plan does not say, or has no {slug!r}. It has: "
            f"{known}."
        )
    return found
