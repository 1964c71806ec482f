"""Publishing a report: what was checked becomes what the public reads."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.permissions import CLOCK, Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.lib.working_days import WorkingDays
from followthrough.plans.calendar import calendar_of
from followthrough.reporting import emails
from followthrough.reporting.models import (
    Change,
    Entry,
    EntryState,
    Outcome,
    PublishedEntry,
    Report,
    ReportState,
    Source,
    Verification,
)
from followthrough.reporting.models.claim import CLAIM_FIELDS
from followthrough.reporting.operations.locking import lock_report, step
from followthrough.reporting.refusals import WrongState
from followthrough.reporting.situations import current_by_subject

# After these working days without the deputy chair, the coordinator's own entries are published
# as reported, not independently verified (PRODUCT.md §6).
DAYS_FOR_THE_DEPUTY_CHAIR = 5


@transaction.atomic
def publish(report: Report, *, by: Actor, at: datetime) -> Report:
    """Publish a verified report. A published one stays as it is."""
    require(by, Permission.PUBLISH, report.institution_id)
    report = lock_report(report.pk)
    if report.state == ReportState.PUBLISHED:
        return report
    if report.state != ReportState.VERIFIED:
        raise WrongState(
            gettext(
                "The report can be published once every entry is verified or may be published "
                "with a note."
            )
        )
    return _publish(report, by, at)


@transaction.atomic
def publish_unverified(report: Report, *, at: datetime, days: WorkingDays) -> bool:
    """Publish the coordinator's own report when the deputy chair's clock has run out.

    Entries that were verified in time count as such. Says whether it did. Not for other
    institutions' reports, and not while one of its entries is sent back.
    """
    require(CLOCK, Permission.PUBLISH_UNVERIFIED, report.institution_id)
    report = lock_report(report.pk)
    plan = report.round.plan
    if report.institution_id != plan.coordinator_id or report.state != ReportState.SUBMITTED:
        return False
    sent_on = plan.today(report.submitted_at or at)
    if plan.today(at) <= days.add(sent_on, DAYS_FOR_THE_DEPUTY_CHAIR):
        return False
    step(report, ReportState.VERIFIED)
    report.verified_at = at
    _publish(report, CLOCK, at)
    return True


def publish_overdue(*, at: datetime) -> int:
    """Publish what the deputy chair's clock has run out on, in every plan; returns how many.

    Each report in a transaction of its own: one that cannot be published holds up no other.
    """
    waiting = Report.objects.of_coordinator().to_verify()
    return sum(
        publish_unverified(one, at=at, days=calendar_of(one.round.plan))
        for one in waiting.select_related("round__plan")
    )


def _publish(report: Report, by: Actor, at: datetime) -> Report:
    step(report, ReportState.PUBLISHED)
    report.published_at = at
    report.save()
    lines = [_publish_entry(*one, report, at) for one in _with_before(report)]
    record(
        "report.published",
        f"report:{report.key}",
        by=by.name,
        at=at,
        payload={"entries": lines},
        public=True,
    )
    emails.published(report, at=at)
    return report


def _with_before(report: Report) -> Iterator[tuple[Entry, PublishedEntry | None]]:
    before = current_by_subject(report)
    entries = report.entries.in_order().select_related("commitment__plan", "output")
    for entry in entries.prefetch_related("evidence", "verifications"):
        yield entry, before.get((entry.commitment_id, entry.output_id))


def _publish_entry(
    entry: Entry, before: PublishedEntry | None, report: Report, at: datetime
) -> dict[str, Any]:
    """Write the public row of an entry; returns its line for the log."""
    # A round published late does not stand over a later one that was published before it.
    is_newest = before is None or before.round.covers_until < report.round.covers_until
    if before is not None and is_newest:
        before.is_current = False
        before.save(update_fields=["is_current"])
    look = _last_look(entry)
    is_verified = entry.state == EntryState.VERIFIED
    row = PublishedEntry(
        entry=entry,
        round=report.round,
        commitment=entry.commitment,
        output=entry.output,
        is_current=is_newest,
        source=Source.VERIFIED if is_verified else Source.NOT_VERIFIED,
        note=look.comment if look and not is_verified else "",
        method=report.round.plan.method,
        before=before.completion if before else "",
        unchanged_rounds=_unchanged(entry, before),
        verified_at=look.at if look and is_verified else None,
        verified_by=look.by if look and is_verified else "",
        published_at=at,
        **{name: getattr(entry, name) for name in CLAIM_FIELDS},
    )
    row.save()
    row.evidence.set(entry.evidence.all())
    return line(row)


def _unchanged(entry: Entry, before: PublishedEntry | None) -> int:
    if entry.change != Change.NO_CHANGE:
        return 0
    return (before.unchanged_rounds if before else 0) + 1


def _last_look(entry: Entry) -> Verification | None:
    wanted = Outcome.VERIFIED if entry.state == EntryState.VERIFIED else Outcome.NOTED
    looks = [one for one in entry.verifications.all() if one.outcome == wanted]
    counts = entry.state == EntryState.VERIFIED or entry.is_noted
    return looks[-1] if looks and counts else None


def line(row: PublishedEntry) -> dict[str, Any]:
    """What the public log keeps of a published entry: codes, before and after."""
    return {
        "commitment": row.commitment.key,
        "output": row.output.number if row.output else None,
        "number": row.number,
        "change": row.change,
        "completion": [row.before, row.completion],
        "source": row.source,
    }
