"""The Forum's ratings beside the official word: never averaged, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import OuterRef, Subquery

from followthrough.accounts.models import Institution
from followthrough.plans.models import Commitment, InvolvementRole, Plan
from followthrough.reporting.models import PublishedEntry, Rating


@dataclass(frozen=True)
class Comparison:
    """The official word on a commitment and the signed ratings of the latest round rated."""

    official: PublishedEntry | None = None
    ratings: list[Rating] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        return differ(self.official, self.ratings)


@dataclass(frozen=True)
class SheetRow:
    """A commitment as an organisation rates it: `rating` is its own, draft or signed."""

    commitment: Commitment
    official: PublishedEntry | None
    rating: Rating | None
    is_led: bool

    @property
    def may_be_rated(self) -> bool:
        return self.official is not None and not self.is_led


def latest_ratings(plan: Plan) -> dict[int, list[Rating]]:
    """By commitment: the signed ratings of the last round that has any. One query."""
    signed = Rating.objects.signed()
    newest = signed.filter(commitment=OuterRef("commitment")).order_by("-round__covers_until")
    rows = signed.filter(
        commitment__plan=plan, round=Subquery(newest.values("round")[:1])
    ).select_related("organisation", "round")
    found: dict[int, list[Rating]] = defaultdict(list)
    for one in rows:
        found[one.commitment_id].append(one)
    return dict(found)


def official_words(plan: Plan) -> dict[int, PublishedEntry]:
    """By commitment: the lead's word on the whole of it that stands now. One query."""
    rows = PublishedEntry.objects.current().of_commitments().filter(commitment__plan=plan)
    return {one.commitment_id: one for one in rows.select_related("round")}


def differ(official: PublishedEntry | None, ratings: Iterable[Rating]) -> bool:
    """Whether any signed rating is a level or more away from the official word of its round.

    A rating of an earlier round says nothing against what was published since.
    """
    return official is not None and any(
        one.completion != official.completion
        for one in ratings
        if one.signed_at is not None and one.round_id == official.round_id
    )


def comparisons(plan: Plan) -> dict[int, Comparison]:
    """By commitment, for those with an official word or a rating. Two queries."""
    official, ratings = official_words(plan), latest_ratings(plan)
    return {
        pk: Comparison(official.get(pk), ratings.get(pk, []))
        for pk in sorted({*official, *ratings})
    }


def sheet(plan: Plan, organisation: Institution) -> list[SheetRow]:
    """Every commitment of the plan as the organisation sees it on its page. Four queries."""
    official = official_words(plan)
    own = {
        (one.commitment_id, one.round_id): one
        for one in Rating.objects.filter(organisation=organisation, commitment__plan=plan)
    }
    commitments = Commitment.objects.filter(plan=plan).select_related("plan")
    rows = []
    for commitment in commitments.prefetch_related("involved"):
        word = official.get(commitment.pk)
        rating = own.get((commitment.pk, word.round_id)) if word else None
        rows.append(SheetRow(commitment, word, rating, is_led_by(commitment, organisation.pk)))
    return rows


def is_led_by(commitment: Commitment, institution_id: int) -> bool:
    """Whether it is among the lead institutions; prefetch `involved`."""
    return any(
        one.role == InvolvementRole.LEAD and one.institution_id == institution_id
        for one in commitment.involved.all()
    )
