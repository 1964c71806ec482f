"""Queue 6: what others did since the last visit, from the log."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import ngettext_lazy

from followthrough.accounts.permissions import Person
from followthrough.audit.models import Event

MOST_LINES = 5
# What a line of the log counts as, by its verb or the verb's first part; the most telling first.
KINDS = {
    "report.submitted": "received",
    "hand_over": "hand_overs",
    "correction": "corrections",
    "entry.edited": "edited",
    "entry": "checked",
    "report.published": "published",
    "report.not_received": "silent",
    "reminder.nobody": "unheard",
    "obstacle": "obstacles",
    "rating": "ratings",
    "contribution": "contributions",
    "letter": "letters",
    "reminder": "reminders",
    "tenure": "posts",
    "evidence": "links",
}
OTHER = "other"
ORDER = [*dict.fromkeys(KINDS.values()), OTHER]


WORDS = {
    "received": ngettext_lazy("%(count)s report came in", "%(count)s reports came in", "count"),
    "hand_overs": ngettext_lazy(
        "%(count)s step of a hand-over", "%(count)s steps of hand-overs", "count"
    ),
    "corrections": ngettext_lazy(
        "%(count)s correction was proposed or decided",
        "%(count)s corrections were proposed or decided",
        "count",
    ),
    "edited": ngettext_lazy(
        "%(count)s change to a report after it was sent",
        "%(count)s changes to reports after they were sent",
        "count",
    ),
    "checked": ngettext_lazy(
        "%(count)s output was checked", "%(count)s outputs were checked", "count"
    ),
    "published": ngettext_lazy(
        "%(count)s report was published", "%(count)s reports were published", "count"
    ),
    "silent": ngettext_lazy(
        "%(count)s time “No report received” became public",
        "%(count)s times “No report received” became public",
        "count",
    ),
    "unheard": ngettext_lazy(
        "%(count)s reminder found nobody on the post",
        "%(count)s reminders found nobody on the post",
        "count",
    ),
    "letters": ngettext_lazy(
        "%(count)s letter was drafted or sent", "%(count)s letters were drafted or sent", "count"
    ),
    "obstacles": ngettext_lazy(
        "%(count)s step on an obstacle", "%(count)s steps on obstacles", "count"
    ),
    "ratings": ngettext_lazy(
        "%(count)s rating was signed", "%(count)s ratings were signed", "count"
    ),
    "contributions": ngettext_lazy(
        "%(count)s question to a supporting institution, or its answer",
        "%(count)s questions to supporting institutions, or their answers",
        "count",
    ),
    "reminders": ngettext_lazy(
        "%(count)s reminder was sent", "%(count)s reminders were sent", "count"
    ),
    "posts": ngettext_lazy(
        "%(count)s change of who holds a post", "%(count)s changes of who holds a post", "count"
    ),
    "links": ngettext_lazy(
        "%(count)s link of evidence opens no longer, or again",
        "%(count)s links of evidence open no longer, or again",
        "count",
    ),
    OTHER: ngettext_lazy("%(count)s other change", "%(count)s other changes", "count"),
}


def sentence(kind: str, count: int) -> str:
    """How often something of that kind happened."""
    return str(WORDS[kind] % {"count": count})


@dataclass(frozen=True)
class Line:
    kind: str
    count: int

    @property
    def sentence(self) -> str:
        return sentence(self.kind, self.count)


@dataclass(frozen=True)
class Since:
    """What happened after `moment`: at most five lines, and how many changes in all."""

    moment: datetime
    lines: list[Line]
    total: int


def kind_of(verb: str) -> str:
    return KINDS.get(verb) or KINDS.get(verb.partition(".")[0]) or OTHER


def events_since(moment: datetime, person: Person) -> QuerySet[Event]:
    """What others did after that moment, the newest first."""
    own = Q(by__in=[one.name for one in person.actors])
    # What people do to their own accounts is theirs.
    found = Event.objects.filter(at__gt=moment).exclude(own | Q(verb__startswith="user."))
    return found.order_by("-sequence")


def since(moment: datetime, person: Person) -> Since:
    """Counted in the database. One query."""
    found = events_since(moment, person).order_by().values_list("verb")
    counts: Counter[str] = Counter()
    for verb, count in found.annotate(count=Count("pk")):
        counts[kind_of(verb)] += count
    lines = [Line(kind, counts[kind]) for kind in ORDER if counts[kind]]
    return Since(moment, lines[:MOST_LINES], counts.total())
