"""What an entry is judged against, read for a whole report in a fixed number of queries."""

from collections.abc import Iterable

from followthrough.plans.models import DefinitionKind
from followthrough.reporting.models import Entry, PublishedEntry, Report, Round
from followthrough.reporting.models.claim import Claim
from followthrough.reporting.values import Situation


def current_by_subject(report: Report) -> dict[tuple[int, int | None], PublishedEntry]:
    """What is published now about what the report tells of, by (commitment, output)."""
    subjects = report.entries.values("commitment")
    found = PublishedEntry.objects.current().filter(commitment__in=subjects)
    return {(one.commitment_id, one.output_id): one for one in found}


def situations(report: Report, entries: Iterable[Entry]) -> dict[int, Situation]:
    """The situation of each entry by its primary key. Two queries; entries need their outputs."""
    published = current_by_subject(report)
    reasons = reason_codes(report)
    return {
        entry.pk: _situation(
            report, entry, published.get((entry.commitment_id, entry.output_id)), reasons
        )
        for entry in entries
    }


def judged_in(
    one: Round, entries: Iterable[Entry]
) -> dict[int, tuple[Situation, PublishedEntry | None]]:
    """The situation and what stands now, for entries of any report of the round. Two queries."""
    found = PublishedEntry.objects.current().filter(commitment__plan=one.plan_id)
    published = {(row.commitment_id, row.output_id): row for row in found.select_related("round")}
    reasons = _reasons_of(one)
    judged = {}
    for entry in entries:
        last = published.get((entry.commitment_id, entry.output_id))
        judged[entry.pk] = _situation(entry.report, entry, last, reasons), last
    return judged


def situation(report: Report, entry: Entry) -> Situation:
    """The situation of one entry. Two queries."""
    found = PublishedEntry.objects.current().filter(
        commitment=entry.commitment_id, output=entry.output_id
    )
    return _situation(report, entry, found.first(), reason_codes(report))


def published_situation(report: Report, row: PublishedEntry) -> Situation:
    """What a correction of a published row is judged against: the round before its own."""
    found = PublishedEntry.objects.standing().filter(
        commitment=row.commitment_id,
        output=row.output_id,
        round__covers_until__lt=row.round.covers_until,
    )
    before = found.order_by("-round__covers_until").first()
    return _situation(report, row, before, reason_codes(report))


def reason_codes(report: Report) -> frozenset[str]:
    """The reasons that the plan's method knows. One query."""
    return _reasons_of(report.round)


def _reasons_of(one: Round) -> frozenset[str]:
    known = one.plan.method.definitions.filter(kind=DefinitionKind.REASON)
    return frozenset(known.values_list("code", flat=True))


def _situation(
    report: Report, entry: Claim, published: PublishedEntry | None, reasons: frozenset[str]
) -> Situation:
    deadline = entry.output.current_deadline if entry.output else None
    return Situation(
        before=published.completion if published else "",
        occurrences_before=published.occurrences if published else 0,
        due=deadline.due if deadline else None,
        plan_from=report.round.plan.starts_on,
        covers_until=report.round.covers_until,
        is_whole=entry.output_id is None,
        reasons=reasons,
    )
