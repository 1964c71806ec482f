"""Queue 4: what falls on the next 30 days."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from followthrough.desk.queries.board.late import late
from followthrough.desk.queries.board.reading import Reading
from followthrough.desk.queries.board.row import Row
from followthrough.desk.queries.board.to_verify import Turn, turn_of
from followthrough.desk.queries.people import ending, invitation
from followthrough.lib.deadlines import Precision, occurrences
from followthrough.plans.models import Output
from followthrough.plans.words import Completion
from followthrough.reporting.models import PublishedEntry, Report, Round
from followthrough.reporting.periods import following
from followthrough.reporting.queries.facts import DAYS_UNTIL_SILENCE

AHEAD = timedelta(days=30)
DONE = (Completion.COMPLETE, Completion.WITHDRAWN)


def coming(reading: Reading) -> list[Row]:
    """By day; what the coordinator does before what institutions owe. One query of its own."""
    rows = [*_rounds(reading), *_clocks(reading), *_posts(reading), *_outputs(reading)]
    return sorted(rows, key=lambda row: row.day or reading.today)


def _is_near(reading: Reading, day: date) -> bool:
    return reading.today <= day <= reading.today + AHEAD


def _rounds(reading: Reading) -> Iterator[Row]:
    due = following(reading.plan, reading.rounds[0] if reading.rounds else None)
    # Also what is past: until it is set up, nobody can report.
    if due and due["opens_on"] <= reading.today + AHEAD:
        yield _to_set_up(reading, due["opens_on"])
    for one in reading.rounds:
        for day, sentence, act in _steps(one):
            if _is_near(reading, day):
                yield Row(reading.plan.title, sentence, _round_url(one), act, one.slug, day)


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


def _round_url(one: Round) -> str:
    return reverse("desk:round", args=[one.slug])


def _clocks(reading: Reading) -> Iterator[Row]:
    """What the system does by itself unless somebody acts before."""
    if reading.plan.method.is_adopted:
        for one in {row.report.round for row in late(reading)}:
            day = reading.days.add(one.due_on, DAYS_UNTIL_SILENCE) + timedelta(days=1)
            if _is_near(reading, day):
                words = gettext(
                    "“No report received” becomes public for who has not reported by then."
                )
                act = gettext("See who is late")
                yield Row(reading.plan.title, words, reverse("desk:late"), act, one.slug, day)
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
        report.round.slug,
        day,
    )


def _posts(reading: Reading) -> Iterator[Row]:
    for place, line, tenure in ending(reading.places, reading.today):
        yield Row(
            place.institution.name,
            gettext("Nobody follows yet on this post: %(post)s.") % {"post": line.label},
            invitation(place, line),
            gettext("Invite a successor"),
            day=tenure.ends_on,
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
