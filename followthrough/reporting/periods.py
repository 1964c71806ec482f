"""The days of the next reporting period that a plan owes."""

from datetime import date, timedelta

from followthrough.lib.deadlines import month_end
from followthrough.lib.working_days import WorkingDays
from followthrough.plans.models import Plan
from followthrough.reporting.models import Round

MONTHS = 6
DUE_DAY = 15
# How long after the due day late reports are still taken.
MONTHS_UNTIL_CLOSED = 2


def following(plan: Plan, days: WorkingDays, last: Round | None) -> dict[str, date] | None:
    """The half-year after the round `last`, or the plan's first; None when the plan has no more.

    It opens on the first working day after the period and falls due on the 15th, or on the
    working day after it.
    """
    start = last.covers_until + timedelta(days=1) if last else plan.starts_on
    end = month_end(start.year, start.month + (MONTHS - 1) - (start.month - 1) % MONTHS)
    if start > plan.ends_on:
        return None
    end = min(end, plan.ends_on)
    after = end + timedelta(days=1)
    return {
        "covers_from": start,
        "covers_until": end,
        "opens_on": days.first_from(after),
        "due_on": days.first_from(after.replace(day=DUE_DAY)),
        "closes_on": month_end(after.year, after.month + MONTHS_UNTIL_CLOSED),
    }
