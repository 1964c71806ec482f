"""What a person answers about one output. A draft may be incomplete: `values.problems` judges."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution
from followthrough.lib.languages import INTERFACE
from followthrough.lib.text import TranslatedText
from followthrough.reporting.choices import TEXTS, forecast, language_of
from followthrough.reporting.models import Change, Entry
from followthrough.reporting.models.claim import CLAIMABLE
from followthrough.reporting.values import Problem, Values

# A draft may be too long for a while: what was typed is kept and the person is told.
DRAFT_CHARACTERS = 10_000


class Words(forms.CharField):
    """A text as the browser sends it, with the line ends of this century."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=DRAFT_CHARACTERS)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class EntryForm(forms.Form):
    seen = forms.IntegerField()
    change = forms.ChoiceField(choices=Change.choices, required=False)
    completion = forms.ChoiceField(
        choices=[(one.value, one.label) for one in CLAIMABLE], required=False
    )
    completed_on = forms.DateField(required=False)
    occurrences = forms.IntegerField(required=False, min_value=0, max_value=1000)
    done = Words()
    reason = forms.SlugField(required=False)
    reason_words = forms.CharField(required=False, max_length=200)
    expected_on = forms.DateField(required=False)
    next_step = Words()
    help_needed = Words()
    help_from = forms.IntegerField(required=False)
    language = forms.ChoiceField(
        choices=[(one.code, one.name) for one in INTERFACE],
        required=False,
        label=_("Language of this text"),
    )

    def __init__(self, entry: Entry, data: Any = None) -> None:
        start = {name: _iso(value) for name, value in initial(entry).items()}
        super().__init__(data, initial=start)
        self.entry = entry
        # What somebody else saved meanwhile; both texts are then shown.
        self.theirs: Entry | None = None

    def clean_help_from(self) -> int | None:
        chosen: int | None = self.cleaned_data["help_from"]
        if chosen and not Institution.objects.filter(pk=chosen).exists():
            raise forms.ValidationError(_("Choose one of the institutions listed."))
        return chosen

    def values(self) -> Values:
        """The answers; a question that the page did not ask keeps the answer it had."""
        found: dict[str, Any] = {name: self._value(name) for name in sorted(_PLAIN)}
        found |= {name: self._text(name) for name in TEXTS}
        asked = self.entry.help_from_id
        if "help_from" in self.data:
            asked = self.cleaned_data["help_from"]
        return Values(**found, help_from_id=asked)

    def _value(self, name: str) -> Any:
        if name not in self.data:
            return getattr(self.entry, name)
        value = self.cleaned_data[name]
        return value or 0 if name == "occurrences" else value

    def _text(self, name: str) -> TranslatedText:
        before: TranslatedText = getattr(self.entry, name)
        if name not in self.data:
            return before
        words = self.cleaned_data[name]
        language = self.cleaned_data["language"] or language_of(self.entry)
        return before.reworded(words, language)

    def blame(self, problems: list[Problem]) -> None:
        """Show what keeps the entry from being sent, each beside its field."""
        for problem in problems:
            name = problem.field if problem.field in self.fields else None
            self.add_error(name, str(problem.sentence))


_PLAIN = frozenset(
    {
        "change",
        "completion",
        "completed_on",
        "occurrences",
        "reason",
        "reason_words",
        "expected_on",
    }
)


def initial(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(entry, name) for name in sorted(_PLAIN)}
    found |= {name: str(getattr(entry, name)) for name in TEXTS}
    found |= {"help_from": entry.help_from_id, "language": language_of(entry)}
    found |= {"seen": entry.version, "expected_on": forecast(entry)}
    return found


def _iso(value: Any) -> Any:
    """Days as the browser's own day field and the list of quarters write them."""
    return value.isoformat() if isinstance(value, date) else value
