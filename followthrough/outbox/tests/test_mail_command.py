"""`followthrough mail`: what needs a person, and sending it again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from followthrough.outbox.models import Message, State
from followthrough.outbox.tests.letters import AT, as_it_stands, letter

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("mail", *arguments, stdout=out)
    return out.getvalue()


def refused(key: str = "receipt:1") -> Message:
    message = letter(key)
    Message.objects.filter(pk=message.pk).update(state=State.REFUSED, last_error="550 no")
    return message


def test_it_lists_what_needs_a_person() -> None:
    assert "No mail needs a person." in said()
    refused()
    assert "receipt:1  refused  a@example.org  tries: 0  550 no" in said()


@pytest.mark.parametrize("named", ["receipt:1", "all"])
def test_it_sends_again(named: str) -> None:
    message = refused()
    assert "To be sent within a minute: 1." in said("--retry", named)
    assert as_it_stands(message).state == State.WAITING
    assert AT != as_it_stands(message).next_try_at <= timezone.now()


def test_a_key_that_needs_nobody_is_said() -> None:
    with pytest.raises(CommandError, match="needs a person"):
        said("--retry", "other")
