"""What stands in the way, and each step of its way out: one small form a step."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Permission, Person
from followthrough.lib.readings import plain
from followthrough.lib.text import TranslatedText, text_in
from followthrough.plans.models import Commitment, DefinitionKind, Output, Plan
from followthrough.reporting.models import Entry, Obstacle
from followthrough.reporting.operations.obstacles import Trouble


def written(words: str, stored: TranslatedText | None = None) -> TranslatedText:
    """The words in the reader's language; unchanged words keep the language they have."""
    if stored is not None and str(stored) == words:
        return stored
    return text_in(get_language() or "en", words)


class InstitutionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return plain(obj.name)


class CommitmentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.key} {plain(obj.title)}"


class OutputField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.commitment.key}, {obj.number}: {plain(obj.title)}"


class TroubleForm(forms.Form):
    """The words of an obstacle."""

    reason = forms.ChoiceField(
        label=_("Main reason"), error_messages={"required": _("Choose the main reason.")}
    )
    description = forms.CharField(
        label=_("What stands in the way"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        error_messages={"required": _("Say in a sentence what stands in the way.")},
    )
    is_serious = forms.BooleanField(
        label=_("It is serious: the deadline is at risk"), required=False
    )
    private_because = forms.CharField(
        label=_("Why the public should not see it"),
        help_text=_("Leave this empty and the obstacle is public."),
        max_length=300,
        required=False,
    )

    def __init__(self, plan: Plan, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        known = plan.method.definitions.filter(kind=DefinitionKind.REASON)
        reason: Any = self.fields["reason"]
        reason.choices = [("", "—"), *((one.code, plain(one.label)) for one in known)]

    def trouble(self, stored: TranslatedText | None = None) -> Trouble:
        cleaned = self.cleaned_data
        return Trouble(
            cleaned["reason"],
            written(cleaned["description"], stored),
            cleaned["is_serious"],
            cleaned["private_because"],
        )


class NewObstacleForm(TroubleForm):
    """Where it stands and who has to see to it; left out when an entry says both."""

    commitment = CommitmentField(
        Commitment.objects.none(),
        label=_("Commitment"),
        empty_label="—",
        error_messages={"required": _("Choose the commitment.")},
    )
    output = OutputField(
        Output.objects.none(), label=_("Expected output"), required=False, empty_label="—"
    )
    owner = InstitutionField(
        Institution.objects.none(),
        label=_("Institution that has to see to it"),
        empty_label="—",
        error_messages={"required": _("Choose the institution.")},
    )
    field_order = ("commitment", "output", "owner")

    def __init__(
        self, plan: Plan, person: Person, entry: Entry | None, data: Any = None, initial: Any = None
    ) -> None:
        super().__init__(plan, data, initial)
        if entry is not None:
            for name in ("commitment", "output", "owner"):
                del self.fields[name]
            return
        fields: Any = self.fields
        fields["commitment"].queryset = Commitment.objects.filter(plan=plan).select_related("plan")
        fields["output"].queryset = Output.objects.of_plan(plan.pk).select_related(
            "commitment__plan"
        )
        named = Q(involvements__commitment__plan=plan)
        reached = Institution.objects.filter(person.within(Permission.KEEP_OBSTACLES, "pk"), named)
        fields["owner"].queryset = reached.distinct()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        output, commitment = cleaned.get("output"), cleaned.get("commitment")
        if output is not None and commitment is not None and output.commitment_id != commitment.pk:
            self.add_error("output", _("This output belongs to another commitment."))
        return cleaned


class AskForm(forms.Form):
    asked = InstitutionField(
        Institution.objects.all(),
        label=_("Help asked of"),
        empty_label="—",
        error_messages={"required": _("Choose the institution.")},
    )


class EscalateForm(forms.Form):
    to = forms.CharField(
        label=_("Taken to which meeting or body"),
        max_length=200,
        error_messages={"required": _("Say to which meeting or body it is taken.")},
    )


class ResolveForm(forms.Form):
    resolution = forms.CharField(
        label=_("How it was resolved"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=600,
        error_messages={"required": _("Say in a sentence how it was resolved.")},
    )


class FilterForm(forms.Form):
    """Which obstacles are listed; an address with nonsense in it lists all."""

    institution = forms.SlugField(required=False)
    state = forms.ChoiceField(choices=[("open", ""), ("resolved", "")], required=False)

    def narrowed(self, rows: Any) -> Any:
        self.is_valid()
        if slug := self.cleaned_data.get("institution"):
            rows = rows.filter(owner__slug=slug)
        if state := self.cleaned_data.get("state"):
            rows = rows.filter(resolved_on__isnull=state == "open")
        return rows


def trouble_of(obstacle: Obstacle) -> dict[str, Any]:
    """What the form of an obstacle's words starts with."""
    return {
        "reason": obstacle.reason,
        "description": str(obstacle.description),
        "is_serious": obstacle.is_serious,
        "private_because": obstacle.private_because,
    }
