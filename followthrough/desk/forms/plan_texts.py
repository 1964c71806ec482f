"""Texts in every language of the plan, one field a language; their states are kept."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followthrough.lib.languages import html_tag, own_name
from followthrough.lib.text import State, TranslatedText
from followthrough.plans.models import Plan
from followthrough.plans.words import FIELD_LABELS

# What an importer may have left in doubt.
DOUBTFUL: dict[str, Promise] = {
    "starts_on": _("the first day"),
    "ends_on": _("the last day"),
    "title": _("the title"),
    "summary": _("the summary"),
    "answers": _("the full text"),
    "lead": _("the lead institution"),
    "supporting": _("the supporting institutions"),
    "policy_areas": _("the policy areas"),
    "outputs": _("the milestones and expected outputs"),
    "deadline": _("the deadline"),
}
ONE_LINE = frozenset({"title", "name", "short_name", "body"})


class TextsForm(forms.Form):
    """The texts named, in the languages of the plan; `stored` is what the document says now."""

    original = forms.ChoiceField(
        label=_("Original language of what is new here"),
        help_text=_("A text that exists already keeps its original language."),
    )

    def __init__(
        self, plan: Plan, names: tuple[str, ...], stored: Mapping[str, Any], data: Any = None
    ) -> None:
        super().__init__(data)
        self.names = names
        self.stored = {name: TranslatedText.from_json(stored.get(name)) for name in names}
        self.codes = [one["code"] for one in plan.languages]
        original: Any = self.fields["original"]
        original.choices = [(code, own_name(code)) for code in self.codes]
        for name in names:
            for code in self.codes:
                self.fields[f"{name}_{code}"] = self._field(name, code)
        self.order_fields([one for one in self.fields if one != "original"])

    def _field(self, name: str, code: str) -> forms.CharField:
        lang = {"lang": html_tag(code)}
        widget = forms.TextInput(lang) if name in ONE_LINE else forms.Textarea({**lang, "rows": 4})
        state = self.stored[name].state(code)
        hints = {
            State.ORIGINAL: _("Original."),
            State.STALE: _("The original has changed since this was translated."),
            State.MACHINE_DRAFT: _("Machine draft, not shown in public."),
        }
        return forms.CharField(
            label=f"{FIELD_LABELS[name]} ({own_name(code)})",
            initial=self.stored[name].texts.get(code, ""),
            help_text=hints.get(state, "") if state else "",
            widget=widget,
            required=False,
            max_length=20_000,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.names:
            words = {code: cleaned.get(f"{name}_{code}", "") for code in self.codes}
            original = self._original(name)
            if any(words.values()) and not words.get(original):
                self.add_error(
                    f"{name}_{original}", gettext("Write the original, or remove the translations.")
                )
        return cleaned

    def _original(self, name: str) -> str:
        return self.stored[name].original or self.cleaned_data.get("original", self.codes[0])

    def texts(self) -> dict[str, TranslatedText]:
        """The texts as they should stand."""
        return {name: self._merged(name) for name in self.names}

    def _merged(self, name: str) -> TranslatedText:
        words = {code: self._words(name, code) for code in self.codes}
        original, stored = self._original(name), self.stored[name]
        if not any(words.values()):
            return TranslatedText()
        if not stored:
            kept = {code: text for code, text in words.items() if text}
            return TranslatedText(original, kept)
        text = stored.with_original(words[original])
        for code, written in words.items():
            if code != original and written != stored.texts.get(code, ""):
                text = text.with_translation(code, written, State.TRANSLATED)
        return text

    def _words(self, name: str, code: str) -> str:
        return str(self.cleaned_data[f"{name}_{code}"]).replace("\r\n", "\n")
