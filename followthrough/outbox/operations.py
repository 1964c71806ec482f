"""Writing mail, and sending what is due: once each, whatever dies in between."""

import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from followthrough.outbox.models import Message, State

MOST_SUBJECT = 200
MOST_ERROR = 500
# Minutes until the next try after each failure; then every hour. Kept for ever: a mail server
# that is away for a week loses nothing.
WAITS = (1, 5, 15, 60)


def post(*, key: str, to: str, language: str, subject: str, body: str, at: datetime) -> Message:
    """Put a mail into the outbox, inside the transaction of its cause. Idempotent on `key`."""
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "language": language,
            # A header is one line: what somebody typed into a title cannot start another.
            "subject": " ".join(subject.split())[:MOST_SUBJECT],
            "body": body,
            "created_at": at,
            "next_try_at": at,
        },
    )
    if is_new:
        from followthrough.outbox.tasks import send_message

        # The task is a row of the same database, so it appears when the mail does.
        send_message.enqueue(message.pk)
    return message


def send_due(*, at: datetime) -> int:
    """Try every message whose turn it is; returns how many went out."""
    due = list(Message.objects.due(at).values_list("pk", flat=True))
    return sum(send(pk, at=at) for pk in due)


def send(pk: int, *, at: datetime) -> bool:
    """Send one message if it is due; says whether it went out.

    It is claimed in a transaction of its own first, so two workers never send it twice. A worker
    killed after the claim leaves it in the state `sending`: at most the one message in flight is
    in doubt, and only a person sends it again (`retry`).
    """
    message = _claim(pk, at)
    if message is None:
        return False
    try:
        _hand_over(message)
    except smtplib.SMTPRecipientsRefused as refusal:
        _refused(message, refusal, at)
        return False
    except (smtplib.SMTPException, OSError) as failure:
        _put_off(message, failure, at)
        return False
    message.state, message.sent_at, message.last_error = State.SENT, at, ""
    message.save(update_fields=["state", "sent_at", "last_error"])
    return True


@transaction.atomic
def _claim(pk: int, at: datetime) -> Message | None:
    message = Message.objects.select_for_update().due(at).filter(pk=pk).first()
    if message is not None:
        message.state = State.SENDING
        message.attempts += 1
        message.save(update_fields=["state", "attempts"])
    return message


def _hand_over(message: Message) -> None:
    EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        headers={
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
            "Message-ID": f"<{message.pk}.{message.created_at:%Y%m%d%H%M%S}@followthrough>",
        },
    ).send()


def _refused(message: Message, refusal: smtplib.SMTPRecipientsRefused, at: datetime) -> None:
    code, _ = refusal.recipients.get(message.to, (550, b""))
    if code < 500:
        _put_off(message, refusal, at)
        return
    message.state, message.last_error = State.REFUSED, str(refusal)[:MOST_ERROR]
    message.save(update_fields=["state", "last_error"])


def _put_off(message: Message, failure: Exception, at: datetime) -> None:
    wait = WAITS[min(message.attempts, len(WAITS)) - 1]
    message.state, message.next_try_at = State.WAITING, at + timedelta(minutes=wait)
    message.last_error = str(failure)[:MOST_ERROR]
    message.save(update_fields=["state", "next_try_at", "last_error"])


@transaction.atomic
def retry(pk: int, *, at: datetime) -> Message:
    """Send a refused or doubtful message again, because a person asked for it."""
    message = Message.objects.select_for_update().get(pk=pk)
    if message.state in {State.REFUSED, State.SENDING}:
        message.state, message.next_try_at = State.WAITING, at
        message.save(update_fields=["state", "next_try_at"])
    return message
