"""200 people to be reminded, a mail server, and a worker that can be killed at any moment.

Run as `python -m tests.faults.sending prepare|careless`: the installation with its mails in the
outbox; or the control, a worker that notes a mail only after it has handed it over.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from email import message_from_bytes

from aiosmtpd.smtp import SMTP, Envelope, Session

RECIPIENTS = 200
AT = datetime(2026, 7, 1, 9, tzinfo=UTC)


class Mailbox:
    """Keeps what arrives; calls `interrupt` when it has taken a mail and not yet said so."""

    def __init__(self) -> None:
        self.received: Counter[str] = Counter()
        self.interrupt: Callable[[int], None] = lambda count: None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        self.received[str(message_from_bytes(content)["To"])] += 1
        self.interrupt(self.received.total())
        return "250 OK"


def prepare() -> None:
    """A contact person in each of 200 institutions; their window opens, and the ladder climbs."""
    from followthrough.accounts.models import Role
    from followthrough.accounts.permissions import CONSOLE
    from followthrough.outbox.models import Message
    from followthrough.plans.models import Plan
    from followthrough.plans.operations.import_plan import import_plan
    from followthrough.reminders.operations.ladder import climb
    from followthrough.reporting.operations.rounds import open_round
    from followthrough.reporting.tests.cast import FIRST, PLAN_AT, appoint
    from tests.faults.installation import document

    import_plan(document(), by=CONSOLE, at=PLAN_AT)
    coordinator = appoint(Role.COORDINATOR, "mlga")
    for number in range(1, RECIPIENTS + 1):
        slug = f"office-{number}"
        appoint(Role.CONTACT, slug, f"{slug}@example.org", date(2026, 1, 1))
    open_round(Plan.objects.get(), FIRST, by=coordinator, at=AT)
    assert climb(at=AT) == RECIPIENTS == Message.objects.count()


def careless_worker() -> None:
    """Hand over first, write afterwards."""
    from django.core.management import call_command

    from followthrough.outbox import operations
    from followthrough.outbox.delivery import deliver
    from followthrough.outbox.models import Message, State

    def send(pk: int, at: datetime) -> bool:
        message = Message.objects.get(pk=pk)
        if message.state != State.WAITING:
            return False
        deliver(message)
        Message.objects.filter(pk=pk).update(state=State.SENT, sent_at=at)
        return True

    operations._send = send
    call_command("worker")


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "followthrough.settings")
    django.setup()
    if sys.argv[1] == "prepare":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        prepare()
    else:
        careless_worker()
