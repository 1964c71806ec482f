"""The steps of a consolidated report, and its sentences."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followthrough.desk.forms.entry import Words
from followthrough.lib.day_field import DayField
from followthrough.lib.languages import own_name
from followthrough.lib.text import State, TranslatedText


class TextForm(forms.Form):
    seen = forms.IntegerField()
    words = Words()


class CabinetForm(forms.Form):
    since = DayField(label=_("Given to the cabinet on"))


class ClearanceForm(forms.Form):
    post = forms.CharField(label=_("Cleared by (post)"), max_length=200)
    on = DayField(label=_("Day"))
    reference = forms.CharField(label=_("Reference"), max_length=200, required=False)


class ErratumForm(forms.Form):
    """What a correction puts right, in each language; the first that is filled is the original."""

    def __init__(self, languages: list[str], data: Any = None) -> None:
        super().__init__(data)
        self.languages = languages
        for code in languages:
            self.fields[code] = forms.CharField(
                label=own_name(code), required=False, max_length=600, widget=forms.Textarea
            )

    def text(self) -> TranslatedText:
        found = TranslatedText()
        for code in self.languages:
            words = self.cleaned_data[code].strip()
            if words and not found:
                found = TranslatedText(code, {code: words})
            elif words:
                found = found.with_translation(code, words, State.TRANSLATED)
        return found
