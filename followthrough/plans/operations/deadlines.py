"""The rows of deadlines: one a value, made when first needed."""

from collections.abc import Iterable

from followthrough.lib.deadlines import Due
from followthrough.plans.models import Deadline


def deadline_rows(dues: Iterable[Due]) -> dict[Due, Deadline]:
    """The row of each deadline; those not stored yet are created. Three queries at most."""
    wanted = set(dues)
    found = _stored(wanted)
    missing = wanted - found.keys()
    if missing:
        Deadline.objects.bulk_create([_row(due) for due in missing], ignore_conflicts=True)
        found |= _stored(missing)
    return found


def _stored(dues: set[Due]) -> dict[Due, Deadline]:
    rows = Deadline.objects.filter(ends_on__in={due.end for due in dues})
    return {row.due: row for row in rows if row.due in dues}


def _row(due: Due) -> Deadline:
    return Deadline(
        words=due.words,
        starts_on=due.start,
        ends_on=due.end,
        precision=due.precision,
        every_months=due.every_months or 0,
    )
