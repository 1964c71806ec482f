"""What the coordinator fills in to complete a plan."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution, Sector
from followthrough.accounts.models.institution import InstitutionKind
from followthrough.desk.forms.plan_texts import TextsForm
from followthrough.lib.day_field import DayField
from followthrough.lib.readings import plain
from followthrough.lib.text import TranslatedText
from followthrough.plans.models import FundingState, InvolvementRole, Plan
from followthrough.plans.operations.adopt import Adoption
from followthrough.plans.queries import Document


def names_of(institutions: Iterable[Institution]) -> list[tuple[str, str]]:
    return [(one.slug, plain(one.name)) for one in institutions]


class PeriodForm(forms.Form):
    """The plan's first and last day, and who coordinates it."""

    starts_on = DayField(label=_("First day of the plan"))
    ends_on = DayField(label=_("Last day of the plan"))
    coordinator = forms.ChoiceField(label=_("Coordinator"))

    def __init__(self, part: Document, institutions: list[Institution], data: Any = None) -> None:
        names = ("starts_on", "ends_on", "coordinator")
        super().__init__(data, initial={name: part[name] for name in names})
        coordinator: Any = self.fields["coordinator"]
        coordinator.choices = [("", "—"), *names_of(institutions)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The plan ends before it begins."))
        return cleaned

    def values(self) -> Document:
        return {
            "starts_on": self.cleaned_data["starts_on"].isoformat(),
            "ends_on": self.cleaned_data["ends_on"].isoformat(),
            "coordinator": self.cleaned_data["coordinator"],
        }


class InvolvedForm(forms.Form):
    """Who leads and who supports a part of the plan."""

    lead = forms.MultipleChoiceField(
        label=_("Lead institution"), widget=forms.CheckboxSelectMultiple, required=False
    )
    supporting = forms.MultipleChoiceField(
        label=_("Supporting institutions"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self, part: Document, institutions: list[Institution], data: Any = None, **initial: Any
    ) -> None:
        self.part, self.sectors = part, {one.slug: one.sector for one in institutions}
        for role in InvolvementRole.values:
            initial[role] = [one["institution"] for one in part["involved"] if one["role"] == role]
        super().__init__(data, initial=initial)
        fields: Any = self.fields
        fields["lead"].choices = fields["supporting"].choices = names_of(institutions)

    def involved(self) -> list[Document]:
        """Those who stay keep their order and the sector that the plan gives them."""
        chosen = {role: list(self.cleaned_data[role]) for role in InvolvementRole.values}
        kept = [one for one in self.part["involved"] if one["institution"] in chosen[one["role"]]]
        present = {(one["role"], one["institution"]) for one in kept}
        fresh = [
            {"institution": slug, "role": role, "sector": self.sectors[slug]}
            for role, slugs in chosen.items()
            for slug in slugs
            if (role, slug) not in present
        ]
        return sorted([*kept, *fresh], key=lambda one: one["role"] != InvolvementRole.LEAD)


class PartiesForm(InvolvedForm):
    """Who leads and who supports a commitment, its policy areas and its funding."""

    policy_areas = forms.MultipleChoiceField(
        label=_("Policy areas"), widget=forms.CheckboxSelectMultiple, required=False
    )
    funding_state = forms.ChoiceField(label=_("Funding"), choices=FundingState.choices)
    funding_until = DayField(label=_("Funded until"), required=False)

    def __init__(
        self,
        part: Document,
        institutions: list[Institution],
        areas: list[Document],
        data: Any = None,
    ) -> None:
        super().__init__(
            part,
            institutions,
            data,
            policy_areas=part["policy_areas"],
            funding_state=part["funding"]["state"],
            funding_until=part["funding"]["until"],
        )
        fields: Any = self.fields
        written = [(one["code"], plain(TranslatedText.from_json(one["name"]))) for one in areas]
        known = {code for code, _name in written}
        # An area of an older list stays choosable where it was chosen.
        older = [(code, code) for code in part["policy_areas"] if code not in known]
        fields["policy_areas"].choices = [*written, *older]

    def values(self) -> Document:
        until = self.cleaned_data["funding_until"]
        return {
            "involved": self.involved(),
            "policy_areas": sorted(self.cleaned_data["policy_areas"]),
            "funding": {
                "state": self.cleaned_data["funding_state"],
                "until": until.isoformat() if until else None,
            },
        }


class DeadlineForm(forms.Form):
    words = forms.CharField(
        label=_("Deadline, in the plan's own words"),
        help_text=_("Such as “Q2 2026”, “31 December 2026” or “Continuous (2026–2028)”."),
        max_length=200,
        required=False,
    )


class MilestonePartsForm(InvolvedForm):
    """By when a milestone is due, as the plan words it, and who is involved in it."""

    deadline_words = forms.CharField(
        label=_("Deadline, in the plan's own words"),
        help_text=_("What counts are the deadlines of its outputs."),
        max_length=200,
        required=False,
    )

    def __init__(self, part: Document, institutions: list[Institution], data: Any = None) -> None:
        super().__init__(part, institutions, data, deadline_words=part["deadline_words"])
        self.order_fields(["deadline_words"])

    def values(self) -> Document:
        words = self.cleaned_data["deadline_words"].strip()
        return {"deadline_words": words, "involved": self.involved()}


class MilestoneForm(forms.Form):
    """To which milestone an output belongs."""

    milestone = forms.TypedChoiceField(label=_("Milestone"), coerce=int)

    def __init__(self, milestones: list[Document], now_in: int, data: Any = None) -> None:
        super().__init__(data, initial={"milestone": now_in})
        milestone: Any = self.fields["milestone"]
        milestone.choices = [
            (one["number"], f"{one['number']}. {plain(TranslatedText.from_json(one['title']))}")
            for one in milestones
        ]


class InstitutionForm(TextsForm):
    slug = forms.SlugField(
        label=_("Short address"),
        help_text=_("Part of the page's address; it stays."),
        max_length=50,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=InstitutionKind.choices)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)

    def __init__(self, plan: Plan, stored: Document, data: Any = None) -> None:
        super().__init__(plan, ("name", "short_name"), stored, data)
        self.order_fields(["slug", "kind", "sector"])
        for name in ("slug", "kind", "sector"):
            self.fields[name].initial = stored.get(name)
        if stored:
            del self.fields["slug"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(f"name_{code}") for code in self.codes):
            self.add_error(f"name_{self.codes[0]}", _("Give the institution a name."))
        return cleaned

    def values(self, slug: str) -> Document:
        return {
            "slug": slug,
            "kind": self.cleaned_data["kind"],
            "sector": self.cleaned_data["sector"],
            **{name: text.to_json() for name, text in self.texts().items()},
        }


class AdoptionForm(TextsForm):
    on = DayField(label=_("Date of adoption"))
    act = forms.CharField(label=_("Number of the act"), max_length=200)

    def __init__(self, plan: Plan, step: str, data: Any = None) -> None:
        super().__init__(plan, ("body",), {}, data)
        # Two of these stand on one page.
        self.auto_id = f"{step}_%s"
        for code in plan.official_languages:
            self.fields[f"body_{code}"].required = True

    def adoption(self) -> Adoption:
        return Adoption(
            self.texts()["body"], self.cleaned_data["on"], self.cleaned_data["act"].strip()
        )
