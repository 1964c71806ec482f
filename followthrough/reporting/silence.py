"""From which day the public reads "No report received" (PRODUCT.md §4, R9)."""

from datetime import date

from followthrough.lib.working_days import WorkingDays

# Working days past the due day.
DAYS_UNTIL_SILENCE = 10
# Further ones, once, for a reason that is public.
DAYS_OF_GRACE = 5


def silent_from(due_on: date, days: WorkingDays, *, is_postponed: bool = False) -> date:
    """The first day on which the silence of an institution is public, the method being adopted."""
    return days.add(due_on, DAYS_UNTIL_SILENCE + DAYS_OF_GRACE * is_postponed)
