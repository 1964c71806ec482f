"""Opening a round: a report for each lead institution, an entry for each of its outputs."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.lib.deadlines import month_end
from followthrough.plans.models import Commitment, Plan
from followthrough.plans.words import Completion
from followthrough.reporting.models import Change, Entry, PublishedEntry, Report, Round
from followthrough.reporting.refusals import Refusal


class BadRound(Refusal):
    """The days of a round do not fit each other, the plan, or another round."""


@dataclass(frozen=True)
class Period:
    """The days of a round: what it covers, and its clock."""

    covers_from: date
    covers_until: date
    opens_on: date
    due_on: date
    closes_on: date

    @property
    def slug(self) -> str:
        """ "2026-H2" for a half-year, "2026" for a year; else the days themselves."""
        first, last = self.covers_from, self.covers_until
        if first == date(first.year, 1, 1) and last == date(first.year, 12, 31):
            return str(first.year)
        for half, start in ((1, 1), (2, 7)):
            if first == date(first.year, start, 1) and last == month_end(first.year, start + 5):
                return f"{first.year}-H{half}"
        return f"{first:%Y%m%d}-{last:%Y%m%d}"


@transaction.atomic
def open_round(plan: Plan, period: Period, *, by: Actor, at: datetime) -> Round:
    """Open a round for every institution that leads a commitment whose outputs are known.

    Opening the same round again changes nothing but adds what the plan has gained since: new
    leads and outputs. Raises BadRound with a sentence, NotAllowed.
    """
    require(by, Permission.MANAGE_ROUNDS)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("method").get(pk=plan.pk)
    one = Round.objects.filter(plan=plan, slug=period.slug).first()
    if one is None:
        _require_fit(plan, period)
        one = _new_round(plan, period, at)
        record(
            "round.opened",
            f"round:{one.slug}",
            by=by.name,
            at=at,
            payload=_days(one),
            public=True,
        )
    _fill(one)
    return one


@transaction.atomic
def change_days(one: Round, period: Period, *, by: Actor, at: datetime) -> Round:
    """Move a round's clock; what it covers stays."""
    require(by, Permission.MANAGE_ROUNDS)
    one = Round.objects.select_for_update().get(pk=one.pk)
    before = _days(one)
    _require_order(period)
    one.opens_on, one.due_on, one.closes_on = period.opens_on, period.due_on, period.closes_on
    if _days(one) == before:
        return one
    one.save()
    payload = {"before": before, "after": _days(one)}
    record("round.moved", f"round:{one.slug}", by=by.name, at=at, payload=payload, public=True)
    return one


def _days(one: Round) -> dict[str, str]:
    names = ("covers_from", "covers_until", "opens_on", "due_on", "closes_on")
    return {name: getattr(one, name).isoformat() for name in names}


def _require_order(period: Period) -> None:
    if period.covers_from > period.covers_until:
        raise BadRound(gettext("The period ends before it begins."))
    if period.opens_on <= period.covers_until:
        raise BadRound(gettext("A round opens only after the period it covers has ended."))
    if not period.opens_on <= period.due_on <= period.closes_on:
        raise BadRound(gettext("A round opens first, then falls due, then closes."))


def _require_fit(plan: Plan, period: Period) -> None:
    _require_order(period)
    if period.covers_from < plan.starts_on or period.covers_until > plan.ends_on:
        raise BadRound(gettext("The period lies outside the plan."))
    overlapping = plan.rounds.filter(
        covers_from__lte=period.covers_until, covers_until__gte=period.covers_from
    )
    if overlapping.exists():
        raise BadRound(gettext("Another round covers a part of this period already."))
    if plan.rounds.filter(covers_from__gt=period.covers_until).exists():
        raise BadRound(gettext("A later round has been opened already."))


def _new_round(plan: Plan, period: Period, at: datetime) -> Round:
    return Round.objects.create(
        plan=plan,
        slug=period.slug,
        covers_from=period.covers_from,
        covers_until=period.covers_until,
        opens_on=period.opens_on,
        due_on=period.due_on,
        closes_on=period.closes_on,
        opened_at=at,
        is_first=not plan.rounds.exists(),
    )


def _fill(one: Round) -> None:
    """The reports and entries that the round still lacks, pre-filled with what is published."""
    found = Commitment.objects.filter(plan=one.plan_id).prefetch_related("involved__institution")
    led: dict[int, list[Commitment]] = defaultdict(list)
    for commitment in found.prefetch_related("outputs"):
        lead = commitment.lead
        if lead is not None and commitment.outputs.all():
            led[lead.pk].append(commitment)
    published = {
        (row.commitment_id, row.output_id): row
        for row in PublishedEntry.objects.current().filter(commitment__plan=one.plan_id)
    }
    for institution, commitments in sorted(led.items()):
        report, _ = Report.objects.get_or_create(round=one, institution_id=institution)
        _fill_report(report, commitments, published)


def _fill_report(
    report: Report,
    commitments: list[Commitment],
    published: dict[tuple[int, int | None], PublishedEntry],
) -> None:
    if not report.is_open or report.received_at is not None:
        return
    present = set(report.entries.values_list("commitment", "output"))
    wanted = [
        (commitment.pk, output)
        for commitment in commitments
        for output in [*[one.pk for one in commitment.outputs.all()], None]
    ]
    Entry.objects.bulk_create(
        _prefilled(report, *place, published.get(place)) for place in wanted if place not in present
    )


def _prefilled(
    report: Report, commitment: int, output: int | None, before: PublishedEntry | None
) -> Entry:
    """An entry that says what was last published; what is complete needs no further answer."""
    entry = Entry(report=report, commitment_id=commitment, output_id=output)
    if before is None:
        return entry
    entry.completion, entry.completed_on = before.completion, before.completed_on
    entry.occurrences, entry.expected_on = before.occurrences, before.expected_on
    if output is None:
        entry.done = before.done
    elif before.completion == Completion.COMPLETE:
        entry.change = Change.NO_CHANGE.value
    return entry
