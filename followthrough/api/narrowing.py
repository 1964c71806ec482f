"""Which rows of a table a request asks for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from followthrough.api import parameters
from followthrough.plans.models import Commitment, Involvement, InvolvementRole
from followthrough.portal.plan_tables import COMMITMENTS, OUTPUTS
from followthrough.portal.progress_tables import ENTRIES, OBSTACLES, RATINGS, REPORTS
from followthrough.portal.queries import commitments as commitment_queries
from followthrough.portal.queries.outputs import OutputsByDeadline, Wanted
from followthrough.portal.queries.shared import Shared
from followthrough.portal.tables import Table


def commitments(asked: parameters.Commitments, shared: Shared, today: date) -> QuerySet[Any]:
    wanted = _led_by(asked.institution)
    if asked.policy_area:
        tagged = Commitment.objects.filter(policy_areas__code=asked.policy_area)
        wanted &= Q(pk__in=tagged.values("pk"))
    return _rows(COMMITMENTS, shared, today).filter(wanted)


def outputs(asked: parameters.Outputs, shared: Shared, today: date) -> QuerySet[Any]:
    wanted = _of(shared, asked.commitment) & _led_by(asked.institution, "commitment")
    if asked.due_from:
        wanted &= Q(current_deadline__ends_on__gte=asked.due_from)
    if asked.due_until:
        wanted &= Q(current_deadline__ends_on__lte=asked.due_until)
    if asked.completion or asked.schedule:
        schedule = frozenset([asked.schedule] if asked.schedule else [])
        answers = Wanted(schedule=schedule, completion=asked.completion)
        wanted &= OutputsByDeadline(shared, today, answers).condition()
    return _rows(OUTPUTS, shared, today).filter(wanted)


def entries(asked: parameters.Entries, shared: Shared, today: date) -> QuerySet[Any]:
    wanted = _of(shared, asked.commitment) & _same("round__slug", asked.round)
    wanted &= _same("output__number", asked.output) & _same("is_current", asked.current)
    return _rows(ENTRIES, shared, today).filter(wanted)


def ratings(asked: parameters.Ratings, shared: Shared, today: date) -> QuerySet[Any]:
    wanted = _of(shared, asked.commitment) & _same("round__slug", asked.round)
    wanted &= _same("organisation__slug", asked.organisation)
    return _rows(RATINGS, shared, today).filter(wanted)


def obstacles(asked: parameters.Obstacles, shared: Shared, today: date) -> QuerySet[Any]:
    wanted = _of(shared, asked.commitment) & _same("owner__slug", asked.institution)
    wanted &= _same("resolved_on__isnull", asked.open)
    return _rows(OBSTACLES, shared, today).filter(wanted)


def reports(asked: parameters.Reports, shared: Shared, today: date) -> Sequence[Any]:
    return [
        (slug, record)
        for slug, record in REPORTS.found(shared, today)
        if asked.institution in (None, slug) and asked.round in (None, record.round.slug)
    ]


def _rows(table: Table, shared: Shared, today: date) -> QuerySet[Any]:
    found = table.found(shared, today)
    assert isinstance(found, QuerySet)  # noqa: S101 - of these tables it is
    return found


def _same(lookup: str, value: object) -> Q:
    return Q() if value is None else Q(**{lookup: value})


def _of(shared: Shared, key: str | None) -> Q:
    """Of the commitment with that code, or plan and number."""
    return commitment_queries.named(shared.plan, key, "commitment__") if key else Q()


def _led_by(slug: str | None, lookup: str = "pk") -> Q:
    """`lookup` is the way to the commitment's key."""
    if slug is None:
        return Q()
    led = Involvement.objects.filter(role=InvolvementRole.LEAD, institution__slug=slug)
    return Q(**{f"{lookup}__in": led.filter(commitment__isnull=False).values("commitment")})
