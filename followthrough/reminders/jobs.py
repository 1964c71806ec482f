"""Jobs on a clock. A rule turns the moment into the slot that a job has to fill."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from followthrough.outbox.queries import is_anything_due
from followthrough.reminders import tasks
from followthrough.reminders.queries.board import is_anything_on_the_ladder
from followthrough.reporting.queries.jobs import is_any_link_due, is_anything_unverified
from followthrough.upkeep.tasks import look_after


def always(at: datetime) -> bool:
    return True


@dataclass(frozen=True)
class Job:
    """A task that runs once a slot. `slot` names the turn at that moment: a day, an hour.

    `is_wanted` spares a turn in which there would be nothing to do.
    """

    name: str
    slot: Callable[[datetime], str]
    task: Any
    is_wanted: Callable[[datetime], bool] = always


def is_link_to_check(at: datetime) -> bool:
    # The demonstration's links are invented, and nothing leaves the machine from it.
    return not settings.DEMO and is_any_link_due(at)


def day_of(at: datetime) -> str:
    """The ISO day in the installation's time zone."""
    return timezone.localtime(at).date().isoformat()


def minute_of(at: datetime) -> str:
    """The minute in UTC, where none comes twice when the clock is put back."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def is_real(at: datetime) -> bool:
    return not settings.DEMO


def hour_of(at: datetime) -> str:
    """The hour in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%HZ")


def quarter_of(at: datetime) -> str:
    """The quarter of an hour in UTC: how long a reminder waits at most after its hour has come."""
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H}:{utc.minute // 15 * 15:02}Z"


JOBS = (
    Job("publish-log-head", day_of, tasks.publish_log_head),
    Job("publish-unverified", day_of, tasks.publish_unverified, is_anything_unverified),
    Job("climb-ladder", quarter_of, tasks.climb_ladder, is_anything_on_the_ladder),
    Job("check-links", day_of, tasks.check_links, is_link_to_check),
    Job("look-after", hour_of, look_after, is_real),
    Job("send-mail", minute_of, tasks.send_mail, is_anything_due),
)
