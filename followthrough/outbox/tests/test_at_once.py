"""Several workers at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from followthrough.outbox.models import Message, State
from followthrough.outbox.operations import send, send_due
from followthrough.outbox.tests.conftest import Server
from followthrough.outbox.tests.letters import AT, as_it_stands, letter

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


def at_once(act: Callable[[], object]) -> None:
    barrier = Barrier(WORKERS)

    def work() -> None:
        barrier.wait()
        act()
        connection.close()

    threads = [Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_workers_send_a_mail_once(server: Server) -> None:
    message = letter()
    at_once(lambda: send(message.pk, at=AT))
    assert len(server.received) == as_it_stands(message).attempts == 1


def test_workers_share_what_is_due(server: Server) -> None:
    messages = [letter(str(number)) for number in range(12)]
    at_once(lambda: send_due(at=AT))
    assert len(server.received) == len(messages)
    assert set(Message.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def test_sending_without_a_claim_would_be_seen(server: Server) -> None:
    """The control: hand over first, write afterwards."""
    from followthrough.outbox.delivery import deliver

    message = letter()
    at_once(lambda: deliver(message))
    assert len(server.received) == WORKERS


def test_the_same_cause_at_once_makes_one_mail() -> None:
    at_once(letter)
    assert Message.objects.count() == 1


def test_a_claim_inside_another_transaction_is_refused(server: Server) -> None:
    message = letter()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        send(message.pk, at=AT)
    assert server.received == []
