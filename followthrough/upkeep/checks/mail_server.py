"""Whether the mail server answers. Nothing is sent unless somebody asks for it."""

import smtplib
import ssl
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage

from followthrough.outbox.models import Message
from followthrough.upkeep.checks.environment import OWN_MACHINE
from followthrough.upkeep.checks.finding import Finding, fine, mend, note

SECONDS = 10


def mail_server() -> Iterator[Finding]:
    """Connects, greets, encrypts and signs in as a delivery would, and says goodbye."""
    if not settings.EMAIL_HOST:
        return
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        yield from _talk(place)
    except ssl.SSLError as problem:
        yield mend(
            f"The mail server {place} cannot be trusted or does not encrypt as SMTP_TLS says: "
            f"{problem.reason or problem}.",
            "SMTP_TLS=1 is for port 587 or 25, SMTP_TLS=ssl for port 465.",
        )
    except smtplib.SMTPAuthenticationError as problem:
        yield mend(
            f"The mail server {place} refuses the password ({problem.smtp_code}).",
            "Look at SMTP_USER and SMTP_PASSWORD.",
        )
    except (smtplib.SMTPException, OSError) as problem:
        yield mend(
            f"The mail server {place} does not answer ({problem}). Mails wait and are not lost.",
            "Look at SMTP_HOST and SMTP_PORT, and whether the firewall lets this machine through.",
        )


def _talk(place: str) -> Iterator[Finding]:
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=SECONDS) as server:
        server.ehlo_or_helo_if_needed()
        offers = server.has_extn("starttls")
        if settings.EMAIL_USE_TLS:
            if not offers:
                yield mend(
                    f"The mail server {place} does not offer to encrypt (STARTTLS).",
                    "Ask its administrator, or use SMTP_TLS=ssl on port 465.",
                )
                return
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        elif offers and not settings.EMAIL_USE_SSL and settings.EMAIL_HOST not in OWN_MACHINE:
            yield note(
                f"The mail server {place} offers to encrypt, and it is not used.", "Set SMTP_TLS=1."
            )
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        yield fine(f"The mail server {place} answers.")


def send_one(to: str) -> Finding:
    """Send a real mail to that address, now."""
    text = "This is a test. If you read it, mails of this installation arrive."
    try:
        EmailMessage(f"Test: {settings.PUBLIC_URL}", text, to=[to]).send()
    except (smtplib.SMTPException, OSError) as problem:
        return mend(f"The test mail to {to} was not taken: {problem}", "See above.")
    return fine(f"A test mail to {to} was handed over. Look whether it arrives, and where.")


def stuck_mail(at: datetime) -> Iterator[Finding]:
    """Mail that needs a person."""
    if count := Message.objects.stuck(at).count():
        yield mend(f"Mails that need a person: {count}.", "`followthrough mail` lists them.")
    else:
        yield fine("No mail is stuck.")
