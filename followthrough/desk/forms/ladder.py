"""Days off, the letter that was sent, and holding back "No report received"."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followthrough.lib.day_field import DayField

_REASON = _("Who announced it, and where. This is public.")


class DayOffForm(forms.Form):
    """A day to add, its name, and who announced it."""

    day = DayField(label=_("Day"), error_messages={"required": _("Choose the day.")})
    name = forms.CharField(
        label=_("What the day off is called"),
        max_length=100,
        error_messages={"required": _("Write what the day off is called.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_REASON,
        max_length=300,
        error_messages={"required": _("Write who announced it and where: the reason is public.")},
    )


class WorkingDayForm(forms.Form):
    """A day off that is worked after all."""

    worked = DayField(label=_("Day"), error_messages={"required": _("Choose the day.")})
    why = forms.CharField(
        label=_("Reason"),
        help_text=_REASON,
        max_length=300,
        error_messages={"required": _("Write who announced it and where: the reason is public.")},
    )

    def __init__(self, data: Any = None, *, initial: date | None = None) -> None:
        super().__init__(data, initial={"worked": initial} if initial else None)


class SentForm(forms.Form):
    """The letter as the registry sent it out."""

    sent_on = DayField(label=_("Sent on"), error_messages={"required": _("Choose the day.")})
    protocol_number = forms.CharField(
        label=_("Protocol number"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the protocol number under which the letter was sent.")},
    )


class PostponeForm(forms.Form):
    because = forms.CharField(
        label=_("Reason"),
        help_text=_("One sentence. It is shown in public in place of “No report received”."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why: the reason is public.")},
    )
