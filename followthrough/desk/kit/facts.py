"""What the papers of the starter kit say of this installation. Places it cannot know stay blank."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import get_language

from followthrough.accounts.models import Institution, Role, Tenure
from followthrough.lib.collation import sort_key
from followthrough.lib.documents.translated import in_language
from followthrough.lib.documents.tree import plain
from followthrough.lib.text import TranslatedText
from followthrough.plans.models import Definition, Involvement, InvolvementRole, Plan


@dataclass
class Place:
    """An institution's part in the plan, and by which act its posts are filled."""

    institution: Institution
    leads: list[str] = field(default_factory=list)
    supports: list[str] = field(default_factory=list)
    acts: dict[Role, list[str]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class Facts:
    """The plan as it is at a moment; every text of it is read in the active language."""

    plan: Plan
    at: datetime

    @property
    def today(self) -> str:
        return date_format(self.plan.today(self.at), "DATE_FORMAT")

    @property
    def plan_title(self) -> str:
        return read(self.plan.title)

    @property
    def coordinator(self) -> str:
        """Its name; empty until the plan names one."""
        return read(self.plan.coordinator.name) if self.plan.coordinator else ""

    @property
    def is_kosovo(self) -> bool:
        """Elsewhere the law is a place to fill in: we know of no other."""
        return self.plan.jurisdiction == "XK"

    def definitions(self, kind: str) -> list[Definition]:
        return list(self.plan.method.definitions.filter(kind=kind))

    def places(self) -> list[Place]:
        """The institutions of the plan that can have a post: those that lead first. Two queries."""
        found = _involved(self.plan)
        roles = (Role.CONTACT, Role.ALTERNATE)
        held = Tenure.objects.held_on(self.plan.today(self.at)).filter(
            post__institution__in=found, post__role__in=roles, user__is_active=True
        )
        for one in held.select_related("post"):
            found[one.post.institution_id].acts[Role(one.post.role)].append(one.act)
        by_name = sort_key(get_language() or "")
        return sorted(
            found.values(), key=lambda one: (not one.leads, by_name(read(one.institution.name)))
        )


def facts(at: datetime) -> Facts | None:
    """None before a plan has been imported."""
    plan = Plan.objects.current()
    return Facts(plan, at) if plan else None


def read(text: TranslatedText) -> str:
    return plain(in_language(text))


def _involved(plan: Plan) -> dict[int, Place]:
    in_plan = Q(commitment__plan=plan) | Q(milestone__commitment__plan=plan)
    related = ("institution", "commitment__plan", "milestone__commitment__plan")
    found: dict[int, Place] = {}
    for one in Involvement.objects.filter(in_plan).select_related(*related):
        commitment = one.milestone.commitment if one.milestone else one.commitment
        if commitment is None or one.institution.is_group:
            continue
        place = found.setdefault(one.institution_id, Place(one.institution))
        keys = place.leads if one.role == InvolvementRole.LEAD else place.supports
        if commitment.key not in (*place.leads, *keys):
            keys.append(commitment.key)
    for place in found.values():
        place.leads.sort()
        place.supports = sorted(set(place.supports) - set(place.leads))
    return found
