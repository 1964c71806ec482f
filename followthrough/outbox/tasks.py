"""Sending out of the way of requests."""

from django_tasks import task

from followthrough.lib.clock import now
from followthrough.outbox import operations


@task()
def send_message(pk: int) -> bool:
    """Send one message now; one that fails waits for `send_due`."""
    return operations.send(pk, at=now())
