"""The cast on the ladder: the second half-year of 2026, its round set up long before it opens."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from followthrough.accounts.models import Role, User
from followthrough.accounts.permissions import Actor
from followthrough.outbox.models import Message
from followthrough.plans.models import MethodVersion
from followthrough.reminders.models import Reminder
from followthrough.reporting.operations.rounds import Period
from followthrough.reporting.tests.cast import Cast, appoint

PRISTINA = ZoneInfo("Europe/Belgrade")
AGENCY = "corruption-prevention-agency"
MLGA = "mlga"
SET_UP = datetime(2026, 11, 2, 9, tzinfo=UTC)
# The usual days, as the desk suggests them: 4 January 2027 is a holiday.
HALF = Period(
    date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 5), date(2027, 1, 15), date(2027, 3, 31)
)
# T-30, the window, T-5, T-1, T+1, T+3, T+7, T+10 of it in Kosovo.
DAYS = {
    "still_you": date(2026, 11, 30),
    "open": date(2027, 1, 5),
    "five_before": date(2027, 1, 8),
    "one_before": date(2027, 1, 14),
    "one_after": date(2027, 1, 18),
    "three_after": date(2027, 1, 20),
    "letter": date(2027, 1, 26),
    "public": date(2027, 1, 29),
}


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """The moment on the clocks of Pristina."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PRISTINA)


def adopt_method() -> None:
    MethodVersion.objects.update(adopted_on=date(2026, 5, 1), adoption_act="12/2026")


def seat_head() -> Actor:
    return appoint(Role.HEAD_OF_UNIT, AGENCY)


def user(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id or 0)


def reminded(actor: Actor) -> list[tuple[str, date]]:
    """What the person was sent, in order: rung and day."""
    rows = Reminder.objects.sent().filter(user=actor.user_id)
    return [(row.rung, row.day) for row in rows]


def mails(actor: Actor) -> list[Message]:
    """The reminders in the outbox for the person."""
    return list(Message.objects.filter(key__startswith=f"reminder:{actor.user_id}:"))


def opened(cast: Cast) -> None:
    """The round is set up before the covered period has ended."""
    cast.open(HALF, SET_UP)
