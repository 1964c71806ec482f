"""Queue 1: reports that were due and have not come, and how far up the ladder each is."""

from dataclasses import dataclass
from datetime import date

from followthrough.desk.queries.board.reading import Reading
from followthrough.reminders.queries.ladder import Ladder
from followthrough.reporting.models import Report


@dataclass(frozen=True)
class Late:
    """`days` are working days since the due day; `worked_on` the last change of the draft."""

    report: Report
    days: int
    worked_on: date | None
    ladder: Ladder

    @property
    def has_letter_to_sign(self) -> bool:
        """The next step is the ministry's: the letter is drafted and has not gone."""
        return self.ladder.letter is not None and not self.ladder.letter.is_sent


def late(reading: Reading) -> list[Late]:
    """The longest silent first, then by institution. No query of its own."""
    found = [_late(reading, one) for one in reading.awaited if one.is_late_on(reading.today)]
    return sorted(found, key=lambda one: -one.days)


def _late(reading: Reading, report: Report) -> Late:
    worked_at = report.worked_at  # type: ignore[attr-defined]
    return Late(
        report,
        reading.days.between(report.round.due_on, reading.today),
        reading.plan.today(worked_at) if worked_at else None,
        reading.ladders[report.pk],
    )
