"""Reporting periods side by side: how many outputs stood where at the end of each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from followthrough.lib.deadlines import month_end
from followthrough.plans.words import Completion
from followthrough.reporting.models import Round
from followthrough.reporting.queries.facts import Published

MONTHS_OF_HALF = 6


@dataclass(frozen=True)
class Period:
    """A column of the comparison; without a round nothing was collected."""

    covers_from: date
    covers_until: date
    round: Round | None = None
    levels: Counter[Completion] = field(default_factory=Counter)


def periods_of(published: Published, outputs: int) -> list[Period]:
    """The periods compared, the earliest first; `outputs` is how many the plan has.

    What was not told again keeps its last level.
    """
    told = [one for one in reversed(published.rounds) if one.pk in published.levels]
    if not told:
        return []
    found = list(_not_collected(published.plan.starts_on, told[0].covers_from))
    known: dict[int, str] = {}
    for one in told:
        known |= published.levels[one.pk]
        levels = Counter(Completion(level) for level in known.values())
        levels[Completion.NOT_KNOWN] += outputs - len(known)
        found.append(Period(one.covers_from, one.covers_until, one, levels))
    return found


def _not_collected(start: date, until: date) -> Iterator[Period]:
    """The half-years of a plan that ended before its first round."""
    while (end := month_end(start.year, start.month + MONTHS_OF_HALF - 1)) < until:
        yield Period(start, end)
        start = end + timedelta(days=1)
