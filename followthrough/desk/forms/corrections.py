"""Other answers for something published, with what was wrong in words that the public reads."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from followthrough.desk.entry_page import reason_groups
from followthrough.lib.day_field import DayField
from followthrough.lib.readings import plain
from followthrough.lib.text import TranslatedText, text_in
from followthrough.reporting.choices import Choice, quarter_choices
from followthrough.reporting.models import Change, PublishedEntry
from followthrough.reporting.models.claim import CLAIMABLE
from followthrough.reporting.values import MOST_CHARACTERS, Problem, Values

TEXTS = ("done", "next_step")
WHOLE = ("completion", "done", "erratum")


def _words(label: Any, help_text: Any = "", required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST_CHARACTERS,
        required=required,
    )


class CorrectionForm(forms.Form):
    """Starts with what stands; what is left as it is stays as it is."""

    erratum = _words(
        _("What was wrong"), _("In one sentence: the public will read it."), required=True
    )
    change = forms.ChoiceField(label=_("What happened"), choices=Change.choices)
    completion = forms.ChoiceField(
        label=_("How much is done"), choices=[(one.value, one.label) for one in CLAIMABLE]
    )
    completed_on = DayField(label=_("Completed on"), required=False)
    occurrences = forms.IntegerField(
        label=_("How many times in all"), min_value=0, max_value=1000, required=False
    )
    done = _words(_("What was done"))
    reason = forms.ChoiceField(label=_("Main reason"), required=False)
    reason_words = forms.CharField(label=_("Which other reason"), max_length=200, required=False)
    expected_on = forms.TypedChoiceField(
        label=_("Expected finish"), required=False, empty_value=None
    )
    next_step = _words(_("Next step"))

    def __init__(self, row: PublishedEntry, data: Any = None) -> None:
        start = {name: getattr(row, name) for name in self.base_fields if name != "erratum"}
        start |= {name: str(getattr(row, name)) for name in TEXTS}
        start["expected_on"] = row.expected_on.isoformat() if row.expected_on else ""
        super().__init__(data, initial=start)
        self.row = row
        for name in set(self.fields) - self._asked():
            del self.fields[name]
        self._choose()

    def _asked(self) -> set[str]:
        if self.row.output is None:
            return set(WHOLE)
        recurs = self.row.output.current_deadline
        is_counted = recurs is not None and recurs.due.is_continuous
        return set(self.fields) - (set() if is_counted else {"occurrences"})

    def _choose(self) -> None:
        if self.row.output is None:
            return
        fields: Any = self.fields
        plan = self.row.round.plan
        reasons = [
            (one.definition.code, plain(one.definition.label))
            for one in reason_groups(plan.method_id)
        ]
        fields["reason"].choices = [("", "—"), *reasons]
        quarters = quarter_choices(self.row.round.covers_until, plan.ends_on)
        fields["expected_on"].choices = [("", "—"), *_with(quarters, self.initial["expected_on"])]
        fields["expected_on"].coerce = forms.DateField().to_python

    def values(self) -> Values:
        found = {name: value for name, value in self.cleaned_data.items() if name != "erratum"}
        for name in TEXTS:
            if name in found:
                found[name] = _rewritten(getattr(self.row, name), found[name])
        if "occurrences" in found:
            found["occurrences"] = found["occurrences"] or 0
        return replace(Values.of(self.row), **found)

    def erratum_text(self) -> TranslatedText:
        return text_in(get_language() or "en", self.cleaned_data["erratum"].strip())

    def blame(self, problems: list[Problem]) -> None:
        """Show beside each field what is wrong with it."""
        for problem in problems:
            name = problem.field if problem.field in self.fields else None
            self.add_error(name, problem.sentence)  # type: ignore[arg-type]


def _with(quarters: list[Choice], stands: str) -> list[tuple[str, str]]:
    found = [(one.value, one.label) for one in quarters]
    return found if not stands or stands in dict(found) else [(stands, stands), *found]


def _rewritten(before: TranslatedText, words: str) -> TranslatedText:
    words = words.replace("\r\n", "\n")
    if before and words:
        return before.with_original(words)
    return text_in(get_language() or "en", words)
