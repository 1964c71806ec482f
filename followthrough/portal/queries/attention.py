"""What needs somebody's attention: past due, at risk, silent, unproved, disputed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from followthrough.accounts.models import Institution
from followthrough.plans.models import Commitment
from followthrough.plans.schedule import Schedule
from followthrough.portal.queries import commitments, outputs, periods
from followthrough.portal.queries.outputs import OutputRow, OutputsByDeadline, Wanted
from followthrough.portal.queries.shared import Shared
from followthrough.reporting.models import Round
from followthrough.reporting.queries.told import Told

MOST = 5


@dataclass(frozen=True)
class Attention:
    """The first few of each kind; their counts are the tally's."""

    overdue: list[OutputRow]
    unreported: list[OutputRow]
    at_risk: list[OutputRow]
    unproved: list[OutputRow]
    silent: list[tuple[Institution, Round]]
    disputed: list[Commitment]

    def __bool__(self) -> bool:
        return any(vars(self).values())


def attention(shared: Shared, today: date) -> Attention:
    """One query, two more where something was told, one where ratings differ."""
    due = OutputsByDeadline(shared, today, Wanted(frozenset({Schedule.DUE_UNREPORTED})))
    told = shared.told(today).by_pk.values()
    late = _first(told, lambda one: _is(one, Schedule.OVERDUE))
    risky = _first(told, lambda one: _is(one, Schedule.AT_RISK))
    claimed = _first(told, lambda one: one.standing is not None and one.standing.lacks_evidence)
    wanted = [*late, *risky, *claimed]
    rows = outputs.rows_of(shared, wanted, today) if wanted else []
    by_pk = {row.output.pk: row for row in rows}
    return Attention(
        [by_pk[key] for key in late if key in by_pk],
        due[:MOST] if len(due) else [],
        [by_pk[key] for key in risky if key in by_pk],
        [by_pk[key] for key in claimed if key in by_pk],
        periods.silent(shared, today)[:MOST],
        _disputed(shared),
    )


def _is(one: Told, schedule: Schedule) -> bool:
    return one.answer is not None and one.answer.schedule is schedule


def _first(told: Iterable[Told], has: Callable[[Told], bool]) -> list[int]:
    """The most delayed first, then in the order of the plan."""
    found = [one for one in told if has(one)]
    found.sort(key=lambda one: -one.answer.quarters if one.answer else 0)
    return [one.pk for one in found[:MOST]]


def _disputed(shared: Shared) -> list[Commitment]:
    if not shared.has_reporting:
        return []
    published = shared.published
    keys = [key for key in sorted(published.ratings) if published.ratings_differ(key)][:MOST]
    return commitments.by_keys(shared.plan, keys) if keys else []
