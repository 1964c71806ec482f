"""Work that the worker does out of the way of requests."""

from datetime import date

from django_tasks import task

from followthrough.audit import operations as audit
from followthrough.lib.clock import now
from followthrough.outbox import operations as outbox
from followthrough.reminders.operations import ladder
from followthrough.reporting.operations import links, publishing


@task()
def publish_log_head(day: str) -> bool:
    """Check the log and publish its head for the ISO day; says whether the log was intact."""
    return audit.publish_head(day=date.fromisoformat(day)).is_intact


@task()
def send_mail(minute: str) -> int:
    """Send again what could not be sent before; says how many went out."""
    return outbox.send_due(at=now())


@task()
def publish_unverified(day: str) -> int:
    """Publish what nobody independent has verified in time; says how many reports."""
    return publishing.publish_overdue(at=now())


@task()
def climb_ladder(slot: str) -> int:
    """Send the reminders that are due; says how many people were reminded."""
    return ladder.climb(at=now())


@task()
def check_links(day: str) -> int:
    """Look at links of evidence whose turn it is; says how many."""
    return links.check_links(at=now())
