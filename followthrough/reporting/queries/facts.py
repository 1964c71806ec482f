"""What the public may know of a plan's reporting, and the facts the schedule rule asks for.

Read from what was published, from when reports arrived, from signed ratings and public obstacles;
never from a draft (rule R1). All of it changes with public lines of the log only.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import InstitutionKind
from followthrough.lib.deadlines import Due
from followthrough.lib.text import TranslatedText
from followthrough.lib.working_days import WorkingDays
from followthrough.plans.calendar import calendar_of
from followthrough.plans.models import Involvement, InvolvementRole, Plan
from followthrough.plans.schedule import Facts
from followthrough.plans.words import Completion
from followthrough.reporting.models import (
    Obstacle,
    PublishedEntry,
    Rating,
    Report,
    Round,
    Verdict,
)
from followthrough.reporting.silence import silent_from


class Arrival(models.TextChoices):
    """Whether a report came, as the public may know it."""

    ON_TIME = "on_time", _("On time")
    LATE = "late", _("Late")
    NONE = "no_report", _("No report received")
    AWAITED = "awaited", _("Due, not yet received")
    NOT_DUE = "not_due", _("Not due yet")


class Standing(NamedTuple):
    """What was published about an output, or a commitment as a whole, without its texts."""

    pk: int
    commitment_id: int
    output_id: int | None
    round_id: int
    covers_until: date
    number: int
    change: str
    completion: str
    before: str
    completed_on: date | None
    occurrences: int
    expected_on: date | None
    reason: str
    unchanged_rounds: int
    source: str
    verified_at: datetime | None
    verified_by: str
    published_at: datetime
    method: str
    evidence: int
    accepted: int

    @property
    def lacks_evidence(self) -> bool:
        """As PublishedEntry.lacks_evidence: claims Complete without accepted public evidence."""
        return self.completion == Completion.COMPLETE and not self.accepted


class Receipt(NamedTuple):
    """That a report was asked for, and when it came and was published, if it was.

    `postponed_because` says why its silence is held back; empty where it is not.
    """

    received_at: datetime | None
    published_at: datetime | None
    postponed_because: TranslatedText


class Rated(NamedTuple):
    """The last signed word of an organisation on a commitment."""

    organisation_id: int
    commitment_id: int
    completion: str
    signed_at: datetime
    round_id: int


@dataclass(frozen=True)
class Record:
    """Whether one institution reported in one round, and the day it came."""

    round: Round
    arrival: Arrival
    received_on: date | None = None
    published_at: datetime | None = None
    # While it is awaited: until when, and why, "No report received" is held back.
    postponed_to: date | None = None
    postponed_because: TranslatedText = TranslatedText()


def standings(rows: "QuerySet[PublishedEntry]") -> list[Standing]:
    """One query."""
    public = Q(evidence__is_public=True)
    counted = rows.annotate(
        pieces=Count("evidence", filter=public),
        accepted=Count("evidence", filter=public & Q(evidence__verdict=Verdict.ACCEPTED)),
    )
    found = counted.order_by("pk").values_list(*[_ELSEWHERE.get(n, n) for n in Standing._fields])
    return [Standing(*row) for row in found]


_ELSEWHERE = {
    "covers_until": "round__covers_until",
    "method": "method__version",
    "evidence": "pieces",
}


class Published:
    """The public state of one plan's reporting; each part is read when first asked for.

    With `until` it is what the rounds up to that one tell, corrections included: a report on a
    half-year says nothing of the next.
    """

    def __init__(self, plan: Plan, until: Round | None = None) -> None:
        self.plan = plan
        self._last_day = until.covers_until if until else date.max

    @cached_property
    def rounds(self) -> list[Round]:
        """The newest first."""
        found = self.plan.rounds.filter(covers_until__lte=self._last_day)
        return list(found.order_by("-covers_until"))

    @cached_property
    def receipts(self) -> dict[tuple[int, int], Receipt]:
        """By round and institution: every report that was asked for."""
        asked = Report.objects.filter(round__plan=self.plan.pk)
        found = asked.filter(round__covers_until__lte=self._last_day).values_list(
            "round_id", "institution_id", "received_at", "published_at", "postponed_because"
        )
        return {(one, who): Receipt(*known) for one, who, *known in found}  # type: ignore[arg-type]

    @cached_property
    def calendar(self) -> WorkingDays:
        return calendar_of(self.plan)

    @cached_property
    def _current(self) -> list[Standing]:
        in_plan = PublishedEntry.objects.filter(commitment__plan=self.plan.pk)
        if self._last_day == date.max:
            return standings(in_plan.current())
        told = standings(in_plan.standing().filter(round__covers_until__lte=self._last_day))
        # The newest comes last, and stays.
        return sorted(told, key=lambda row: row.covers_until)

    @cached_property
    def outputs(self) -> dict[int, Standing]:
        return {row.output_id: row for row in self._current if row.output_id is not None}

    @cached_property
    def commitments(self) -> dict[int, Standing]:
        """The lead's word on the whole, by commitment."""
        return {row.commitment_id: row for row in self._current if row.output_id is None}

    @cached_property
    def levels(self) -> dict[int, dict[int, str]]:
        """By round: the level of each output that was told of, as it stands after corrections."""
        found: dict[int, dict[int, str]] = defaultdict(dict)
        rows = PublishedEntry.objects.standing().of_outputs()
        told = rows.filter(commitment__plan=self.plan.pk).order_by()
        told = told.filter(round__covers_until__lte=self._last_day)
        for one, output, level in told.values_list("round_id", "output_id", "completion"):
            if output is not None:
                found[one][output] = level
        return dict(found)

    @cached_property
    def serious(self) -> dict[int, date]:
        """Outputs that a serious public obstacle stands in the way of, and since which day."""
        found = Obstacle.objects.public().unresolved().filter(is_serious=True)
        in_plan = found.filter(commitment__plan=self.plan.pk, output__isnull=False)
        # The oldest comes last, and stays.
        return dict(in_plan.order_by("-opened_on").values_list("output_id", "opened_on"))

    @cached_property
    def ratings(self) -> dict[int, list[Rated]]:
        """By commitment: the last signed rating of each organisation."""
        found = Rating.objects.signed().filter(commitment__plan=self.plan.pk)
        found = found.filter(round__covers_until__lte=self._last_day)
        last: dict[tuple[int, int], Rated] = {}
        for row in found.order_by("round__covers_until").values_list(*Rated._fields):
            rated = Rated(*row)
            last[rated.commitment_id, rated.organisation_id] = rated
        by_commitment: dict[int, list[Rated]] = defaultdict(list)
        for rated in last.values():
            by_commitment[rated.commitment_id].append(rated)
        return by_commitment

    @cached_property
    def leads(self) -> dict[int, int]:
        """Who reports on each commitment: as Commitment.lead, the first that is no group."""
        found = Involvement.objects.filter(commitment__plan=self.plan.pk, role=InvolvementRole.LEAD)
        bodies = found.exclude(institution__kind=InstitutionKind.GROUP).order_by("-number")
        return dict(bodies.values_list("commitment_id", "institution_id"))

    def ratings_differ(self, commitment_id: int) -> bool:
        """Whether any organisation's level is another than the official one."""
        official = self.commitments.get(commitment_id)
        rated = self.ratings.get(commitment_id, [])
        return official is not None and any(differs(one, official) for one in rated)

    def silent_from(self, one: Round, receipt: Receipt | None = None) -> date | None:
        """The first day on which silence is public; None while no method is adopted."""
        if not self.plan.method.is_adopted:
            return None
        is_postponed = receipt is not None and bool(receipt.postponed_because)
        return silent_from(one.due_on, self.calendar, is_postponed=is_postponed)

    def record(self, one: Round, institution_id: int, today: date) -> Record | None:
        """None where nothing was asked of the institution in that round."""
        receipt = self.receipts.get((one.pk, institution_id))
        if receipt is None:
            return None
        if receipt.received_at is not None:
            on = self.plan.today(receipt.received_at)
            arrival = Arrival.ON_TIME if on <= one.due_on else Arrival.LATE
            return Record(one, arrival, on, receipt.published_at)
        if today <= one.due_on:
            return Record(one, Arrival.NOT_DUE)
        first = self.silent_from(one, receipt)
        if first is not None and today >= first:
            return Record(one, Arrival.NONE)
        because = receipt.postponed_because
        until = first if because else None
        return Record(one, Arrival.AWAITED, postponed_to=until, postponed_because=because)

    def missing(self, today: date) -> dict[int, list[Round]]:
        """By institution: the rounds in which its silence is public, the newest first."""
        found: dict[int, list[Round]] = defaultdict(list)
        for one in self.rounds:
            for (key, institution), receipt in self.receipts.items():
                if key != one.pk or receipt.received_at is not None:
                    continue
                first = self.silent_from(one, receipt)
                if first is not None and today >= first:
                    found[institution].append(one)
        return found

    def last_due(self, today: date) -> Round | None:
        """The newest round whose silences are public."""
        for one in self.rounds:
            first = self.silent_from(one)
            if first is not None and today >= first:
                return one
        return None


def differs(rated: Rated, official: Standing) -> bool:
    """A rating of an earlier round says nothing against what was published since."""
    return rated.round_id == official.round_id and rated.completion != official.completion


def facts(
    row: Standing | None, due: Due | None, *, blocked_since: date | None, missing: Iterable[Round]
) -> Facts:
    """What the schedule rule asks for; `missing`: the rounds its lead was publicly silent in."""
    was_asked = due is not None and any(one.covers_until >= due.end for one in missing)
    if row is None:
        return Facts(report_missing=was_asked, blocked_since=blocked_since)
    is_complete = row.completion == Completion.COMPLETE
    return Facts(
        is_withdrawn=row.completion == Completion.WITHDRAWN,
        completed_on=row.completed_on if is_complete else None,
        published_until=row.covers_until,
        report_missing=was_asked,
        expected_finish=row.expected_on,
        unchanged_rounds=row.unchanged_rounds,
        blocked_since=blocked_since,
        occurrences_done=row.occurrences,
    )
