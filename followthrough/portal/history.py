"""Lines of the log in a reader's words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from followthrough.audit.models import Event

# One sentence a verb; the log keeps the verb, the reader gets the sentence.
SENTENCES: dict[str, Promise] = {
    "plan.imported": _("The plan was entered."),
    "commitment.imported": _("The commitment was read from OGP's page."),
    "plan.adopted": _("The plan was adopted."),
    "method.adopted": _("The method was adopted."),
}


@dataclass(frozen=True)
class Change:
    at: datetime
    sentence: Promise | str
    number: int


def latest(limit: int, *subjects: str) -> list[Change]:
    """The last public changes, newest first; only of these subjects, if any. One query."""
    chosen = Q(subject__in=subjects) if subjects else Q()
    events = Event.objects.public().filter(chosen).order_by("-sequence").only("at", "verb")[:limit]
    return [
        Change(event.at, SENTENCES.get(event.verb, event.verb), event.sequence) for event in events
    ]
