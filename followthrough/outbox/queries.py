"""Reading the outbox."""

from datetime import datetime

from followthrough.outbox.models import Message


def is_anything_due(at: datetime) -> bool:
    """Whether a worker has something to send, or a dead worker's message to look after."""
    return Message.objects.due(at).exists() or Message.objects.abandoned(at).exists()
