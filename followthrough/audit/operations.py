"""Writing and checking the log. Every other operation of the house ends in `record`."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from followthrough.audit.models import START, Chain, Event, PublishedHead
from followthrough.lib.hashing import sha256


class BrokenLog(Exception):
    """The log does not add up; the message names the first line that is wrong."""


@transaction.atomic
def record(
    verb: str,
    subject: str,
    *,
    by: str,
    at: datetime,
    payload: dict[str, Any] | None = None,
    public: bool,
) -> Event:
    """Append one line to the log, inside the transaction of the change it tells of.

    `at` must be aware; it is kept in whole microseconds UTC. `subject` is "model:key".
    """
    chain, _ = Chain.objects.select_for_update().get_or_create(pk=1)
    event = Event(
        sequence=chain.sequence + 1,
        at=at,
        by=by,
        verb=verb,
        subject=subject,
        is_public=public,
        payload=payload or {},
        salt=secrets.token_hex(16),
        previous=chain.digest,
    )
    event.payload_digest = event.expected_payload_digest()
    event.digest = event.expected_digest()
    event.save(force_insert=True)
    chain.sequence, chain.digest = event.sequence, event.digest
    if public:
        chain.public_digest = event.digest
    chain.save()
    return event


def verify(events: Iterable[Event] | None = None) -> int:
    """Check the whole chain; returns how many lines it has. Raises BrokenLog at the first fault."""
    previous, expected = START, 1
    lines = Event.objects.in_order().iterator() if events is None else events
    for event in lines:
        if event.sequence != expected:
            raise BrokenLog(f"Line {expected} of the log is missing.")
        if event.previous != previous or event.digest != event.expected_digest():
            raise BrokenLog(f"Line {expected} of the log was changed after it was written.")
        if event.payload_digest != event.expected_payload_digest():
            raise BrokenLog(f"The content of line {expected} of the log was changed.")
        previous, expected = event.digest, expected + 1
    if events is None:
        _check_end(previous, expected - 1)
    return expected - 1


def _check_end(digest: str, count: int) -> None:
    # Cutting off the tail leaves a chain that adds up; the head kept apart and the heads
    # published day by day tell on it.
    chain = Chain.objects.filter(pk=1).first() or Chain()
    if (chain.sequence, chain.digest) != (count, digest):
        raise BrokenLog(f"The log ends at line {count}, but line {chain.sequence} was written.")
    for head in PublishedHead.objects.filter(sequence__gt=0):
        event = Event.objects.filter(pk=head.sequence).first()
        if event is None or event.digest != head.digest:
            raise BrokenLog(f"The log no longer contains the head published on {head.day}.")


@transaction.atomic
def publish_head(*, day: date) -> PublishedHead:
    """Check the log and keep its head for that day; a second call that day changes nothing."""
    try:
        verify()
        is_intact = True
    except BrokenLog:
        is_intact = False
    chain = Chain.objects.select_for_update().filter(pk=1).first() or Chain()
    head, is_new = PublishedHead.objects.get_or_create(
        day=day,
        defaults={"sequence": chain.sequence, "digest": chain.digest, "is_intact": is_intact},
    )
    if is_new:
        chain.public_digest = sha256(chain.public_digest.encode(), day.isoformat().encode())
        chain.save()
    return head
