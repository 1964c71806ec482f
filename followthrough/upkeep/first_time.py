"""The first hour of an installation: who may set it up, and how the first coordinator gets in.

No mail server is needed. Both codes are printed on the console, to which only the administrator
has access; each ends with what it was for.
"""

import hmac
import os
from base64 import b32encode
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac

from followthrough.accounts.models import Role, Tenure, User
from followthrough.accounts.queries import day_of
from followthrough.plans.models import Plan

# The day on which it was printed counts.
DAYS = 7
LETTERS = 12
FIRST = (Role.COORDINATOR, Role.ADMINISTRATOR)


def is_empty() -> bool:
    """Whether nobody has set this installation up: no plan, and nobody who could enter one."""
    return not (Plan.objects.exists() or Tenure.objects.filter(post__role__in=FIRST).exists())


def set_up_code() -> str:
    """What the set-up page asks for; empty where there is nothing to set up, or no such page."""
    code = os.environ.get("FOLLOWTHROUGH_SETUP_CODE", "")
    return code if code and not settings.DEMO and is_empty() else ""


def is_set_up_code(typed: str) -> bool:
    return same(typed, set_up_code())


def nobody_signed_in() -> bool:
    """Whether the first sign-in is still to come; never in the demonstration."""
    return not settings.DEMO and not User.objects.filter(last_login__isnull=False).exists()


def first_coordinators(at: datetime) -> list[User]:
    held = Tenure.objects.held_on(day_of(at)).filter(post__role__in=FIRST, user__is_active=True)
    return [one.user for one in held.select_related("user")]


def first_code(user: User, at: datetime) -> str:
    """The code with which that person signs in for the first time, printed today."""
    return _code(user, day_of(at))


def holder_of(email: str, code: str, at: datetime) -> User | None:
    """Whom the code lets in: only while nobody at all has signed in, and for seven days."""
    if not nobody_signed_in():
        return None
    today = day_of(at)
    for user in first_coordinators(at):
        days = [today - timedelta(days=back) for back in range(DAYS)]
        if user.email == email.strip().lower() and any(same(code, _code(user, d)) for d in days):
            return user
    return None


def _code(user: User, day: date) -> str:
    told = f"{user.pk}:{user.email}:{day.isoformat()}"
    digest = salted_hmac("followthrough.first-sign-in", told, algorithm="sha256").digest()
    letters = b32encode(digest).decode()[:LETTERS]
    return "-".join(letters[at : at + 4] for at in range(0, LETTERS, 4))


def same(typed: str, code: str) -> bool:
    """As people type codes: spaces, hyphens and small letters do not count."""
    plain = "".join(typed.upper().replace("-", " ").split())
    return bool(code) and hmac.compare_digest(plain.encode(), code.replace("-", "").encode())
