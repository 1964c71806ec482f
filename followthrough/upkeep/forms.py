"""What the first pages ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followthrough.lib.languages import INTERFACE
from followthrough.upkeep.first_time import is_set_up_code
from followthrough.upkeep.operations.setting_up import BUNDLED

_CODE = {"autocomplete": "off", "spellcheck": "false"}
_ADDRESS = {
    "required": _("Type the e-mail address."),
    "invalid": _("Type an e-mail address like name@example.org."),
}


class SetUpForm(forms.Form):
    """The console's code, the plan, and who coordinates it."""

    code = forms.CharField(
        label=_("Code from the console"),
        help_text=_("It was printed when the service started: twelve letters and digits."),
        widget=forms.TextInput(attrs=_CODE),
        error_messages={"required": _("Type the code.")},
    )
    plan = forms.ChoiceField(
        label=_("Action plan"),
        choices=[
            *[
                (slug, _("Kosovo’s plan 2026–2028, as far as its facts are known"))
                for slug in BUNDLED
            ],
            ("file", _("From a file of mine")),
        ],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("Plan file or workbook"), help_text=_("JSON or Excel."), required=False
    )
    name = forms.CharField(
        label=_("Name of the coordinator"),
        max_length=150,
        error_messages={"required": _("Type the name.")},
    )
    email = forms.EmailField(
        label=_("E-mail address of the coordinator"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages=_ADDRESS,
    )
    language = forms.ChoiceField(
        label=_("Language of the mails"), choices=[(one.code, one.name) for one in INTERFACE]
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not is_set_up_code(code):
            raise forms.ValidationError(
                _("This code is not right. Look at the console: a restart prints a new one.")
            )
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("plan") == "file" and not cleaned.get("file"):
            self.add_error("file", _("Choose the file that holds the plan."))
        return cleaned


class FirstSignInForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages=_ADDRESS,
    )
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Twelve letters and digits, from whoever set this installation up."),
        widget=forms.TextInput(attrs=_CODE),
        error_messages={"required": _("Type the code.")},
    )
