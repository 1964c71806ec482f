"""Mail against a real SMTP server: once each, put off when it fails, lost never."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection, transaction
from django.test import override_settings

from followthrough.outbox.models import Message, State
from followthrough.outbox.operations import post, retry, send, send_due

AT = datetime(2027, 1, 4, 9, tzinfo=UTC)
LATER = AT + timedelta(hours=2)


class Server:
    """Answers each delivery with the next of `answers`, then with 250."""

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.received: list[bytes] = []

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.received.append(envelope.content)
        return "250 OK"


@pytest.fixture
def server() -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
        yield handler
    controller.stop()


def letter(key: str = "k", subject: str = "Raporti u pranua") -> Message:
    return post(key=key, to="a@example.org", language="sq", subject=subject, body="ë ç đ", at=AT)


@pytest.mark.django_db
def test_the_same_cause_makes_one_mail() -> None:
    assert letter().pk == letter().pk
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_a_mail_goes_out_once(server: Server) -> None:
    message = letter()
    assert send(message.pk, at=AT)
    assert not send(message.pk, at=LATER)
    assert len(server.received) == 1
    assert b"Auto-Submitted: auto-generated" in server.received[0]


@pytest.mark.django_db
def test_a_busy_server_is_asked_again_later(server: Server) -> None:
    server.answers = ["451 later"]
    message = letter()
    assert not send(message.pk, at=AT)
    assert send_due(at=AT) == 0
    assert send_due(at=AT + timedelta(minutes=1)) == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 2)


@pytest.mark.django_db
def test_a_refused_address_is_shown_and_not_tried_again(server: Server) -> None:
    server.answers = ["550 no such person"]
    message = letter()
    send(message.pk, at=AT)
    message.refresh_from_db()
    assert message.state == State.REFUSED
    assert "550" in message.last_error
    assert send_due(at=LATER) == 0
    retry(message.pk, at=LATER)
    assert send_due(at=LATER) == 1


@pytest.mark.django_db
def test_without_a_server_everything_waits() -> None:
    message = letter()
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1):
        assert not send(message.pk, at=AT)
    message.refresh_from_db()
    assert message.state == State.WAITING
    assert message.next_try_at == AT + timedelta(minutes=1)


@pytest.mark.django_db
def test_a_subject_stays_one_line(server: Server) -> None:
    message = letter(subject="Raporti\r\nBcc: everybody@example.org")
    send(message.pk, at=AT)
    assert not any(line.startswith(b"Bcc:") for line in server.received[0].splitlines())


@pytest.mark.django_db
def test_a_mail_in_doubt_is_not_sent_again_by_itself(server: Server) -> None:
    message = letter()
    # What a worker leaves behind that was killed between claim and answer.
    Message.objects.filter(pk=message.pk).update(state=State.SENDING)
    assert send_due(at=LATER) == 0
    assert server.received == []


@pytest.mark.django_db(transaction=True)
def test_a_mail_of_a_failed_change_never_was() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        letter()
        raise RuntimeError
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once(server: Server) -> None:
    message = letter()

    def work() -> None:
        send(message.pk, at=AT)
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(server.received) == 1
