"""Handing one message to the mail server, and what its answer means."""

import smtplib
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from followthrough.outbox.models import Message

# From here on an SMTP answer means "never"; 400 to 499 means "not now" (RFC 5321, 4.2.1).
PERMANENT = 500


class NotNow(Exception):
    """The message did not go out and may later."""


class ServerAway(NotNow):
    """There is nobody to hand a message to: not this one, nor any other."""


class Refused(Exception):
    """The message did not go out and never will as it is."""


class InDoubt(Exception):
    """No answer came after the hand-over had begun: it may have gone out."""


def deliver(message: Message) -> None:
    """Hand it over. Returning means accepted; raises NotNow, ServerAway, Refused or InDoubt."""
    mail = _composed(message)
    server = _connected()
    try:
        _hand_over(mail, server)
    finally:
        # The answer was given; how the connection ends changes nothing.
        with suppress(smtplib.SMTPException, OSError):
            server.close()


def _composed(message: Message) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        headers={
            # Keeps holiday notices from answering (RFC 3834).
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
            "Message-ID": f"<{message.pk}.{message.created_at:%Y%m%d%H%M%S}@followthrough>",
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    if not message.to:
        # Nobody would be told: to Django, a mail to no one is sent.
        raise Refused("The message has no address.")
    try:
        # Finds line breaks and impossible addresses before anybody is asked.
        mail.message()
    except ValueError as problem:
        raise Refused(str(problem)) from problem
    return mail


def _connected() -> BaseEmailBackend:
    try:
        server: BaseEmailBackend = get_connection()
        server.open()
    except (smtplib.SMTPException, OSError, ImproperlyConfigured) as problem:
        raise ServerAway(str(problem)) from problem
    return server


def _hand_over(mail: EmailMultiAlternatives, server: BaseEmailBackend) -> None:
    try:
        server.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as answer:
        raise _by_code(max(code for code, _ in answer.recipients.values()), answer) from answer
    except smtplib.SMTPDataError as answer:
        raise _by_code(answer.smtp_code, answer) from answer
    except (smtplib.SMTPNotSupportedError, ValueError) as problem:
        raise Refused(str(problem)) from problem
    except smtplib.SMTPResponseException as answer:
        # Our sender or our password is refused: the installation's fault, not the message's.
        raise NotNow(str(answer)) from answer
    except (smtplib.SMTPException, OSError) as silence:
        raise InDoubt(str(silence)) from silence


def _by_code(code: int, answer: Exception) -> Exception:
    return Refused(str(answer)) if code >= PERMANENT else NotNow(str(answer))
