"""What a verifier finds: four ticks beside the evidence, and a decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followthrough.reporting.operations.verifying import Ticks

MOST_CHARACTERS = 600


class DecisionForm(forms.Form):
    """The ticks are asked only where there is evidence; the operations decide what they allow."""

    opens = forms.BooleanField(label=_("It opens"), required=False)
    within_period = forms.BooleanField(
        label=_("It falls within the reporting period"), required=False
    )
    shows_output = forms.BooleanField(label=_("It shows the output"), required=False)
    is_public = forms.BooleanField(label=_("Anybody can open it"), required=False)
    comment = forms.CharField(
        label=_("What is missing, or why it is published without verification"),
        help_text=_("Only for sending back and for a note. A note is public."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST_CHARACTERS,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    TICKS = ("opens", "within_period", "shows_output", "is_public")

    def __init__(self, has_evidence: bool, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.has_evidence = has_evidence
        if not has_evidence:
            for name in self.TICKS:
                del self.fields[name]

    @property
    def ticks(self) -> Ticks:
        if not self.has_evidence:
            return Ticks()
        return Ticks(**{name: self.cleaned_data[name] for name in self.TICKS})

    @property
    def tick_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.TICKS if name in self.fields]
