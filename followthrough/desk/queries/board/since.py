"""Queue 6: what others did since the last visit, from the log."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext_lazy

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Person
from followthrough.audit.models import Event
from followthrough.desk.finding import role_of
from followthrough.desk.readings import plain

MOST_LINES = 5
# What a line of the log counts as, by its verb or the verb's first part; the most telling first.
KINDS = {
    "report.submitted": "received",
    "hand_over": "hand_overs",
    "correction": "corrections",
    "entry.edited": "edited",
    "entry": "checked",
    "report.published": "published",
    "obstacle": "obstacles",
    "rating": "ratings",
    "contribution": "contributions",
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


@dataclass(frozen=True)
class News:
    """A line of the log in words: on what, by which post, and where to look."""

    at: datetime
    about: str
    by: str
    url: str


@dataclass(frozen=True)
class Group:
    """Lines of the log of one kind."""

    kind: str
    lines: list[News]

    @property
    def sentence(self) -> str:
        return sentence(self.kind, len(self.lines))


def grouped(events: list[Event]) -> list[Group]:
    """By kind, in the order of the desk; each the newest first. One query."""
    names = {one.slug: plain(one.name) for one in Institution.objects.all()}
    found: dict[str, list[News]] = {kind: [] for kind in ORDER}
    for event in events:
        found[kind_of(event.verb)].append(_news(event, names))
    return [Group(kind, rows) for kind, rows in found.items() if rows]


def _news(event: Event, names: dict[str, str]) -> News:
    kind, _, key = event.subject.partition(":")
    url = _address(kind, key, event.verb)
    return News(event.at, _about(event, names), role_of(event.by), url)


def _about(event: Event, names: dict[str, str]) -> str:
    """The report's institution and round; else the institution of who did it."""
    kind, _, key = event.subject.partition(":")
    if kind == "report":
        one, _, slug = key.partition("/")
        return f"{names.get(slug, slug)}, {one}"
    slug = event.by.partition("@")[2].partition("#")[0]
    return names.get(slug) or gettext("The system")


# These tell of a report that has come; others may tell of a draft.
RECEIVED = ("report.submitted", "report.published", "entry.", "correction.")


def _address(kind: str, key: str, verb: str) -> str:
    if kind == "report":
        page = "desk:verify_report" if verb.startswith(RECEIVED) else "desk:report"
        return reverse(page, args=key.split("/"))
    if kind == "obstacle":
        return reverse("desk:obstacle", args=[key])
    if kind == "post":
        return reverse("desk:people")
    return reverse("desk:round", args=[key]) if kind == "round" else ""
