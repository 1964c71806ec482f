"""The days of a reporting period, suggested for the next one that the plan owes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followthrough.lib.day_field import DayField
from followthrough.plans.calendar import calendar_of
from followthrough.plans.models import Plan
from followthrough.reporting.operations.rounds import Period
from followthrough.reporting.periods import following


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
    """The half-year after the last round with its usual days; None when the plan has no more."""
    return following(plan, calendar_of(plan), plan.rounds.order_by("-covers_until").first())
