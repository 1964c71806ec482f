"""Inviting, the act, the end, and handing over."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution, Role
from followthrough.desk.queries.people import name_of
from followthrough.lib.day_field import DayField
from followthrough.lib.languages import INTERFACE

_LANGUAGES = [(one.code, one.name) for one in INTERFACE]
_ROLES = [(one.value, one.label) for one in Role if one is not Role.SYSTEM]
_ACT = _("For example “Decision 12/2026”. Leave it empty while the act is pending.")
_NOT_AN_ADDRESS = _("Type an e-mail address like name@example.org.")


class InstitutionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj)


def email_field(label: Any) -> forms.EmailField:
    missing = {"required": _("Type the e-mail address."), "invalid": _NOT_AN_ADDRESS}
    widget = forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.EmailField(label=label, widget=widget, error_messages=missing)


def name_field(label: Any) -> forms.CharField:
    missing = {"required": _("Type the name.")}
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=150, widget=widget, error_messages=missing)


class InviteForm(forms.Form):
    institution = InstitutionField(
        Institution.objects.none(),
        to_field_name="slug",
        label=_("Institution"),
        empty_label="—",
        error_messages={"required": _("Choose the institution.")},
    )
    role = forms.ChoiceField(label=_("Post"), choices=_ROLES)
    name = name_field(_("Name"))
    email = email_field(_("E-mail address"))
    language = forms.ChoiceField(label=_("Language of the mails"), choices=_LANGUAGES)
    starts_on = DayField(label=_("First day"))
    act = forms.CharField(label=_("Appointing act"), help_text=_ACT, max_length=200, required=False)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        bodies = [one.pk for one in Institution.objects.all() if not one.is_group]
        self.fields["institution"].queryset = Institution.objects.filter(pk__in=bodies)  # type: ignore[attr-defined]


class ActForm(forms.Form):
    act = forms.CharField(label=_("Appointing act"), help_text=_ACT, max_length=200, required=False)


class EndForm(forms.Form):
    ends_on = DayField(
        label=_("Last day"),
        help_text=_(
            "Until the end of that day the person acts for the post. Yesterday ends it now."
        ),
    )


class SuccessorForm(forms.Form):
    name = name_field(_("Name of the successor"))
    email = email_field(_("E-mail address of the successor"))
    from_day = DayField(label=_("From which day"))

    def __init__(self, data: Any = None, *, today: date, **options: Any) -> None:
        super().__init__(data, initial={"from_day": today}, **options)


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is sent to the person who named the successor."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, so that somebody else can be named.")},
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of the mails to you"), choices=_LANGUAGES, widget=forms.RadioSelect
    )
