"""Public lines of the log: who, what, when, and the proof; their content is in the tables."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db.models import QuerySet

from followthrough.api.parameters import Events
from followthrough.audit.models import Event
from followthrough.lib.all_languages import in_all_languages
from followthrough.portal.history import sentence
from followthrough.portal.posts import role_and_slug
from followthrough.portal.queries.shared import Shared


def found(asked: Events) -> QuerySet[Event]:
    """The newest first."""
    lines = Event.objects.public().order_by("-sequence").defer("payload", "salt")
    if asked.subject:
        lines = lines.filter(subject=asked.subject)
    if asked.verb:
        lines = lines.filter(verb=asked.verb)
    return lines.filter(sequence__gt=asked.after) if asked.after else lines


def told(shared: Shared, lines: Sequence[Event], today: date) -> list[dict[str, Any]]:
    return [_line(one) for one in lines]


def _line(event: Event) -> dict[str, Any]:
    role, institution = role_and_slug(event.by)
    return {
        "line": event.sequence,
        "at": event.at.isoformat(),
        "verb": event.verb,
        "sentence": _sentences(event.verb),
        "subject": event.subject,
        # A post and its institution, never a person.
        "post": role,
        "institution": institution,
        "previous": event.previous,
        "digest": event.digest,
    }


@cache
def _sentences(verb: str) -> dict[str, str]:
    return in_all_languages(lambda: str(sentence(verb)))
