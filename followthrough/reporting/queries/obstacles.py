"""How long obstacles take to be resolved: the commitment promises that it gets faster."""

from datetime import date
from statistics import median

from followthrough.plans.models import Plan
from followthrough.reporting.models import Obstacle, Round


def median_days(one: Round) -> float | None:
    """The median of the days to resolution of the public obstacles resolved in the round's period.

    None when none was. One query.
    """
    return _median(one.plan, one.covers_from, one.covers_until)


def median_days_by_round(plan: Plan) -> dict[str, float]:
    """By the round's slug, for the rounds in which an obstacle was resolved. Two queries."""
    days: dict[str, list[int]] = {}
    resolved = list(_resolved(plan))
    for one in Round.objects.filter(plan=plan).order_by("covers_from"):
        within = [
            (until - since).days
            for since, until in resolved
            if one.covers_from <= until <= one.covers_until
        ]
        if within:
            days[one.slug] = within
    return {slug: median(found) for slug, found in days.items()}


def _median(plan: Plan, first: date, last: date) -> float | None:
    days = [(until - since).days for since, until in _resolved(plan) if first <= until <= last]
    return median(days) if days else None


def _resolved(plan: Plan) -> list[tuple[date, date]]:
    """The days on which each public obstacle was opened and resolved."""
    rows = Obstacle.objects.public().filter(commitment__plan=plan, resolved_on__isnull=False)
    return [
        (since, until) for since, until in rows.values_list("opened_on", "resolved_on") if until
    ]
