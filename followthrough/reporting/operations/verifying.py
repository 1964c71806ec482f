"""Checking what was filed: verify, send back, or let it be published with a note."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, NotAllowed, Permission
from followthrough.audit.operations import record
from followthrough.reporting import emails
from followthrough.reporting.models import (
    Entry,
    EntryState,
    Outcome,
    Report,
    ReportState,
    Verdict,
    Verification,
)
from followthrough.reporting.models.entry import ENTRY_STEPS
from followthrough.reporting.operations.locking import lock_entry, step
from followthrough.reporting.refusals import Conflict, NotIndependent, Refusal, WrongState


@dataclass(frozen=True)
class Ticks:
    """What the verifier saw in the evidence; None throughout where there is none."""

    opens: bool | None = None
    within_period: bool | None = None
    shows_output: bool | None = None
    is_public: bool | None = None

    @property
    def suffice(self) -> bool:
        """Enough to verify; evidence that is not public may be, with a line that says so."""
        return self == Ticks() or bool(self.shows and self.within_period)

    @property
    def shows(self) -> bool:
        return bool(self.opens and self.shows_output)


class NotShown(Refusal):
    """What nobody saw in the evidence cannot be verified."""


class NeedsReason(Refusal):
    """A decision that others have to understand was given without a reason."""


def may_verify(report: Report, by: Actor) -> bool:
    """Whether the actor's post lets them judge this report; see also `require_independent`.

    The coordinator's own institution is judged by the Forum's deputy chair, and so may be what
    the coordinator typed for somebody else.
    """
    coordinators = report.round.plan.coordinator_id
    if report.institution_id != coordinators and by.may(Permission.VERIFY, report.institution_id):
        return True
    is_coordinators_work = report.institution_id == coordinators or report.is_on_behalf
    return is_coordinators_work and by.may(Permission.VERIFY_COORDINATOR, report.institution_id)


def _require_verifier(report: Report, by: Actor) -> None:
    if not may_verify(report, by):
        raise NotAllowed(
            gettext(
                "Nobody verifies the report of their own institution: the coordinator's is "
                "verified by the deputy chair of the Forum."
            )
        )
    if by.user_id is not None and by.user_id == report.submitted_by_user_id:
        raise NotIndependent(
            gettext("You sent this report yourself. Somebody else has to verify it.")
        )


@transaction.atomic
def verify(entry: Entry, *, ticks: Ticks, seen: int, by: Actor, at: datetime) -> Entry:
    """Find that the entry is right. Twice the same changes nothing.

    Raises Conflict when the institution edited it meanwhile, NotIndependent, NotShown, WrongState.
    """
    report, entry = lock_entry(entry.pk)
    _require_verifier(report, by)
    if entry.state == EntryState.VERIFIED:
        return entry
    _require_waiting(report, entry, seen)
    if report.is_on_behalf and report.confirmed_at is None:
        raise WrongState(
            gettext(
                "The institution has not yet confirmed what was typed for it. Ask it to confirm, "
                "then verify."
            )
        )
    if not ticks.suffice:
        raise NotShown(
            gettext(
                "Verify only what you saw: tick what is so, or send the output back, or publish it "
                "with a note."
            )
        )
    _look(entry, Outcome.VERIFIED, ticks, "", by, at)
    entry.is_noted = False
    _move(entry, EntryState.VERIFIED)
    _judge_evidence(entry, ticks, by, at)
    _settle(report, at)
    _log("entry.verified", report, entry, by, at)
    return entry


@transaction.atomic
def send_back(
    entry: Entry, *, comment: str, ticks: Ticks, seen: int, by: Actor, at: datetime
) -> Entry:
    """Ask the institution to complete the entry; the comment says what is missing."""
    report, entry = lock_entry(entry.pk)
    _require_verifier(report, by)
    if entry.state == EntryState.RETURNED:
        return entry
    _require_comment(comment)
    if entry.state != EntryState.VERIFIED:
        _require_waiting(report, entry, seen)
    elif report.state == ReportState.PUBLISHED:
        raise WrongState(gettext("This has been published. It changes only through a correction."))
    look = _look(entry, Outcome.RETURNED, ticks, comment, by, at)
    entry.is_noted = False
    _move(entry, EntryState.RETURNED)
    if report.state != ReportState.RETURNED:
        step(report, ReportState.RETURNED)
        report.times_returned += 1
        report.verified_at = None
        report.save()
    _log("entry.returned", report, entry, by, at)
    emails.returned(report, entry, look, at=at)
    return entry


@transaction.atomic
def note(entry: Entry, *, comment: str, ticks: Ticks, seen: int, by: Actor, at: datetime) -> Entry:
    """Let the entry be published as reported, with a public note that says why unverified."""
    report, entry = lock_entry(entry.pk)
    _require_verifier(report, by)
    if entry.is_noted:
        return entry
    _require_comment(comment)
    _require_waiting(report, entry, seen)
    _look(entry, Outcome.NOTED, ticks, comment, by, at)
    entry.is_noted = True
    entry.save(update_fields=["is_noted"])
    _settle(report, at)
    _log("entry.noted", report, entry, by, at)
    return entry


def _require_comment(comment: str) -> None:
    if not comment.strip():
        raise NeedsReason(gettext("Write what is missing, so that the institution can act on it."))


def _require_waiting(report: Report, entry: Entry, seen: int) -> None:
    if entry.version != seen:
        raise Conflict(entry)
    if entry.state != EntryState.SUBMITTED or not report.is_open:
        raise WrongState(gettext("This entry is not waiting to be verified."))


def _move(entry: Entry, to: EntryState) -> None:
    if to not in ENTRY_STEPS[EntryState(entry.state)]:
        raise WrongState(gettext("This entry is not waiting to be verified."))
    entry.state = to
    entry.save(update_fields=["state", "is_noted"])


def _look(
    entry: Entry, outcome: Outcome, ticks: Ticks, comment: str, by: Actor, at: datetime
) -> Verification:
    look, _ = Verification.objects.update_or_create(
        entry=entry,
        version=entry.version,
        outcome=outcome,
        defaults={
            "opens": ticks.opens,
            "within_period": ticks.within_period,
            "shows_output": ticks.shows_output,
            "is_public": ticks.is_public,
            "comment": comment.strip(),
            "at": at,
            "by": by.name,
            "by_user_id": by.user_id,
        },
    )
    return look


def _judge_evidence(entry: Entry, ticks: Ticks, by: Actor, at: datetime) -> None:
    """The verdict on the entry's evidence, never by who added it."""
    verdict = Verdict.ACCEPTED if ticks.shows else Verdict.REJECTED
    if ticks.opens is None:
        return
    foreign = entry.evidence.all()
    if by.user_id is not None:
        foreign = foreign.exclude(added_by_user=by.user_id)
    foreign.update(verdict=verdict, verdict_at=at, verdict_by=by.name)


def _settle(report: Report, at: datetime) -> None:
    """The report is verified once every entry is verified or may be published with a note."""
    open_entries = report.entries.exclude(state=EntryState.VERIFIED).exclude(
        state=EntryState.SUBMITTED, is_noted=True
    )
    if report.state == ReportState.SUBMITTED and not open_entries.exists():
        step(report, ReportState.VERIFIED)
        report.verified_at = at
        report.save()
        emails.verified(report, at=at)


def _log(verb: str, report: Report, entry: Entry, by: Actor, at: datetime) -> None:
    record(
        verb,
        f"report:{report.key}",
        by=by.name,
        at=at,
        payload={"entry": entry.pk, "version": entry.version},
        public=False,
    )
