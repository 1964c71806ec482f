"""What is due when. A rule turns the clock into the slot that a job has to fill."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from followthrough.reminders import tasks


@dataclass(frozen=True)
class Job:
    """A task that runs once a slot. `slot` names the turn at that moment: a day, an hour."""

    name: str
    slot: Callable[[datetime], str]
    task: Any


def day_of(at: datetime) -> str:
    """The ISO day in the installation's time zone."""
    return timezone.localtime(at).date().isoformat()


JOBS = (Job("publish-log-head", day_of, tasks.publish_log_head),)
