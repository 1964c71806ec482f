"""The forms of the bought sign-in with our labels and hints."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

# Digits on a telephone; filled in from the mail where the device can.
_CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-input"}
# A recovery code is longer than the app's, so the length is left open.
_SECOND = {**_CODE, "spellcheck": "false"}


class Spaceless(forms.CharField):
    """A code as people type and paste it: spaces and hyphens in it do not count."""

    def to_python(self, value: Any) -> str:
        return "".join(str(super().to_python(value) or "").replace("-", " ").split())


def code(label: Any, hint: Any, attributes: dict[str, str]) -> Spaceless:
    missing = {"required": _("Type the code.")}
    widget = forms.TextInput(attrs=attributes)
    return Spaceless(label=label, help_text=hint, widget=widget, error_messages=missing)


class AskForCode(account.RequestLoginCodeForm):  # type: ignore[misc]
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The address at which you were invited. A code is sent there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("Type an e-mail address like name@example.org."),
        },
    )


class TypeCode(account.ConfirmLoginCodeForm):  # type: ignore[misc]
    code = code(_("Code from the mail"), _("Six digits."), _CODE)


class SecondStep(mfa.AuthenticateForm):  # type: ignore[misc]
    code = code(
        _("Code"), _("The six digits that your app shows now, or a recovery code."), _SECOND
    )


class SecondStepAgain(mfa.ReauthenticateForm):  # type: ignore[misc]
    code = code(
        _("Code"), _("The six digits that your app shows now, or a recovery code."), _SECOND
    )


class SetUpApp(totp.ActivateTOTPForm):  # type: ignore[misc]
    code = code(_("Code from the app"), _("The six digits that your app shows now."), _CODE)


class AddKey(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(
        label=_("Name of the key"),
        help_text=_("For yourself, for example “Telephone” or “Blue key”."),
        required=False,
        max_length=100,
    )


class RenameKey(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=_("Name of the key"), max_length=100)
