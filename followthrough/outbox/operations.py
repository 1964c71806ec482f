"""Writing mail, and sending what is due: once each, whatever dies in between (ADR 0009)."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override

from followthrough.outbox.delivery import InDoubt, NotNow, Refused, ServerAway, deliver
from followthrough.outbox.models import Message, State

MOST_SUBJECT = 200
MOST_ERROR = 500
# One run's share, so that a worker comes back to its other work.
MOST_AT_ONCE = 100
# Minutes until the next try after each failure; then every hour. Kept for ever: a mail server
# that is away for a week loses nothing.
WAITS = (1, 5, 15, 60)

logger = logging.getLogger(__name__)


@transaction.atomic
def post(  # noqa: PLR0913 - a mail has these parts
    *, key: str, to: str, language: str, subject: str, body: str, at: datetime, html: str = ""
) -> Message:
    """Put a mail into the outbox, inside the transaction of its cause. Idempotent on `key`."""
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "language": language,
            "subject": subject_line(subject, language),
            "body": body,
            "html": html,
            "created_at": at,
            "next_try_at": at,
        },
    )
    if is_new:
        from followthrough.outbox.tasks import send_message

        # The task is a row of the same database, so it appears when the mail does.
        send_message.enqueue(message.pk)
    return message


def subject_line(words: str, language: str) -> str:
    """As it goes out, in one line: what somebody typed into a title starts no other header."""
    if settings.DEMO:
        with override(language):
            words = f"[{gettext('EXAMPLE')}] {words}"
    return " ".join(words.split())[:MOST_SUBJECT]


def send_due(*, at: datetime) -> int:
    """Try the messages whose turn it is, the longest waiting first; returns how many went out.

    A message that a dead worker left in the state `sending` becomes `unsure`.
    """
    _doubt_abandoned(at)
    due = Message.objects.due(at).order_by("next_try_at", "pk").values_list("pk", flat=True)
    sent = 0
    with suppress(ServerAway):
        # Without a server each of them would wait for the same time-out: the others stay due.
        for pk in list(due[:MOST_AT_ONCE]):
            sent += _send(pk, at)
    return sent


def send(pk: int, *, at: datetime) -> bool:
    """Send one message if it is due; says whether it went out.

    It is claimed in a transaction of its own first, so two workers never send it twice. What is
    in flight when a worker dies, or when the server falls silent, becomes `unsure`: duplicates are
    excluded, at most the one message in flight is lost, and only a person sends it again (`retry`).
    """
    with suppress(ServerAway):
        return _send(pk, at)
    return False


def _send(pk: int, at: datetime) -> bool:
    message = _claim(pk, at)
    if message is None:
        return False
    try:
        deliver(message)
    except Refused as answer:
        _settle(message, State.REFUSED, error=answer)
        return False
    except InDoubt as silence:
        _settle(message, State.UNSURE, error=silence)
        return False
    except NotNow as trouble:
        wait = WAITS[min(message.attempts, len(WAITS)) - 1]
        _settle(message, State.WAITING, error=trouble, next_try_at=at + timedelta(minutes=wait))
        if isinstance(trouble, ServerAway):
            raise
        return False
    _settle(message, State.SENT, sent_at=at)
    return True


# Durable: inside another transaction a crash would take the claim back, and the mail go out twice.
@transaction.atomic(durable=True)
def _claim(pk: int, at: datetime) -> Message | None:
    message = Message.objects.select_for_update().due(at).filter(pk=pk).first()
    if message is not None:
        message.state, message.claimed_at = State.SENDING, at
        message.attempts += 1
        message.save(update_fields=["state", "claimed_at", "attempts"])
    return message


def _settle(
    message: Message, state: State, *, error: Exception | None = None, **moments: datetime
) -> None:
    # Somebody may have claimed it again since; then this claim no longer counts.
    held = Message.objects.filter(pk=message.pk, attempts=message.attempts)
    held.update(state=state, last_error=str(error or "")[:MOST_ERROR], **moments)
    if state in {State.REFUSED, State.UNSURE}:
        _tell(message.key, state)


@transaction.atomic
def doubt_unsent(error: str, *, at: datetime) -> int:
    """Leave everything that has not gone out to a person; returns how many messages.

    For a database that was put back: what waited in it may have gone out since.
    """
    unsent = Message.objects.filter(state__in=[State.WAITING, State.SENDING])
    return unsent.update(state=State.UNSURE, last_error=error, claimed_at=at)


def _doubt_abandoned(at: datetime) -> None:
    error = "The worker ended while it was sending."
    for message in Message.objects.abandoned(at):
        # Asked again in the same step: a slow worker may have come to its end just now.
        left = Message.objects.abandoned(at).filter(pk=message.pk)
        if left.update(state=State.UNSURE, last_error=error):
            _tell(message.key, State.UNSURE)


def _tell(key: str, state: State) -> None:
    # The address and the server's answer, which repeats it, stay out of the server's log.
    logger.error("Mail %s is %s. `followthrough mail` tells more.", key, state.value)


@transaction.atomic
def retry(pk: int, *, at: datetime) -> Message:
    """Make a refused, doubtful or waiting message due now, because a person asked for it."""
    message = Message.objects.select_for_update().get(pk=pk)
    if message.state in {State.REFUSED, State.UNSURE, State.WAITING}:
        message.state, message.next_try_at = State.WAITING, at
        message.save(update_fields=["state", "next_try_at"])
    return message
