"""The days of a reporting period, suggested for the next one that the plan owes."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followthrough.lib.day_field import DayField
from followthrough.lib.deadlines import month_end
from followthrough.plans.calendar import calendar_of
from followthrough.plans.models import Plan
from followthrough.reporting.operations.rounds import Period

MONTHS = 6
DUE_DAY = 15
# How long after the due day late reports are still taken.
MONTHS_UNTIL_CLOSED = 2


def _day(label: Any) -> DayField:
    return DayField(label=label)


class RoundForm(forms.Form):
    covers_from = _day(_("Covers from"))
    covers_until = _day(_("Covers until"))
    opens_on = _day(_("Opens on"))
    due_on = _day(_("Reports are due on"))
    closes_on = _day(_("Closes on"))

    def period(self) -> Period:
        return Period(**{name: self.cleaned_data[name] for name in self.fields})


class DaysForm(forms.Form):
    """Only the clock of a round: what it covers stays."""

    opens_on = _day(_("Opens on"))
    due_on = _day(_("Reports are due on"))
    closes_on = _day(_("Closes on"))


def suggested(plan: Plan) -> dict[str, date] | None:
    """The half-year after the last round with its usual days; None when the plan has no more.

    It opens on the first working day after the period and falls due on the 15th, or on the
    working day after it.
    """
    last = plan.rounds.order_by("-covers_until").first()
    start = last.covers_until + timedelta(days=1) if last else plan.starts_on
    end = month_end(start.year, start.month + (MONTHS - 1) - (start.month - 1) % MONTHS)
    if start > plan.ends_on:
        return None
    end = min(end, plan.ends_on)
    days = calendar_of(plan)
    following = end + timedelta(days=1)
    return {
        "covers_from": start,
        "covers_until": end,
        "opens_on": days.first_from(following),
        "due_on": days.first_from(following.replace(day=DUE_DAY)),
        "closes_on": month_end(following.year, following.month + MONTHS_UNTIL_CLOSED),
    }
