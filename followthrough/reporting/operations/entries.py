"""Saving what an institution writes. A draft leaves no line in the log; nothing is overwritten."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor
from followthrough.audit.operations import record
from followthrough.reporting.models import Change, Entry, EntryState, Report, ReportState
from followthrough.reporting.operations.locking import (
    lock_entry,
    lock_report,
    require_filing,
    require_open,
)
from followthrough.reporting.refusals import Conflict, Incomplete, WrongState
from followthrough.reporting.situations import situation, situations
from followthrough.reporting.values import Situation, Values, normalised, problems, write


@transaction.atomic
def save_entry(entry: Entry, values: Values, *, seen: int, by: Actor, at: datetime) -> Entry:
    """Save the answers of one entry, as a draft or into a report that was sent already.

    `seen` is the version that the person had before them. Saving the same twice changes nothing.
    Raises Conflict when somebody else saved in between, Incomplete when a sent report would no
    longer be complete, NotOpen, WrongState and NotAllowed.
    """
    report, entry = lock_entry(entry.pk)
    require_filing(report, by)
    require_open(report, at)
    require_unverified(entry)
    place = situation(report, entry)
    values = normalised(values, place)
    if Values.of(entry) == values and entry.saved_at is not None:
        return entry
    if entry.version != seen:
        raise Conflict(entry)
    if entry.state == EntryState.SUBMITTED and (missing := problems(values, place)):
        raise Incomplete([(entry, missing)])
    _write(entry, values, by, at)
    after_edit(report, [entry], by, at)
    return entry


@transaction.atomic
def save_no_change(
    report: Report,
    entries: Sequence[int],
    *,
    reason: str,
    reason_words: str,
    by: Actor,
    at: datetime,
) -> list[Entry]:
    """Answer "no change" with one reason for several outputs at once; returns those answered.

    Only outputs that nobody has answered yet are touched: nothing that was written is lost.
    """
    report = lock_report(report.pk)
    require_filing(report, by)
    require_open(report, at)
    unanswered = report.entries.of_outputs().filter(pk__in=entries, change="")
    chosen = list(unanswered.select_related("output__current_deadline"))
    places = situations(report, chosen)
    for entry in chosen:
        values = Values(
            change=Change.NO_CHANGE.value,
            reason=reason,
            reason_words=reason_words,
            expected_on=_still_ahead(entry, places[entry.pk]),
        )
        _write(entry, normalised(values, places[entry.pk]), by, at)
    if chosen:
        after_edit(report, chosen, by, at)
    return chosen


def _still_ahead(entry: Entry, place: Situation) -> date | None:
    """The forecast of last time, unless it has passed: then it says nothing any more."""
    forecast = entry.expected_on
    return forecast if forecast and forecast > place.covers_until else None


def require_unverified(entry: Entry) -> None:
    """Raise WrongState for an entry that somebody has verified: it is theirs to give back."""
    if entry.state == EntryState.VERIFIED:
        raise WrongState(
            gettext("This output has been verified already. Ask the coordinator to send it back.")
        )


def touch(report: Report, entry: Entry, by: Actor, at: datetime) -> None:
    """What belongs to the entry has changed, though none of its answers: evidence, say."""
    entry.version += 1
    entry.is_noted = False
    entry.save(update_fields=["version", "is_noted"])
    after_edit(report, [entry], by, at)


def _write(entry: Entry, values: Values, by: Actor, at: datetime) -> None:
    write(entry, values)
    entry.version += 1
    entry.is_noted = False
    entry.saved_at, entry.saved_by, entry.saved_by_user_id = at, by.name, by.user_id
    entry.save()


def after_edit(report: Report, entries: Sequence[Entry], by: Actor, at: datetime) -> None:
    """A clearance covers what was cleared: an edit voids it. What was sent already is logged."""
    if report.is_cleared:
        report.cleared_by, report.cleared_on, report.cleared_reference = "", None, ""
        report.save(update_fields=["cleared_by", "cleared_on", "cleared_reference"])
    sent = [entry for entry in entries if entry.state == EntryState.SUBMITTED]
    if sent and report.state != ReportState.DRAFT:
        record(
            "entry.edited",
            f"report:{report.key}",
            by=by.name,
            at=at,
            payload={"entries": [entry.pk for entry in sent]},
            public=False,
        )
