"""Whether a session has proved more than that its person reads an e-mail address.

An authenticator app, a passkey or security key, or a recovery code counts; so does an account of
the institution (OpenID Connect) only if its provider is trusted with that: OIDC_SECOND_FACTOR=1.
"""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.conf import settings
from django.http import HttpRequest

from followthrough.accounts.models import User


def is_given(request: HttpRequest) -> bool:
    """Whether this session's person gave a second factor since they signed in."""
    enough = {"mfa"}
    if settings.OIDC_SECOND_FACTOR:
        enough.add("socialaccount")
    records = get_authentication_records(request, request.user)
    return any(record["method"] in enough for record in records)


def note(request: HttpRequest, user: User, kind: str) -> None:
    """Note that the person just gave one: whoever sets it up has it at hand."""
    record_authentication(request, user, "mfa", type=kind, reauthenticated=True)
