"""Institutions: who answers for what."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from followthrough.accounts.models import Institution, Post, Role, Tenure
from followthrough.lib.collation import sort_key
from followthrough.plans.models import Commitment, InvolvementRole, Plan
from followthrough.portal.queries.commitments import of_plan
from followthrough.portal.queries.shared import Shared
from followthrough.reporting.models import Obstacle
from followthrough.reporting.queries.facts import Record


@dataclass(frozen=True)
class InstitutionRow:
    institution: Institution
    leads: int
    supports: int


def rows(plan: Plan, language: str) -> list[InstitutionRow]:
    """All institutions of a plan: those that lead first, then by name. One query."""
    part = Q(involvements__commitment__plan=plan)
    found = (
        Institution.objects.filter(part | Q(involvements__milestone__commitment__plan=plan))
        .annotate(
            leads=_commitments(InvolvementRole.LEAD),
            supports=_commitments(InvolvementRole.SUPPORTING),
        )
        .distinct()
    )
    key = sort_key(language)

    def place(row: InstitutionRow) -> tuple[bool, object]:
        reading = row.institution.name.reading(language)
        return row.leads == 0, key(reading.text if reading else "")

    return sorted((InstitutionRow(one, one.leads, one.supports) for one in found), key=place)


def _commitments(role: InvolvementRole) -> Count:
    return Count("involvements__commitment", filter=Q(involvements__role=role), distinct=True)


def led_by(institution: Institution, plan: Plan) -> QuerySet[Commitment]:
    return _with_role(institution, plan, InvolvementRole.LEAD)


def supported_by(institution: Institution, plan: Plan) -> QuerySet[Commitment]:
    return _with_role(institution, plan, InvolvementRole.SUPPORTING)


def _with_role(institution: Institution, plan: Plan, role: InvolvementRole) -> QuerySet[Commitment]:
    return of_plan(plan).filter(involved__institution=institution, involved__role=role)


def records(shared: Shared, institution: Institution, today: date) -> list[Record]:
    """Its record in each round it was asked in, the newest first."""
    if not shared.has_reporting:
        return []
    published = shared.published
    found = (published.record(one, institution.pk, today) for one in published.rounds)
    return [one for one in found if one]


def obstacles(shared: Shared, institution: Institution) -> list[Obstacle]:
    """The public obstacles it has to see to. One query, none before anything is told."""
    if not shared.has_reporting:
        return []
    found = Obstacle.objects.public().filter(owner=institution, commitment__plan=shared.plan.pk)
    return list(found.select_related("commitment", "commitment__plan", "output"))


def contact(institution: Institution, today: date) -> bool | None:
    """Whether the contact post is filled; None where there is no such post. Two queries.

    Appointments are public by the plan, the names of who holds a post are not shown.
    """
    post = Post.objects.filter(institution=institution, role=Role.CONTACT).first()
    return Tenure.objects.filter(post=post).held_on(today).exists() if post else None
