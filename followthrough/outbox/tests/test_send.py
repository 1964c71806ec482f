"""Sending against a real SMTP server: once each, put off when it fails, lost never."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.test import override_settings

from followthrough.outbox.models import LONGEST_DELIVERY, Message, State
from followthrough.outbox.operations import retry, send, send_due
from followthrough.outbox.tests.conftest import Server
from followthrough.outbox.tests.letters import AT, LATER, MINUTE, as_it_stands, letter

pytestmark = pytest.mark.django_db


def test_a_mail_goes_out_once(server: Server) -> None:
    message = letter()
    assert send(message.pk, at=AT)
    assert not send(message.pk, at=LATER)
    assert len(server.received) == 1
    assert as_it_stands(message).sent_at == AT


def test_what_arrives_says_who_wrote_it_and_in_which_language(server: Server) -> None:
    send(letter(html="<p>ë ç đ</p>").pk, at=AT)
    mail = message_from_bytes(server.received[0], policy=policy.default)
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "sq")
    assert [part.get_content().strip() for part in mail.iter_parts()] == ["ë ç đ", "<p>ë ç đ</p>"]


def test_a_busy_server_is_asked_again_later(server: Server) -> None:
    server.recipient = ["451 later"]
    message = letter()
    assert not send(message.pk, at=AT)
    assert send_due(at=AT) == 0
    assert send_due(at=AT + MINUTE) == 1
    assert as_it_stands(message).attempts == 2


def test_the_wait_grows_to_an_hour_and_never_ends(server: Server) -> None:
    server.recipient = ["451 later"] * 6
    message, at, waits = letter(), AT, []
    for _ in range(6):
        send_due(at=at)
        due = as_it_stands(message).next_try_at
        waits.append((due - at) // MINUTE)
        at = due
    assert waits == [1, 5, 15, 60, 60, 60]
    assert send_due(at=at) == 1


@pytest.mark.parametrize("step", ["recipient", "data"])
def test_a_refused_mail_is_shown_and_not_tried_again(server: Server, step: str) -> None:
    setattr(server, step, ["550 no"])
    message = letter()
    send(message.pk, at=AT)
    assert as_it_stands(message).state == State.REFUSED
    assert "550" in as_it_stands(message).last_error
    assert send_due(at=LATER) == 0
    assert list(Message.objects.stuck(AT)) == [message]


@pytest.mark.usefixtures("no_server")
def test_without_a_server_everything_waits_and_one_connection_is_tried() -> None:
    messages = [letter(key) for key in "abc"]
    assert send_due(at=AT) == 0
    stand = [as_it_stands(message) for message in messages]
    assert {message.state for message in stand} == {State.WAITING}
    assert [message.attempts for message in stand] == [1, 0, 0]
    assert stand[0].next_try_at == AT + MINUTE
    assert set(Message.objects.stuck(AT + 25 * 60 * MINUTE)) == set(messages)


def test_a_server_that_falls_silent_leaves_a_doubt_and_no_second_mail(server: Server) -> None:
    server.data = ["silence"]
    message = letter()
    assert not send(message.pk, at=AT)
    assert as_it_stands(message).state == State.UNSURE
    assert send_due(at=LATER) == 0
    # The control: it had arrived, so a second try would have made two.
    assert len(server.received) == 1


def test_what_a_dead_worker_leaves_is_in_doubt(server: Server) -> None:
    message = letter()
    Message.objects.update(state=State.SENDING, attempts=1, claimed_at=AT)
    assert send_due(at=AT + LONGEST_DELIVERY) == 0
    assert as_it_stands(message).state == State.SENDING
    send_due(at=AT + LONGEST_DELIVERY + MINUTE)
    assert as_it_stands(message).state == State.UNSURE
    assert server.received == []


@pytest.mark.parametrize(("state", "again"), [("refused", 1), ("unsure", 1), ("sent", 0)])
def test_a_person_sends_it_again(server: Server, state: str, again: int) -> None:
    message = letter()
    Message.objects.update(state=state, claimed_at=AT, sent_at=AT)
    retry(message.pk, at=LATER)
    assert send_due(at=LATER) == len(server.received) == again


@pytest.mark.parametrize("to", ["a@example.org\nBcc: b@example.org", "a@example.org\r\n\r\nHi", ""])
def test_an_address_cannot_start_a_header(server: Server, to: str) -> None:
    message = letter(to=to)
    assert not send(message.pk, at=AT)
    assert as_it_stands(message).state == State.REFUSED
    assert server.received == []


def test_a_stored_subject_cannot_start_a_header_either(server: Server) -> None:
    message = letter()
    Message.objects.update(subject="Raporti\r\nBcc: everybody@example.org")
    assert not send(message.pk, at=AT)
    assert as_it_stands(message).state == State.REFUSED
    assert server.received == []


def test_without_a_mail_server_mails_are_files(tmp_path: Path) -> None:
    files = "django.core.mail.backends.filebased.EmailBackend"
    with override_settings(EMAIL_BACKEND=files, EMAIL_FILE_PATH=tmp_path / "mail"):
        assert send(letter("a").pk, at=AT)
        assert send(letter("b").pk, at=AT)
    # Mails of the same second may share a file.
    written = "".join(path.read_text() for path in (tmp_path / "mail").iterdir())
    assert written.count("\nSubject: ") == 2
    assert written.count("\nAuto-Submitted: auto-generated\n") == 2
