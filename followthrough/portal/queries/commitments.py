"""Commitments as the lists and their own page show them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Min, Q, QuerySet

from followthrough.accounts.models import Institution, Sector
from followthrough.lib.collation import sort_key
from followthrough.plans.models import (
    Commitment,
    Involvement,
    InvolvementRole,
    Milestone,
    Output,
    Plan,
    PolicyArea,
)
from followthrough.portal.queries import claims, periods
from followthrough.portal.queries.shared import Shared
from followthrough.portal.queries.tally import LATE, Tally, tally_by_commitment
from followthrough.reporting.models import Round
from followthrough.reporting.queries.facts import Rated, Standing


@dataclass(frozen=True)
class Part:
    """An institution's part in a commitment or milestone."""

    institution: Institution
    role: InvolvementRole
    sector: Sector


@dataclass
class CommitmentRow:
    """A commitment in a list: itself, who leads it, and the tally of its outputs."""

    commitment: Commitment
    tally: Tally
    # None where the page does not say who leads.
    leads: list[Institution] | None = None
    # The lead's word on the whole, and the last rating of each organisation.
    word: Standing | None = None
    voices: list[tuple[Institution, Rated]] = field(default_factory=list)
    ratings_differ: bool = False
    # The newest round, where the lead is publicly silent in it.
    silent: Round | None = None


def of_plan(plan: Plan) -> QuerySet[Commitment]:
    """The commitments of a plan in its order, without their long texts."""
    found = Commitment.objects.filter(plan=plan).order_by("number")
    return found.only("number", "code", "title", "plan")


def for_export(plan: Plan) -> QuerySet[Commitment]:
    """The commitments with what the open-data table says of them."""
    found = Commitment.objects.filter(plan=plan).order_by("number")
    texts = ("number", "code", "title", "summary", "funding_state", "unconfirmed", "plan")
    return found.only(*texts).prefetch_related("policy_areas")


def keys_by_title(plan: Plan, language: str) -> list[int]:
    """The primary keys as a reader of the language sorts the titles. One query."""
    key = sort_key(language)
    titles = [
        (key(reading.text if (reading := title.reading(language)) else ""), pk)
        for pk, title in of_plan(plan).values_list("pk", "title")
    ]
    return [pk for _, pk in sorted(titles)]


def keys_by_attention(shared: Shared, today: date) -> list[int]:
    """The primary keys, those with the oldest missed deadline first. One query."""
    plan, told = shared.plan, shared.told(today).by_pk.values()
    met = [one.pk for one in told if not (one.answer and one.answer.schedule in LATE)]
    late = Min("outputs__current_deadline__ends_on", filter=_is_late(today, met))
    # Those with none come after the others, in plan order.
    rows = of_plan(plan).annotate(late=late).values_list("late", "number", "pk")
    return [pk for _, _, pk in sorted(rows, key=lambda row: (row[0] or date.max, row[1]))]


def _is_late(today: date, met: Sequence[int]) -> Q:
    late = Q(outputs__current_deadline__ends_on__lt=today)
    return late & ~Q(outputs__in=met) if met else late


def by_keys(plan: Plan, keys: Sequence[int]) -> list[Commitment]:
    """The commitments with these primary keys, in that order. One query."""
    found = of_plan(plan).in_bulk(keys)
    return [found[pk] for pk in keys]


def rows(shared: Shared, commitments: Sequence[Commitment], today: date) -> list[CommitmentRow]:
    """The commitments with their tallies. One query."""
    tallies = tally_by_commitment(shared, [one.pk for one in commitments], today)
    for one in commitments:
        one.plan = shared.plan
    if not shared.has_reporting:
        return [CommitmentRow(one, tallies[one.pk]) for one in commitments]
    silent = {who.pk: round_ for who, round_ in periods.silent(shared, today)}
    return [_told_row(shared, one, tallies[one.pk], silent) for one in commitments]


def _told_row(
    shared: Shared, commitment: Commitment, tally: Tally, silent: dict[int, Round]
) -> CommitmentRow:
    published, key = shared.published, commitment.pk
    return CommitmentRow(
        commitment,
        tally,
        word=published.commitments.get(key),
        voices=claims.named(shared, published.ratings.get(key, [])),
        ratings_differ=published.ratings_differ(key),
        silent=silent.get(published.leads.get(key, 0)),
    )


def rows_with_leads(
    shared: Shared, commitments: Sequence[Commitment], today: date
) -> list[CommitmentRow]:
    """The commitments with their tallies and who leads them. Two queries."""
    leads = leads_of(shared, [one.pk for one in commitments])
    found = rows(shared, commitments, today)
    return [replace(row, leads=leads[row.commitment.pk]) for row in found]


def leads_of(shared: Shared, keys: Iterable[int]) -> dict[int | None, list[Institution]]:
    """Who leads the commitments with these primary keys. One query."""
    parts = Involvement.objects.filter(commitment__in=list(keys), role=InvolvementRole.LEAD)
    found: dict[int | None, list[Institution]] = defaultdict(list)
    for commitment, institution in parts.values_list("commitment_id", "institution_id"):
        found[commitment].append(shared.institutions[institution])
    return found


def by_key(plan: Plan, key: str) -> Commitment | None:
    """The commitment that an address names: by OGP's code, or by plan and number."""
    # PostgreSQL refuses to be asked for a NUL byte.
    if "\0" in key:
        return None
    found = Commitment.objects.filter(named(plan, key), plan=plan).order_by().first()
    if found:
        found.plan = plan
    return found


def named(plan: Plan, key: str, prefix: str = "") -> Q:
    """The condition behind `by_key`; `prefix` is the lookup from elsewhere to the commitment."""
    wanted = Q(**{f"{prefix}code": key.upper()})
    slug, _, number = key.rpartition("-")
    if slug == plan.slug and number.isdecimal() and len(number) < 6:
        wanted |= Q(**{f"{prefix}code": "", f"{prefix}number": int(number)})
    return wanted


def policy_areas_of(shared: Shared, commitment: Commitment) -> list[PolicyArea]:
    """The policy areas of a commitment. One query."""
    links = Commitment.policy_areas.through.objects.filter(commitment_id=commitment.pk)
    links = links.order_by("policyarea__code")
    return [shared.areas[area] for area in links.values_list("policyarea_id", flat=True)]


def involved_in(
    shared: Shared, commitment: Commitment, milestones: Sequence[Milestone]
) -> dict[int | None, list[Part]]:
    """Those involved in a commitment (under None) and in each of its milestones. One query."""
    found: dict[int | None, list[Part]] = defaultdict(list)
    # By the milestones' keys and not through them: a join under "or" would read the whole table.
    anywhere = Q(commitment=commitment) | Q(milestone__in=[one.pk for one in milestones])
    parts = Involvement.objects.filter(anywhere)
    for milestone, institution, role, sector in parts.values_list(
        "milestone_id", "institution_id", "role", "sector"
    ):
        part = Part(shared.institutions[institution], InvolvementRole(role), Sector(sector))
        found[milestone].append(part)
    return found


def outputs_of(commitment: Commitment) -> list[Output]:
    """All outputs of a commitment in order. One query."""
    return list(commitment.outputs.all())
