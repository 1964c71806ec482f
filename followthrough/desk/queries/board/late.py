"""Queue 1: reports that were due and have not come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from followthrough.desk.queries.board.reading import Reading
from followthrough.reporting.models import Report


@dataclass(frozen=True)
class Late:
    """`days` are working days since the due day; `worked_on` the last change of the draft."""

    report: Report
    days: int
    worked_on: date | None


def late(reading: Reading) -> list[Late]:
    """The longest silent first, then by institution. No query of its own."""
    found = [_late(reading, one) for one in _silent(reading)]
    return sorted(found, key=lambda one: -one.days)


def _silent(reading: Reading) -> Iterator[Report]:
    today = reading.today
    for one in reading.reports:
        if one.is_late_on(today) and one.round.closes_on >= today:
            yield one


def _late(reading: Reading, report: Report) -> Late:
    worked_at = report.worked_at  # type: ignore[attr-defined]
    return Late(
        report,
        reading.days.between(report.round.due_on, reading.today),
        reading.plan.today(worked_at) if worked_at else None,
    )
