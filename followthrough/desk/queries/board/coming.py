"""Queue 4: what falls on the next 30 days."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from followthrough.desk.queries.board.alarms import invitation
from followthrough.desk.queries.board.readiness import REPORTED
from followthrough.desk.queries.board.reading import Reading
from followthrough.desk.queries.board.row import Row
from followthrough.desk.queries.board.to_verify import Turn, turn_of
from followthrough.lib.deadline_labels import period_label
from followthrough.lib.deadlines import Precision, occurrences
from followthrough.lib.text import text_in
from followthrough.plans.models import Output
from followthrough.plans.words import Completion
from followthrough.reminders.models import Rung
from followthrough.reminders.queries.alarms import AlarmKind
from followthrough.reminders.rules import Clock, rung_days
from followthrough.reporting.models import PublishedEntry, Report, Round
from followthrough.reporting.periods import following

AHEAD = timedelta(days=30)
DONE = (Completion.COMPLETE, Completion.WITHDRAWN)


def coming(reading: Reading) -> list[Row]:
    """By day; what the coordinator does before what institutions owe. One query of its own."""
    found = (_rounds, _rungs, _clocks, _posts, _outputs)
    rows = [row for part in found for row in part(reading)]
    return sorted(rows, key=lambda row: row.day or reading.today)


def _is_near(reading: Reading, day: date) -> bool:
    return reading.today <= day <= reading.today + AHEAD


def _rounds(reading: Reading) -> Iterator[Row]:
    due = following(reading.plan, reading.days, reading.rounds[0] if reading.rounds else None)
    # Also what is past: until it is set up, nobody can report.
    if due and due["opens_on"] <= reading.today + AHEAD:
        yield _to_set_up(reading, due["opens_on"])
    for one in reading.rounds:
        for day, sentence, act in _steps(one):
            if _is_near(reading, day):
                url = reverse("desk:round", args=[one.slug])
                yield _about(one, sentence, url, act, day)


def _to_set_up(reading: Reading, opens_on: date) -> Row:
    return Row(
        reading.plan.title,
        gettext("The next reporting period should open: it is not set up yet."),
        reverse("desk:rounds"),
        gettext("Set it up"),
        day=opens_on,
    )


def _steps(one: Round) -> Iterator[tuple[date, str, str]]:
    yield one.opens_on, gettext("Reports can be sent from this day."), gettext("Look at the days")
    yield one.due_on, gettext("Reports are due."), gettext("See who has reported")
    closes = gettext("The last day on which reports are taken.")
    yield one.closes_on, closes, gettext("See who has reported")


def _rungs(reading: Reading) -> Iterator[Row]:
    """What the ladder does by itself, one line a round and day."""
    for one in reading.rounds:
        awaited = [report for report in reading.awaited if report.round_id == one.pk]
        if not awaited:
            continue
        clock = Clock(one.covers_until, one.opens_on, one.due_on, one.closes_on)
        for rung, day in rung_days(clock, reading.days).items():
            if rung in RUNGS and _is_near(reading, day):
                yield _about(one, str(RUNGS[rung]), _silent_url(reading, one), _who(), day)
        yield from _silences(reading, one, awaited)


RUNGS = {
    Rung.STILL_YOU: _("Contact persons are asked whether it is still they."),
    Rung.FIVE_BEFORE: _("Who has not reported is reminded."),
    Rung.ONE_BEFORE: _("Who has not reported is reminded."),
    Rung.ONE_AFTER: _("Who has not reported is reminded, and the alternate too."),
    Rung.THREE_AFTER: _("Who has not reported is reminded, and the head of unit too."),
    Rung.LETTER: _("A letter to the head of each silent institution is drafted for signature."),
}


def _silences(reading: Reading, one: Round, awaited: list[Report]) -> Iterator[Row]:
    days = {reading.ladders[report.pk].silent_from for report in awaited}
    words = gettext("“No report received” becomes public for those who have not reported by then.")
    for day in sorted(day for day in days if day):
        if _is_near(reading, day):
            yield _about(one, words, _silent_url(reading, one), _who(), day)


def _silent_url(reading: Reading, one: Round) -> str:
    if reading.round and one.pk == reading.round.pk:
        return f"{reverse('desk:readiness')}?step={REPORTED}&has=0"
    return reverse("desk:round", args=[one.slug])


def _who() -> str:
    return gettext("See who has not reported")


def _about(one: Round, sentence: str, url: str, act: str, day: date) -> Row:
    label = period_label(one.covers_from, one.covers_until)
    return Row(text_in(get_language() or "", label), sentence, url, act, day=day)


def _clocks(reading: Reading) -> Iterator[Row]:
    """What becomes public unverified unless somebody acts before."""
    for group in reading.waiting:
        day = group.until + timedelta(days=1)
        if turn_of(reading, group.report) is Turn.DEPUTY_CHAIR and _is_near(reading, day):
            yield _unverified(group.report, day)


def _unverified(report: Report, day: date) -> Row:
    return Row(
        report.institution.name,
        gettext("What the deputy chair has not verified by then is published as not verified."),
        reverse("desk:verify_report", args=[report.round.slug, report.institution.slug]),
        gettext("Look at the report"),
        day=day,
    )


def _posts(reading: Reading) -> Iterator[Row]:
    for one in reading.faults:
        if one.kind is AlarmKind.ENDING and one.institution and one.role and one.day:
            yield Row(
                one.institution.name,
                gettext("Nobody follows yet on this post: %(post)s.") % {"post": one.role.label},
                invitation(one),
                gettext("Invite a successor"),
                day=one.day,
            )


def _outputs(reading: Reading) -> Iterator[Row]:
    for output in _unfinished(reading):
        deadline = output.current_deadline
        day = _next_day(output, reading.today) if deadline else None
        if day and _is_near(reading, day):
            yield Row(
                output.title,
                gettext("The deadline ends on this day."),
                _output_url(output),
                gettext("Look at the output"),
                output.commitment.key,
                day,
            )


def _unfinished(reading: Reading) -> QuerySet[Output]:
    """Outputs of which something is still owed on the next days. One query."""
    done = PublishedEntry.objects.current().filter(output=OuterRef("pk"), completion__in=DONE)
    last = reading.today + AHEAD
    ends = Q(current_deadline__ends_on__range=(reading.today, last))
    recurs = Q(
        current_deadline__precision=Precision.CONTINUOUS,
        current_deadline__starts_on__lte=last,
        current_deadline__ends_on__gte=reading.today,
    )
    found = Output.objects.of_plan(reading.plan.pk).filter(ends | recurs).exclude(Exists(done))
    related = ("current_deadline", "commitment__plan")
    return found.select_related(*related).order_by("commitment__number", "number")


def _next_day(output: Output, today: date) -> date | None:
    due = output.current_deadline.due if output.current_deadline else None
    if due is None:
        return None
    return min((end for end in occurrences(due) if end >= today), default=due.end)


def _output_url(output: Output) -> str:
    page = reverse("portal:commitment", args=[output.commitment.key])
    return f"{page}#output-{output.number}"
