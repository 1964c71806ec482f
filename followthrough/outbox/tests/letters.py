"""A mail to try things on."""

from datetime import UTC, datetime, timedelta
from typing import Any

from followthrough.outbox.models import Message
from followthrough.outbox.operations import post

AT = datetime(2027, 1, 4, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LATER = AT + 120 * MINUTE


def letter(key: str = "k", **parts: Any) -> Message:
    usual: dict[str, Any] = {
        "to": "a@example.org",
        "language": "sq",
        "subject": "Raporti u pranua",
        "at": AT,
    }
    return post(key=key, body="ë ç đ", **(usual | parts))


def as_it_stands(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)
