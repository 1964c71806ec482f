"""A round lived through with a moving clock, and everything that was seen of it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage as Received
from email.policy import default
from zoneinfo import ZoneInfo

from followthrough.accounts.models import User
from followthrough.accounts.permissions import Actor
from followthrough.audit.models import Event
from followthrough.outbox.models import Message, State
from followthrough.outbox.operations import send_due
from followthrough.outbox.tests.conftest import Server
from followthrough.plans.calendar import calendar_of
from followthrough.plans.models import Plan
from followthrough.reminders.models import Letter, Outcome, Reminder
from followthrough.reporting.models import Report
from followthrough.reporting.operations.rounds import Period
from followthrough.reporting.queries.facts import Published
from followthrough.reporting.tests.cast import Cast

PRISTINA = ZoneInfo("Europe/Belgrade")
UTC = ZoneInfo("UTC")
HOUR = timedelta(hours=1)
type_of_deed = Callable[[datetime], object]


@dataclass(frozen=True)
class Script:
    """A round, and the day of each rung in it, counted by hand on Kosovo's calendar."""

    period: Period
    days: dict[str, date]
    first: date
    last: date


# Over the Eid of 2027, which the Government moves by a day, Easter Monday, Constitution Day, and
# the night of 28 March in which an hour is missing.
MARCH = Script(
    Period(
        date(2026, 7, 1), date(2026, 12, 31), date(2027, 3, 1), date(2027, 3, 26), date(2027, 6, 30)
    ),
    {
        "still_you": date(2027, 2, 10),
        "open": date(2027, 3, 1),
        "five_before": date(2027, 3, 19),
        "one_before": date(2027, 3, 25),
        "one_after": date(2027, 3, 30),
        "three_after": date(2027, 4, 1),
        "letter": date(2027, 4, 7),
        "public": date(2027, 4, 13),
    },
    date(2027, 2, 8),
    date(2027, 4, 16),
)
EID, ANNOUNCED = date(2027, 3, 9), date(2027, 3, 10)
# Over the night of 31 October in which an hour comes twice.
OCTOBER = Script(
    Period(
        date(2027, 1, 1),
        date(2027, 6, 30),
        date(2027, 10, 1),
        date(2027, 10, 29),
        date(2027, 12, 31),
    ),
    {
        "still_you": date(2027, 9, 17),
        "open": date(2027, 10, 1),
        "five_before": date(2027, 10, 22),
        "one_before": date(2027, 10, 28),
        "one_after": date(2027, 11, 1),
        "three_after": date(2027, 11, 3),
        "letter": date(2027, 11, 9),
        "public": date(2027, 11, 12),
    },
    date(2027, 9, 15),
    date(2027, 11, 16),
)


def hours(script: Script, *, every: int = 1) -> Iterator[datetime]:
    """Every hour that passes from the first day to the last, in UTC: none twice, none left out."""
    moment = datetime.combine(script.first, datetime.min.time(), PRISTINA).astimezone(UTC)
    end = datetime.combine(script.last, datetime.min.time(), PRISTINA).astimezone(UTC)
    while moment <= end:
        yield moment
        moment += every * HOUR


@dataclass
class Life:
    """Lives through a round; `deeds` happen at the first hour of their moment or after."""

    cast: Cast
    server: Server
    report: Report
    deeds: list[tuple[datetime, type_of_deed]] = field(default_factory=list)
    states: list[tuple[date, str]] = field(default_factory=list)

    def live(self, moments: Iterator[datetime], climb: type_of_deed) -> None:
        for moment in moments:
            for due, deed in list(self.deeds):
                if due <= moment:
                    deed(moment)
                    self.deeds.remove((due, deed))
            climb(moment)
            send_due(at=moment)
            self._look(moment)

    def _look(self, moment: datetime) -> None:
        """Note the day on which what the public reads about the report becomes another word."""
        plan = Plan.objects.select_related("method").get()
        today = plan.today(moment)
        record = Published(plan).record(self.report.round, self.report.institution_id, today)
        assert record
        if not self.states or self.states[-1][1] != record.arrival:
            self.states.append((today, record.arrival))

    def rungs(self, actor: Actor) -> list[tuple[str, date]]:
        rows = Reminder.objects.sent().filter(user=actor.user_id).order_by("at", "pk")
        return [(row.rung, row.day) for row in rows]

    def lines(self, verb: str) -> list[date]:
        """The days of the log's lines about the report."""
        found = Event.objects.filter(verb=verb, subject=f"report:{self.report.key}")
        return [one.at.astimezone(PRISTINA).date() for one in found.order_by("sequence")]

    def letters(self) -> list[date]:
        found = Letter.objects.filter(report=self.report)
        return [one.drafted_at.astimezone(PRISTINA).date() for one in found]

    def mails(self) -> list[Received]:
        return [_parsed(one) for one in self.server.received]

    def faults(self) -> list[str]:
        """Whatever may not be: twice, on a day off, before its time, a row without its mail."""
        return [*self._repeated(), *self._untimely(), *self._unmatched()]

    def _repeated(self) -> Iterator[str]:
        ids = Counter(str(mail["Message-ID"]) for mail in self.mails())
        yield from (f"{key} came {count} times" for key, count in ids.items() if count > 1)
        days = Counter(
            (one.to, one.created_at.astimezone(PRISTINA).date())
            for one in Message.objects.exclude(key__startswith="receipt")
            if one.subject in self._reminding()
        )
        yield from (f"{to} had {n} reminders on {day}" for (to, day), n in days.items() if n > 1)

    def _reminding(self) -> set[str]:
        about = ("report", "confirm your post", "letter to sign", "things to do")
        subjects = Message.objects.values_list("subject", flat=True)
        return {one for one in subjects if any(word in one for word in about)}

    def _untimely(self) -> Iterator[str]:
        days, period = calendar_of(self.cast.plan), self.report.round
        for row in Reminder.objects.filter(outcome=Outcome.SENT):
            local = row.at.astimezone(PRISTINA)
            if not days.is_working(local.date()) or local.hour < 8:
                yield f"{row} at {local}"
            if row.rung != "still_you" and local.date() <= period.covers_until:
                yield f"{row} before the period has ended"

    def _unmatched(self) -> Iterator[str]:
        keys = set(Reminder.objects.sent().values_list("key", flat=True))
        posted = Message.objects.filter(key__startswith="reminder:", state=State.SENT)
        if keys != set(posted.values_list("key", flat=True)):
            yield "the log and the outbox tell of different mails"


def _parsed(one: bytes) -> Received:
    mail = message_from_bytes(one, policy=default)
    assert isinstance(mail, Received)
    return mail


def in_english() -> None:
    User.objects.update(language="en")
