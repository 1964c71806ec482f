"""An edition at each step of its road, reached by operations."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from followthrough.accounts.models import Role
from followthrough.accounts.permissions import Actor
from followthrough.lib.text import text_in
from followthrough.publishing.models import Edition
from followthrough.publishing.operations import road, writing
from followthrough.reporting.models import Entry, Report, Round
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.operations.evidence import Details, add_link
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.operations.sending import Clearance, submit
from followthrough.reporting.operations.verifying import verify
from followthrough.reporting.tests.cast import NOW, SEEN, Cast, appoint, complete
from followthrough.reporting.values import Values

AT = datetime(2026, 9, 7, 9, tzinfo=UTC)
OFFICIAL = ("sq", "sr-latn")


@dataclass(frozen=True)
class Desk:
    """The coordinator's desk with the edition of the first round in its hands."""

    cast: Cast
    translator: Actor

    @property
    def by(self) -> Actor:
        return self.cast.coordinator

    @property
    def round(self) -> Round:
        related = Round.objects.select_related("plan__method", "plan__coordinator")
        return related.get(slug="2026-H1")

    def edition(self) -> Edition:
        found = Edition.objects.select_related("round__plan__method", "round__plan__coordinator")
        return found.latest("number")

    def compile(self) -> Edition:
        return writing.compile_edition(self.round, by=self.by, at=AT)

    def write(self, section: str, language: str, words: str, seen: int = 0) -> None:
        writing.save_text(self.edition(), section, language, words, seen=seen, by=self.by, at=AT)

    def to_cabinet(self, at: datetime = AT) -> Edition:
        return road.to_cabinet(self.edition(), since=at.date(), by=self.by, at=at)

    def cleared(self, at: datetime = AT) -> Edition:
        self.to_cabinet(at)
        return road.clear(
            self.edition(), post="Secretary", on=at.date(), reference="12", by=self.by, at=at
        )

    def published(self, at: datetime = AT) -> Edition:
        self.cleared(at)
        return road.publish(self.edition(), by=self.by, at=at)


def desk(cast: Cast) -> Desk:
    """Both leads' reports on the first round are published; MLGA completed one output."""
    for slug, by, judge in (
        ("corruption-prevention-agency", cast.contact, cast.coordinator),
        ("mlga", cast.mlga_contact, cast.deputy_chair),
    ):
        report_published(cast.report(slug), by, judge, cast.coordinator)
    return Desk(cast, appoint(Role.TRANSLATOR, "mlga"))


def report_published(report: Report, by: Actor, judge: Actor, coordinator: Actor) -> None:
    first = report.entries.of_outputs().in_order().first()
    for entry in report.entries.all():
        values = finished() if first and entry.pk == first.pk else complete(entry)
        saved = save_entry(entry, values, seen=entry.version, by=by, at=NOW)
        if first and entry.pk == first.pk:
            add_link(
                saved, Details("decision", "The act"), "https://example.org/act", by=by, at=NOW
            )
    submit(report, clearance=Clearance(), by=by, at=NOW)
    checked(report, judge)
    publish(report, by=coordinator, at=NOW + timedelta(hours=2))


def checked(report: Report, judge: Actor) -> None:
    for entry in Entry.objects.filter(report=report):
        verify(entry, ticks=SEEN, seen=entry.version, by=judge, at=NOW + timedelta(hours=1))


def finished(words: str = "It is done.") -> Values:
    return Values(
        change="completed",
        completion="complete",
        completed_on=date(2026, 6, 20),
        done=text_in("sq", words),
    )
