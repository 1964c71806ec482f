"""What a reminder has to say about one report."""

from dataclasses import dataclass
from datetime import date

from followthrough.accounts.models import Role
from followthrough.reminders.models import Rung
from followthrough.reporting.models import Report


@dataclass(frozen=True)
class Item:
    """One report in a reminder to one person.

    `minutes` is about how long the rest takes, `filled` of `total` entries are complete;
    `received` of `asked` institutions have reported. `days_left` are working days, below zero
    once the due day is over. `suggested_on` lies before the due day; None where there is no time
    for it. `silent_from` is None while no method is adopted.
    """

    rung: Rung
    role: Role
    report: Report
    minutes: int
    filled: int
    total: int
    received: int
    asked: int
    days_left: int
    suggested_on: date | None
    silent_from: date | None

    @property
    def is_late(self) -> bool:
        return self.days_left < 0

    @property
    def are_most_done(self) -> bool:
        """Whether telling how many have reported spurs rather than excuses."""
        return self.received * 2 >= self.asked
