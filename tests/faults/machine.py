"""Random life: anybody tries anything in any order; what may never happen is looked for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from followthrough.accounts.permissions import Actor, NotAllowed
from followthrough.lib.text import text_in
from followthrough.reporting.models import (
    Entry,
    EntryState,
    Outcome,
    PublishedEntry,
    Report,
    ReportState,
)
from followthrough.reporting.operations.entries import save_entry, save_no_change
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.operations.sending import Clearance, confirm, submit
from followthrough.reporting.operations.verifying import note, send_back, verify
from followthrough.reporting.refusals import Refusal
from followthrough.reporting.tests.cast import NOW, SEEN, Cast
from followthrough.reporting.values import Values
from tests.faults import others

# Every private text carries one, so that it is found wherever it leaks to.
MARK = "zqx"
# Whoever may do it, instead of somebody by number.
RIGHT = 100
# An entry of the smaller report, which random lives finish more often.
FIRST_OF_ANOTHER = 0
LEVELS = ("not_started", "limited", "substantial", "complete")
CHANGES = ("no_change", "progress", "completed", "problem", "")


@dataclass
class Life:
    """The random life of one example: who did what, and which texts are anybody's to read."""

    cast: Cast
    actors: tuple[Actor, ...]
    marks: int = 0
    done: list[str] = field(default_factory=list)
    frozen: dict[int, dict[str, Any]] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        return NOW + timedelta(minutes=len(self.done))

    def mark(self) -> str:
        """A private text nobody wrote before."""
        self.marks += 1
        return f"{MARK}{self.marks}{MARK}"

    def step(self, verb: str, who: int, which: int, how: int) -> None:
        """Let an actor try a verb on an entry; a refusal is an answer like any other."""
        entries = list(Entry.objects.in_order().select_related("report__institution"))
        entry = entries[which % len(entries)]
        actor = self._actor(verb, who, entry)
        try:
            VERBS[verb](self, actor, entry, how)
            self.done.append(f"{actor.name} {verb} {entry}: done")
        except (Refusal, NotAllowed) as refusal:
            self.done.append(f"{actor.name} {verb} {entry}: {type(refusal).__name__}")

    def _actor(self, verb: str, who: int, entry: Entry) -> Actor:
        if who != RIGHT:
            return self.actors[who % len(self.actors)]
        is_coordinators = entry.report.institution.slug == "mlga"
        if verb in {"rate", "sign"}:
            return self.cast.member
        if verb in {"save", "fill", "submit", "confirm", *others.OF_THE_INSTITUTION}:
            return self.cast.mlga_contact if is_coordinators else self.cast.contact
        is_judged_by_another = is_coordinators and verb != "publish"
        return self.cast.deputy_chair if is_judged_by_another else self.cast.coordinator

    def check(self) -> None:
        """What holds at any moment."""
        for report in Report.objects.prefetch_related("entries"):
            check_states(report)
        check_independence()
        self.check_frozen()

    def check_frozen(self) -> None:
        """A published row never changes but for being replaced."""
        for found in PublishedEntry.objects.values():
            row: dict[str, Any] = {**found, "is_current": None, "replaced_at": None}
            assert self.frozen.setdefault(row["id"], row) == row


def check_states(report: Report) -> None:
    states = {entry.state for entry in report.entries.all()}
    settled = all(
        entry.state == EntryState.VERIFIED
        or (entry.state == EntryState.SUBMITTED and entry.is_noted)
        for entry in report.entries.all()
    )
    sent = {EntryState.SUBMITTED, EntryState.VERIFIED}
    published = PublishedEntry.objects.filter(entry__report=report)
    match ReportState(report.state):
        case ReportState.DRAFT:
            assert states == {EntryState.DRAFT}
        case ReportState.SUBMITTED:
            assert states <= sent
            assert not settled
        case ReportState.RETURNED:
            assert EntryState.RETURNED in states
            assert states <= sent | {EntryState.RETURNED}
        case _:
            assert settled
    is_published = report.state == ReportState.PUBLISHED
    assert published.exists() == is_published
    assert published.values("entry").distinct().count() == is_published * report.entries.count()


def check_independence() -> None:
    """Nobody has verified what their own institution, or they themselves, filed."""
    for entry in Entry.objects.filter(state=EntryState.VERIFIED).select_related("report"):
        look = entry.verifications.filter(outcome=Outcome.VERIFIED).last()
        assert look is not None
        assert look.version == entry.version
        assert look.by_user_id != entry.report.submitted_by_user_id
        slug = entry.report.institution.slug
        assert f"@{slug}#" not in look.by


def _save(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    values = Values(
        change=CHANGES[how % len(CHANGES)],
        completion=LEVELS[how % len(LEVELS)],
        completed_on=entry.report.round.covers_until if how % 3 else None,
        done=text_in("sq", life.mark()),
        reason=("staff", "", "nonsense")[how % 3],
    )
    # Sometimes from a page that is old.
    save_entry(entry, values, seen=entry.version - (how % 7 == 6), by=actor, at=life.at)


def _fill(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    """All of a report at once, so that many examples get further than the first draft."""
    report = entry.report
    pks = list(report.entries.of_outputs().values_list("pk", flat=True))
    save_no_change(report, pks, reason="staff", reason_words="", by=actor, at=life.at)
    for one in report.entries.filter(output=None):
        values = Values(completion="limited", done=text_in("sq", life.mark()))
        save_entry(one, values, seen=one.version, by=actor, at=life.at)


def _submit(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    submit(entry.report, clearance=Clearance(), by=actor, at=life.at)


def _confirm(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    confirm(entry.report, by=actor, at=life.at)


def _verify(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    verify(entry, ticks=SEEN, seen=entry.version - (how % 7 == 6), by=actor, at=life.at)


def _verify_all(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    for one in entry.report.entries.all():
        verify(one, ticks=SEEN, seen=one.version, by=actor, at=life.at)


def _send_back(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    comment = life.mark() if how % 5 else " "
    send_back(entry, comment=comment, ticks=SEEN, seen=entry.version, by=actor, at=life.at)


def _note(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    note(entry, comment=life.mark(), ticks=SEEN, seen=entry.version, by=actor, at=life.at)


def _publish(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    publish(entry.report, by=actor, at=life.at)


VERBS: dict[str, Callable[[Life, Actor, Entry, int], None]] = {
    "save": _save,
    "fill": _fill,
    "submit": _submit,
    "confirm": _confirm,
    "verify": _verify,
    "verify all": _verify_all,
    "send back": _send_back,
    "note": _note,
    "publish": _publish,
    **others.VERBS,
}
