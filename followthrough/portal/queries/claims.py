"""What a commitment's page says in words: the published claims, their evidence, other voices."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q

from followthrough.accounts.models import Institution
from followthrough.plans.models import Commitment
from followthrough.portal.queries.shared import Shared
from followthrough.reporting.models import Coding, Evidence, Obstacle, PublishedEntry, Rating
from followthrough.reporting.queries.facts import Rated


@dataclass(frozen=True)
class Claim:
    """What is published of one output, or of the commitment as a whole."""

    row: PublishedEntry | None = None
    # Every correction, the newest first, each with what stood before it.
    errata: list[tuple[PublishedEntry, PublishedEntry]] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)

    @property
    def evidence(self) -> list[Evidence]:
        return self.row.public_evidence if self.row else []


@dataclass(frozen=True)
class Voice:
    """The rating of one organisation, and whether it differs from the official word."""

    organisation: Institution
    rating: Rating
    differs: bool


@dataclass(frozen=True)
class Claims:
    by_output: dict[int | None, Claim] = field(default_factory=dict)
    voices: list[Voice] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)

    @property
    def whole(self) -> Claim:
        return self.of(None)

    def of(self, output: int | None) -> Claim:
        return self.by_output.get(output, Claim())

    @property
    def ratings_differ(self) -> bool:
        return any(voice.differs for voice in self.voices)


def claims_of(shared: Shared, commitment: Commitment) -> Claims:
    """Five queries; none before anything is told."""
    if not shared.has_reporting:
        return Claims()
    rows = _rows(commitment)
    obstacles: dict[int | None, list[Obstacle]] = defaultdict(list)
    for one in Obstacle.objects.public().filter(commitment=commitment):
        obstacles[one.output_id].append(one)
    errata = _errata(rows)
    current = {row.output_id: row for row in rows if row.is_current}
    keys = {*current, *obstacles}
    found = {key: Claim(current.get(key), errata[key], obstacles[key]) for key in keys}
    return Claims(found, _voices(shared, commitment), _codings(commitment))


def _rows(commitment: Commitment) -> list[PublishedEntry]:
    wanted = Q(is_current=True) | Q(number__gt=1) | Q(replaced_at__isnull=False)
    public = Prefetch("evidence", Evidence.objects.filter(is_public=True))
    found = PublishedEntry.objects.filter(wanted, commitment=commitment)
    return list(found.select_related("round", "method").prefetch_related(public))


def _errata(
    rows: Iterable[PublishedEntry],
) -> dict[int | None, list[tuple[PublishedEntry, PublishedEntry]]]:
    by_number = {(row.entry_id, row.number): row for row in rows}
    found: dict[int | None, list[tuple[PublishedEntry, PublishedEntry]]] = defaultdict(list)
    for (entry, number), row in sorted(by_number.items(), reverse=True):
        before = by_number.get((entry, number - 1))
        if before is not None:
            found[row.output_id].append((row, before))
    return found


def _voices(shared: Shared, commitment: Commitment) -> list[Voice]:
    official = shared.published.commitments.get(commitment.pk)
    last: dict[int, Rating] = {}
    signed = Rating.objects.signed().filter(commitment=commitment)
    for one in signed.order_by("round__covers_until").select_related("round", "method"):
        last[one.organisation_id] = one
    return [
        Voice(
            shared.institutions[key],
            one,
            official is not None
            and one.round_id == official.round_id
            and one.completion != official.completion,
        )
        for key, one in sorted(last.items())
    ]


def _codings(commitment: Commitment) -> list[Coding]:
    return list(Coding.objects.filter(commitment=commitment, replaced_at__isnull=True))


def named(shared: Shared, rated: Iterable[Rated]) -> list[tuple[Institution, Rated]]:
    return [(shared.institutions[one.organisation_id], one) for one in rated]
