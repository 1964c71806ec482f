"""Asking another body about one output; and the answer that it gives without an account."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution
from followthrough.lib.languages import INTERFACE
from followthrough.lib.readings import plain
from followthrough.reporting.models import Entry
from followthrough.reporting.operations.contributions import Request

MOST_CHARACTERS = 600


class BodyField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return plain(obj.name)


class AskForm(forms.Form):
    """Whom to ask and what. The mail is written in the language of who gets it."""

    institution = BodyField(
        Institution.objects.none(),
        label=_("Whom do you ask?"),
        empty_label="—",
        error_messages={"required": _("Choose the institution.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("An office address, if there is one."),
        error_messages={
            "required": _("Type the e-mail address."),
            "invalid": _("Type an e-mail address like name@example.org."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=[(one.code, one.name) for one in INTERFACE]
    )
    question = forms.CharField(
        label=_("What do you want to know?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST_CHARACTERS,
        required=False,
    )

    def __init__(self, entry: Entry, data: Any = None) -> None:
        super().__init__(data, initial={"language": get_language()})
        asked: Any = self.fields["institution"]
        # A described group of bodies has no address of its own, but somebody answers for it.
        asked.queryset = Institution.objects.exclude(pk=entry.report.institution_id)

    def request(self) -> Request:
        return Request(**self.cleaned_data)


class AnswerForm(forms.Form):
    """What the body that was asked says; until the lead takes it over it may be changed."""

    words = forms.CharField(
        label=_("What was done"),
        help_text=_("Up to three short lines, at most 600 characters."),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": MOST_CHARACTERS}),
        error_messages={"required": _("Write what was done, in up to three short lines.")},
    )
    link = forms.CharField(label=_("A page that shows it"), required=False, max_length=1000)
    name = forms.CharField(
        label=_("Which office answers"),
        help_text=_("For example: Office of the Mayor. Not a person's name."),
        max_length=200,
        error_messages={"required": _("Say which office answers.")},
    )

    def clean_words(self) -> str:
        return str(self.cleaned_data["words"]).replace("\r\n", "\n")
