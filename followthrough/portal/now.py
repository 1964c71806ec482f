"""What a public page is built from: the plan, the moment, and the stamp of both."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from followthrough import __version__
from followthrough.audit.models import START
from followthrough.audit.queries import public_head
from followthrough.lib import clock
from followthrough.lib.hashing import sha256
from followthrough.plans.models import Plan
from followthrough.portal.queries.shared import Shared, shared_facts

STAMP_CHARACTERS = 32


@dataclass(frozen=True)
class Now:
    """What is published, or None in an empty installation; the day it is where the plan is."""

    shared: Shared | None
    at: datetime
    today: date
    stamp: str

    @property
    def plan(self) -> Plan | None:
        return self.shared.plan if self.shared else None

    @property
    def etag(self) -> str:
        """The ETag of every kept page at that moment; weak, for the same page comes compressed."""
        return f'W/"{self.stamp}"'


def now(at: datetime) -> Now:
    """One query, plus one whenever something was published since the last call."""
    head = public_head()
    shared = shared_facts() if head == START else _shared(head)
    today = shared.plan.today(at) if shared else at.date()
    return Now(shared, at, today, _stamp(head, today, settings.DEMO))


def now_of(request: HttpRequest) -> Now:
    """The moment of a request: read once, however many ask for it."""
    found: Now | None = getattr(request, "now", None)
    if found is None:
        found = now(clock.now())
        request.now = found  # type: ignore[attr-defined]
    return found


# These facts change only with a public event, so they are kept under that event's digest.
@lru_cache(maxsize=2)
def _shared(head: str) -> Shared | None:
    return shared_facts()


@lru_cache(maxsize=8)
def _stamp(head: str, today: date, demo: bool) -> str:
    parts = [head, today.isoformat(), __version__, str(demo)]
    return sha256(*[part.encode() for part in parts])[:STAMP_CHARACTERS]
