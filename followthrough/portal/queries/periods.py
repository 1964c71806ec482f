"""Reporting periods side by side: how many outputs stood where, and who reported."""

from dataclasses import dataclass
from datetime import date, datetime

from followthrough.accounts.models import Institution
from followthrough.portal.queries.shared import Shared
from followthrough.reporting.models import Round
from followthrough.reporting.queries.facts import Record
from followthrough.reporting.queries.periods import Period, periods_of

__all__ = ["Period", "as_reported", "periods", "silent", "who_reported"]


@dataclass(frozen=True)
class AsReported:
    """The state of reporting in one sentence: to which day, published when, by how many."""

    round: Round
    published_at: datetime
    received: int
    asked: int


def as_reported(shared: Shared) -> AsReported | None:
    """About the newest round of which something is published; None before the first."""
    published = shared.published
    for one in published.rounds if shared.has_reporting else []:
        receipts = [it for (key, _), it in published.receipts.items() if key == one.pk]
        times = [it.published_at for it in receipts if it.published_at]
        if times:
            received = sum(it.received_at is not None for it in receipts)
            return AsReported(one, max(times), received, len(receipts))
    return None


def periods(shared: Shared) -> list[Period]:
    """The periods compared, the earliest first."""
    if not shared.has_reporting:
        return []
    return periods_of(shared.published, shared.counts.total())


@dataclass(frozen=True)
class Line:
    """An institution's record in each round, in the order of the rounds; None: not asked."""

    institution: Institution
    records: list[Record | None]


def who_reported(shared: Shared, today: date) -> list[Line]:
    """Every institution that was asked for a report, by slug."""
    published = shared.published
    asked = {institution for _, institution in published.receipts}
    found = [shared.institutions[key] for key in asked]
    return [
        Line(one, [published.record(round_, one.pk, today) for round_ in published.rounds])
        for one in sorted(found, key=lambda one: one.slug)
    ]


def silent(shared: Shared, today: date) -> list[tuple[Institution, Round]]:
    """Institutions whose silence in the newest round is public."""
    newest = shared.published.last_due(today) if shared.has_reporting else None
    if newest is None:
        return []
    missing = shared.published.missing(today)
    keys = [key for key, rounds in missing.items() if rounds[0] == newest]
    return sorted(
        ((shared.institutions[key], newest) for key in keys), key=lambda found: found[0].slug
    )
