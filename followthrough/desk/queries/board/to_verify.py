"""Queue 2: what waits to be checked, and whose turn it is."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from followthrough.desk.queries.board.reading import Reading
from followthrough.reporting.models import Entry, Report
from followthrough.reporting.queries.verification import Group


class Turn(models.TextChoices):
    COORDINATOR = "coordinator", _("your turn")
    DEPUTY_CHAIR = "deputy_chair", _("the deputy chair’s turn")
    INSTITUTION = "institution", _("the institution has to confirm it")


@dataclass(frozen=True)
class ToVerify:
    """An entry that waits, in the group of its report, whose clock it shares."""

    entry: Entry
    group: Group
    turn: Turn

    @property
    def report(self) -> Report:
        return self.group.report

    @property
    def is_mine(self) -> bool:
        return self.turn is Turn.COORDINATOR


def to_verify(reading: Reading) -> list[ToVerify]:
    """The oldest first. No query of its own."""
    return [
        ToVerify(entry, group, turn_of(reading, group.report))
        for group in reading.waiting
        for entry in group.entries
    ]


def turn_of(reading: Reading, report: Report) -> Turn:
    """Who has to act on a report that waits, seen from the person at the desk."""
    if report.is_on_behalf and report.confirmed_at is None:
        return Turn.INSTITUTION
    is_own = report.institution_id == reading.plan.coordinator_id
    is_sender = report.submitted_by_user_id == reading.person.user_id
    return Turn.DEPUTY_CHAIR if is_own or is_sender else Turn.COORDINATOR
