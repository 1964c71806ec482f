"""The whole desk at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from followthrough.desk.queries.board.alarms import alarms
from followthrough.desk.queries.board.coming import coming
from followthrough.desk.queries.board.decisions import decisions
from followthrough.desk.queries.board.late import Late, late
from followthrough.desk.queries.board.readiness import Step, steps
from followthrough.desk.queries.board.reading import Reading
from followthrough.desk.queries.board.row import Row
from followthrough.desk.queries.board.since import Since, since
from followthrough.desk.queries.board.to_verify import ToVerify, to_verify
from followthrough.desk.queries.people import Alarm

# What a first visit is told of.
FIRST_LOOK = timedelta(days=14)


@dataclass(frozen=True)
class Board:
    """The six queues, and above them what is wrong with posts and mail."""

    reading: Reading
    alarms: list[Alarm]
    late: list[Late]
    to_verify: list[ToVerify]
    decisions: list[Row]
    coming: list[Row]
    steps: list[Step]
    since: Since

    @property
    def is_calm(self) -> bool:
        """Nothing waits for the coordinator."""
        return not (self.alarms or self.late or self.to_verify or self.decisions)


def board(reading: Reading, *, seen_at: datetime | None) -> Board:
    """`seen_at`: when the desk was open in the visit before; None at the first.

    The same number of queries however many institutions report.
    """
    return Board(
        reading,
        alarms(reading),
        late(reading),
        to_verify(reading),
        decisions(reading),
        coming(reading),
        steps(reading),
        since(looked_at(seen_at, reading.at), reading.person),
    )


def looked_at(seen_at: datetime | None, at: datetime) -> datetime:
    """From when on there is news; the demonstration's clock may stand before the last visit."""
    return seen_at if seen_at and seen_at <= at else at - FIRST_LOOK
