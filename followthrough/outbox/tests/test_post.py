"""Mail is written with its cause: with it or not at all, and once a cause."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from followthrough.outbox.models import Message, State
from followthrough.outbox.tests.conftest import Server
from followthrough.outbox.tests.letters import as_it_stands, letter


@pytest.mark.django_db
def test_the_same_cause_makes_one_mail_and_one_task() -> None:
    assert letter().pk == letter().pk
    assert Message.objects.count() == DBTaskResult.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_mail_of_a_failed_change_never_was() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        letter()
        raise RuntimeError
    assert not Message.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_it(server: Server) -> None:
    message = letter(at=timezone.now())
    call_command("db_worker", batch=True, interval=0, startup_delay=False)
    assert as_it_stands(message).state == State.SENT
    assert len(server.received) == 1


@pytest.mark.django_db
def test_a_subject_becomes_one_line_of_bounded_length() -> None:
    message = letter(subject="Raporti\r\nBcc: everybody@example.org" + "x" * 300)
    assert message.subject.startswith("Raporti Bcc: everybody")
    assert len(message.subject) == 200
