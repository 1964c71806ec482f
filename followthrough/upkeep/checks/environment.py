"""What the environment says: without these being right, `followthrough serve` does not start."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from followthrough.accounts.models import Institution
from followthrough.upkeep.checks.finding import Finding, fine, mend, note

OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}
SHORTEST_KEY = 32
# The institutions of the demonstration are called so; a real one never is.
INVENTED = "example-"


def environment() -> Iterator[Finding]:
    """Secret, address, proxy, mail, and no trace of the demonstration."""
    yield from _secret()
    yield from _address()
    yield from _hosts()
    yield from _mail()
    if settings.DEBUG:
        yield mend("DEBUG is on: errors would show the inside of the server.", "Turn it off.")
    if settings.DEMO:
        yield mend(
            "DEMO is set: anybody may sign in as anybody.",
            "Unset it; `followthrough demo` sets it by itself, on data of its own.",
        )


def demonstration() -> Iterator[Finding]:
    """Invented data in a real database; asks the database."""
    found = Institution.objects.filter(slug__startswith=INVENTED).first()
    if found is not None and not settings.DEMO:
        yield mend(
            f"This database holds the demonstration ({found.slug}): what is invented would be "
            "shown as fact.",
            "Use an empty data folder (DATA_DIR) or database (DATABASE_URL).",
        )


def _secret() -> Iterator[Finding]:
    kept = settings.DATA_DIR / "secret-key"
    if os.environ.get("SECRET_KEY"):
        if len(settings.SECRET_KEY) < SHORTEST_KEY:
            yield mend(
                "SECRET_KEY is short: whoever guesses it signs in as anybody.",
                f"Make it {SHORTEST_KEY} random characters or more: `openssl rand -base64 48`.",
            )
        else:
            yield fine("The secret is set.")
    elif not kept.exists():
        yield mend(
            "There is no secret: SECRET_KEY is not set, and none is kept in the data folder.",
            "Set SECRET_KEY (`openssl rand -base64 48`), or let `followthrough init` make one.",
        )
    elif kept.stat().st_mode & 0o077:
        yield mend(f"Others may read {kept}.", f"`chmod 600 {kept}`")
    else:
        yield fine("The secret is kept in the data folder.")


def _address() -> Iterator[Finding]:
    if not os.environ.get("PUBLIC_URL"):
        yield mend(
            "PUBLIC_URL is not set: links in mails would lead nowhere.",
            "Set it to what people type, for example https://ogp.example.org.",
        )
        return
    parts = urlsplit(settings.PUBLIC_URL)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        yield mend(
            f"PUBLIC_URL is {settings.PUBLIC_URL!r}, which is not the address of a site.",
            "Write it as https://ogp.example.org, without a path.",
        )
    elif parts.scheme == "https" and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield mend(
            "PUBLIC_URL says https, but no proxy is trusted to say that it encrypted.",
            "Put a web server with a certificate in front and set TRUSTED_PROXIES=1.",
        )
    elif parts.scheme == "http" and parts.hostname not in OWN_MACHINE:
        yield mend(
            "PUBLIC_URL is not encrypted: whoever listens could sign in as anybody.",
            "Get a certificate, put it into the web server in front, and write https://.",
        )
    else:
        yield fine(f"The address is {settings.PUBLIC_URL}.")


def _hosts() -> Iterator[Finding]:
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    if "*" in settings.ALLOWED_HOSTS:
        yield mend(
            "ALLOWED_HOSTS lets every name in: links could be made to lead to another site.",
            "List the names that this site has, or leave it out.",
        )
    elif host not in settings.ALLOWED_HOSTS:
        yield mend(
            f"ALLOWED_HOSTS does not name {host}, which PUBLIC_URL leads to.",
            "Add it, or leave ALLOWED_HOSTS out.",
        )
    else:
        yield fine(f"Requests may come under: {', '.join(dict.fromkeys(settings.ALLOWED_HOSTS))}.")


def _mail() -> Iterator[Finding]:
    if not settings.EMAIL_HOST:
        if settings.MAIL_TO_FILES:
            yield note(
                "Mails are not sent: they lie in the data folder, because MAIL_TO_FILES is set.",
                "Good for a rehearsal. For real, unset it and set SMTP_HOST.",
            )
        else:
            yield mend(
                "There is no mail server, so nobody could sign in or be reminded.",
                "Set SMTP_HOST and what belongs to it (docs/operating.md), or MAIL_TO_FILES=1 for "
                "a rehearsal.",
            )
        return
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield mend("Mails are not sent by SMTP.", "Do not change EMAIL_BACKEND.")
    if not os.environ.get("MAIL_FROM"):
        yield mend(
            "MAIL_FROM is not set: mail from nobody is taken for unwanted.",
            "Set it to the address that mails come from, for example ogp@example.org.",
        )
    is_open = not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL)
    if settings.EMAIL_HOST_PASSWORD and is_open and settings.EMAIL_HOST not in OWN_MACHINE:
        yield mend(
            "The password of the mail server would be sent unencrypted.",
            "Set SMTP_TLS=1 (port 587), or SMTP_TLS=ssl (port 465).",
        )
