"""Sending a report: who cleared it in the institution, where that is asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followthrough.reporting.operations.sending import Clearance


class SendForm(forms.Form):
    cleared_by = forms.CharField(
        label=_("Post of the person who cleared it"), required=False, max_length=200
    )
    cleared_on = forms.DateField(label=_("Day of the clearance"), required=False)
    cleared_reference = forms.CharField(
        label=_("Reference (for example a protocol number)"), required=False, max_length=200
    )

    def clean(self) -> dict[str, Any]:
        """A clearance has a post and a day, or there is none."""
        found = super().clean() or {}
        filled = [name for name in self.fields if found.get(name)]
        if filled and not found.get("cleared_by") and "cleared_by" not in self.errors:
            self.add_error("cleared_by", _("Give the post of the person who cleared the report."))
        if filled and not found.get("cleared_on") and "cleared_on" not in self.errors:
            self.add_error("cleared_on", _("Give the day on which the report was cleared."))
        return found

    def clearance(self) -> Clearance:
        found = self.cleaned_data
        return Clearance(found["cleared_by"], found["cleared_on"], found["cleared_reference"])


class NoChangeForm(forms.Form):
    """One reason for several outputs at once."""

    entries = forms.TypedMultipleChoiceField(coerce=int, required=True)
    reason = forms.ChoiceField()
    reason_words = forms.CharField(required=False, max_length=200)

    def __init__(self, choices: list[int], reasons: list[str], data: Any = None) -> None:
        super().__init__(data)
        self.fields["entries"].choices = [(one, one) for one in choices]  # type: ignore[attr-defined]
        self.fields["entries"].error_messages["required"] = _("Tick at least one output.")
        self.fields["reason"].choices = [(one, one) for one in reasons]  # type: ignore[attr-defined]
        self.fields["reason"].error_messages["required"] = _("Choose the reason.")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("reason") == "other" and not found.get("reason_words"):
            self.add_error("reason_words", _("Say in a few words which other reason."))
        return found
