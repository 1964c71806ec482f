"""The working days of a plan: what the library of holidays knows, and what was corrected in it."""

from followthrough.lib.working_days import WorkingDays, working_days
from followthrough.plans.models import CalendarDay, Plan


def calendar_of(plan: Plan) -> WorkingDays:
    """The calendar that every clock of the plan runs on. One query."""
    corrected = CalendarDay.objects.filter(jurisdiction=plan.jurisdiction)
    days = dict(corrected.values_list("day", "is_working"))
    return working_days(
        plan.jurisdiction,
        added=[day for day, is_working in days.items() if not is_working],
        removed=[day for day, is_working in days.items() if is_working],
    )
