"""A day, picked in parts: nobody has to know in which order another country writes dates."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followthrough.lib.formats.months import MONTHS

_NAMES = {number: _(name) for number, name in enumerate(MONTHS, start=1)}
_PARTS = {"day": _("Day"), "month": _("Month"), "year": _("Year")}


class PickDay(forms.SelectDateWidget):
    """Day, month by its name, year; sent as `<name>_day`, `<name>_month`, `<name>_year`."""

    def __init__(self, years: range) -> None:
        super().__init__(years=years, months=_NAMES, empty_label=("–",) * 3)  # type: ignore[arg-type]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part in context["widget"]["subwidgets"]:
            part["attrs"]["aria-label"] = _PARTS[part["name"].rpartition("_")[2]]
        return context


class DayField(forms.DateField):
    """A day between the first of the years and the last."""

    def __init__(self, *, years: range | None = None, **options: Any) -> None:
        super().__init__(widget=PickDay(years or range(2020, 2041)), **options)
        # Otherwise a day that nobody picked would be the first of January.
        self.widget.is_required = False

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        return day
