"""What a forum organisation says of a commitment, and the coding that the IRM gave it."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from followthrough.desk.forms.obstacles import CommitmentField
from followthrough.lib.day_field import DayField
from followthrough.lib.text import text_in
from followthrough.plans.models import Commitment, Plan
from followthrough.reporting.irm import NEWEST, SCHEMES
from followthrough.reporting.models import Coding, Rating
from followthrough.reporting.models.claim import CLAIMABLE
from followthrough.reporting.operations.codings import Coded
from followthrough.reporting.operations.ratings import Opinion
from followthrough.reporting.queries.ratings import SheetRow


class Level(forms.ChoiceField):
    """Asked for, and yet a draft may leave it empty: `required` tells the label only."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class Sentence(forms.CharField):
    """Asked for, and yet a draft may leave it empty: `required` tells the label only."""

    def validate(self, value: Any) -> None:
        pass


class RatingForm(forms.Form):
    """One commitment on the page of ratings; its fields carry the commitment's key."""

    completion = Level(
        label=_("How much is done, in your organisation's view"),
        choices=[(one.value, one.label) for one in CLAIMABLE],
        widget=forms.RadioSelect,
    )
    sentence = Sentence(
        label=_("Why, in one sentence"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
    )
    link = forms.URLField(
        label=_("Link to evidence"), max_length=1000, required=False, assume_scheme="https"
    )
    seen = forms.IntegerField(required=False, min_value=0)

    def __init__(self, row: SheetRow, data: Any = None) -> None:
        self.row = row
        self.current: Rating | None = None
        rating = row.rating
        initial = {}
        if rating is not None:
            initial = {
                "completion": rating.completion,
                "sentence": str(rating.sentence),
                "link": rating.link,
            }
        super().__init__(
            data, prefix=row.commitment.key, initial=initial, use_required_attribute=False
        )

    @property
    def rating(self) -> Rating | None:
        """What is stored: a colleague's newer one after a conflict."""
        return self.current or self.row.rating

    @property
    def seen_now(self) -> int:
        return self.rating.version if self.rating else 0

    @property
    def is_signed(self) -> bool:
        return self.rating is not None and self.rating.signed_at is not None

    @property
    def is_open(self) -> bool:
        """A draft may be written on it."""
        return self.row.may_be_rated and not self.is_signed

    def version_seen(self) -> int:
        return self.cleaned_data["seen"] or 0

    def opinion(self) -> Opinion:
        words, stored = self.cleaned_data["sentence"], self.row.rating
        sentence = text_in(get_language() or "en", words)
        if stored is not None and str(stored.sentence) == words:
            sentence = stored.sentence
        return Opinion(self.cleaned_data["completion"], sentence, self.cleaned_data["link"])


class CodingForm(forms.Form):
    commitment = CommitmentField(
        Commitment.objects.none(),
        label=_("Commitment"),
        empty_label="—",
        error_messages={"required": _("Choose the commitment.")},
    )
    coded = forms.ChoiceField(
        label=_("What the report says"),
        error_messages={"required": _("Choose what the report says.")},
    )
    source = forms.CharField(
        label=_("Report"),
        help_text=_("Its title and year, as printed."),
        max_length=200,
        error_messages={"required": _("Type the title and year of the report.")},
    )
    link = forms.URLField(
        label=_("Link to the report"),
        max_length=1000,
        assume_scheme="https",
        error_messages={"required": _("Paste the link to the report.")},
    )
    coded_on = DayField(label=_("Date of the report"))

    def __init__(self, plan: Plan, data: Any = None) -> None:
        super().__init__(data)
        chosen: Any = self.fields["commitment"]
        chosen.queryset = Commitment.objects.filter(plan=plan).select_related("plan")
        coded: Any = self.fields["coded"]
        coded.choices = [
            ("", "—"),
            *(
                (aspect.label, [(f"{aspect}:{value}", word) for value, word in values.items()])
                for aspect, values in SCHEMES[NEWEST].items()
            ),
        ]

    def values(self) -> Coded:
        aspect, _colon, value = self.cleaned_data["coded"].partition(":")
        cleaned = self.cleaned_data
        return Coded(
            scheme=NEWEST,
            aspect=Coding.Aspect(aspect).value,
            value=value,
            source=cleaned["source"],
            link=cleaned["link"],
            coded_on=cleaned["coded_on"],
        )
