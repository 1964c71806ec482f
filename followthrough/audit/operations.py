"""Writing and checking the log. Every other operation of the house ends in `record`."""

import secrets
from collections.abc import Generator, Iterable
from contextlib import closing
from datetime import date, datetime
from typing import Any, cast

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
    chain = _locked_chain()
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


def _locked_chain() -> Chain:
    """The end of the log; until the transaction ends, nobody else writes a line."""
    chain, _ = Chain.objects.select_for_update().get_or_create(pk=1)
    return chain


def verify(events: Iterable[Event] | None = None) -> int:
    """Check the whole chain; returns how many lines it has. Raises BrokenLog at the first fault.

    Writers wait meanwhile: a line written between two steps of the check would look like a fault.
    """
    if events is not None:
        return _check_lines(events)[0]
    with transaction.atomic():
        return _check_all(_locked_chain())


def _check_all(chain: Chain) -> int:
    # PostgreSQL's cursor lives no longer than the transaction: close it first, fault or not.
    lines = cast(Generator[Event, None, None], Event.objects.in_order().iterator())
    with closing(lines):
        count, digest = _check_lines(lines)
    _check_end(chain, count, digest)
    return count


def _check_lines(lines: Iterable[Event]) -> tuple[int, str]:
    """How many lines there are, and the digest of the last."""
    previous, expected = START, 1
    for event in lines:
        if event.sequence != expected:
            raise BrokenLog(f"Line {expected} of the log is missing.")
        if event.previous != previous or event.digest != event.expected_digest():
            raise BrokenLog(f"Line {expected} of the log was changed after it was written.")
        if event.payload_digest != event.expected_payload_digest():
            raise BrokenLog(f"The content of line {expected} of the log was changed.")
        previous, expected = event.digest, expected + 1
    return expected - 1, previous


def _check_end(chain: Chain, count: int, digest: str) -> None:
    # Cutting off the tail leaves a chain that adds up; the head kept apart and the heads
    # published day by day tell on it.
    if (chain.sequence, chain.digest) != (count, digest):
        raise BrokenLog(f"The log ends at line {count}, but line {chain.sequence} was written.")
    for head in PublishedHead.objects.filter(sequence__gt=0):
        event = Event.objects.filter(pk=head.sequence).first()
        if event is None or event.digest != head.digest:
            raise BrokenLog(f"The log no longer contains the head published on {head.day}.")


@transaction.atomic
def publish_head(*, day: date) -> PublishedHead:
    """Check the log and keep its head for that day; a second call that day changes nothing."""
    chain = _locked_chain()
    try:
        _check_all(chain)
        is_intact = True
    except BrokenLog:
        is_intact = False
    head, is_new = PublishedHead.objects.get_or_create(
        day=day,
        defaults={"sequence": chain.sequence, "digest": chain.digest, "is_intact": is_intact},
    )
    if is_new:
        chain.public_digest = sha256(chain.public_digest.encode(), day.isoformat().encode())
        chain.save()
    return head
