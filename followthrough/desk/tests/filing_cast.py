"""What the tests of the contact's desk share: addresses, answers, and people at the browser."""

from typing import Any

from django.test import Client

from followthrough.accounts.models import User
from followthrough.accounts.permissions import Actor
from followthrough.accounts.tests.cast import sign_in
from followthrough.reporting.models import Entry
from followthrough.reporting.tests.cast import Cast

REPORT = "/en/my/reports/2026-H1/corruption-prevention-agency/"
FIRST = f"{REPORT}XK0017/1/"
WHOLE = f"{REPORT}XK0017/whole/"
DONE = {"change": "progress", "completion": "limited", "done": "Work has begun.", "language": "sq"}
VIEWS = ("entry", "my", "report", "rounds", "on_behalf")


def at_desk(actor: Actor) -> Client:
    client = Client()
    sign_in(client, User.objects.get(pk=actor.user_id or 0))
    return client


def first(cast: Cast) -> Entry:
    return cast.report().entries.of_outputs()[0]


def answers(entry: Entry, **other: Any) -> dict[str, Any]:
    """What the form of the entry sends."""
    return {**DONE, "seen": entry.version, **other}
