"""Institutions: who answers for what."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from followthrough.accounts.models import Institution
from followthrough.lib.collation import sort_key
from followthrough.plans.models import Commitment, InvolvementRole, Plan
from followthrough.portal.queries.commitments import of_plan


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
