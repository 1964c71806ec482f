"""Where a person is signed in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

_BROWSERS = ("Firefox", "Edg", "OPR", "Chrome", "Safari")
_NAMES = {"Edg": "Edge", "OPR": "Opera"}
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Line:
    pk: int
    device: str
    ip: str
    since: datetime
    is_current: bool


def sessions_of(user_id: int, current: str) -> list[Line]:
    """The person's sessions that still count, the one at hand first. Two queries."""
    known = list(UserSession.objects.filter(user_id=user_id).order_by("-created_at"))
    keys = [one.session_key for one in known]
    # A session's life is measured by the machine's clock, in the demonstration too.
    alive = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list(
            "session_key", flat=True
        )
    )
    lines = [
        Line(one.pk, device_of(one.user_agent), one.ip, one.created_at, one.session_key == current)
        for one in known
        if one.session_key in alive
    ]
    return sorted(lines, key=lambda line: not line.is_current)


def device_of(agent: str) -> str:
    """Browser and system in two words, as far as they can be told: "Firefox, Windows"."""
    browser = next((one for one in _BROWSERS if f"{one}/" in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (_NAMES.get(browser, browser), system) if part)
