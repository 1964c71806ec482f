"""Lines of the log as the coordinator reads them: on what, by which post, and where to look."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from followthrough.accounts.models import Institution
from followthrough.audit.models import Event
from followthrough.desk.finding import role_of
from followthrough.desk.queries.board.reading import Reading
from followthrough.desk.queries.board.since import ORDER, kind_of, sentence
from followthrough.lib.deadline_labels import period_label
from followthrough.lib.readings import plain
from followthrough.reporting.models import Entry

# These tell of a report that has come; others may tell of a draft.
RECEIVED = ("report.submitted", "report.published", "entry.", "correction.")


@dataclass(frozen=True)
class News:
    """`output` names the entry, where the line tells of one."""

    at: datetime
    about: str
    output: str
    by: str
    url: str


@dataclass(frozen=True)
class Group:
    """Lines of one kind."""

    kind: str
    lines: list[News]

    @property
    def sentence(self) -> str:
        return sentence(self.kind, len(self.lines))


def grouped(events: list[Event], reading: Reading) -> list[Group]:
    """By kind, in the order of the desk; each the newest first. Two queries."""
    teller = Teller(events, reading)
    found: dict[str, list[News]] = {kind: [] for kind in ORDER}
    for event in events:
        found[kind_of(event.verb)].append(teller.tell(event))
    return [Group(kind, rows) for kind, rows in found.items() if rows]


class Teller:
    """Knows the words for what lines of the log name by keys."""

    def __init__(self, events: list[Event], reading: Reading) -> None:
        self.institutions = {one.slug: plain(one.name) for one in Institution.objects.all()}
        self.periods = {
            one.slug: period_label(one.covers_from, one.covers_until) for one in reading.rounds
        }
        named = {event.payload.get("entry") for event in events} - {None}
        entries = Entry.objects.select_related("commitment__plan", "output").in_bulk(list(named))
        self.outputs = {key: _output(one) for key, one in entries.items()}

    def tell(self, event: Event) -> News:
        return News(
            event.at,
            self._about(event),
            self.outputs.get(event.payload.get("entry"), ""),
            role_of(event.by),
            _address(event),
        )

    def _about(self, event: Event) -> str:
        """The report's institution and period; else the institution of who did it."""
        kind, _, key = event.subject.partition(":")
        told = event.payload.get("rungs") or []
        if kind == "report":
            return self._report(key)
        if told:
            return "; ".join(dict.fromkeys(self._report(one["report"]) for one in told))
        if kind == "round":
            return self.periods.get(key, key)
        slug = event.by.partition("@")[2].partition("#")[0]
        return self.institutions.get(slug) or gettext("The system")

    def _report(self, key: str) -> str:
        one, _, slug = key.partition("/")
        return f"{self.institutions.get(slug, slug)}, {self.periods.get(one, one)}"


def _output(entry: Entry) -> str:
    title = plain(entry.output.title) if entry.output else gettext("The commitment as a whole")
    return f"{entry.commitment.key} {title}"


def _address(event: Event) -> str:
    kind, _, key = event.subject.partition(":")
    if kind == "report":
        page = "desk:verify_report" if event.verb.startswith(RECEIVED) else "desk:report"
        return reverse(page, args=key.split("/"))
    if kind == "obstacle":
        return reverse("desk:obstacle", args=[key])
    if kind == "post":
        return reverse("desk:people")
    return reverse("desk:round", args=[key]) if kind == "round" else ""
