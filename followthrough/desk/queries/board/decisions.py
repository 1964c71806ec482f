"""Queue 3: what only a person can decide."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from followthrough.desk.queries.board.reading import Reading
from followthrough.desk.queries.board.row import Row
from followthrough.lib.deadline_labels import deadline_label, quarter_label
from followthrough.lib.deadlines import quarter_of
from followthrough.plans.models import Output
from followthrough.plans.words import Completion
from followthrough.reporting.models import (
    Correction,
    Obstacle,
    PublishedEntry,
    Rating,
    Report,
    ReportState,
)

# Calendar days after which a request for help is more than a passing one (interface study §5).
HELP_IS_LONG_AFTER = 30
_DEADLINE = "output__current_deadline"


def decisions(reading: Reading) -> list[Row]:
    """What can be published, ratings that differ, dates that slip, help asked for long ago,
    corrections. Three queries of its own."""
    found = (_to_publish, _published, _help, _corrections)
    return [row for part in found for row in part(reading)]


def _to_publish(reading: Reading) -> Iterator[Row]:
    """Everything in them is checked; the public does not see it yet."""
    for one in reading.reports:
        if one.state == ReportState.VERIFIED:
            yield Row(
                one.institution.name,
                gettext("Every output of the report is checked: it can be published."),
                reverse("desk:verify_report", args=[one.round.slug, one.institution.slug]),
                gettext("Publish it"),
            )


def _published(reading: Reading) -> Iterator[Row]:
    """One query for both: what stands in public and somebody or some date speaks against it."""
    others = Rating.objects.signed().filter(
        commitment=OuterRef("commitment"), round=OuterRef("round")
    )
    differing = others.exclude(completion=OuterRef("completion")).order_by()
    counted = differing.values("commitment").annotate(count=Count("pk")).values("count")
    found = PublishedEntry.objects.current().filter(commitment__plan=reading.plan)
    whole, slipped = Q(output=None, differ__gt=0), Q(expected_on__gt=F(f"{_DEADLINE}__ends_on"))
    rows = (
        found.annotate(differ=Coalesce(Subquery(counted), 0))
        .filter(whole | (slipped & ~Q(completion=Completion.COMPLETE)))
        .select_related("commitment__plan", _DEADLINE)
    )
    ordered = sorted(rows, key=_place)
    yield from (_ratings_differ(one) for one in ordered if one.output is None)
    for one in ordered:
        if one.output and one.output.current_deadline and one.expected_on:
            due = deadline_label(one.output.current_deadline.due)
            yield _date_asked(one, one.output, due, quarter_label(quarter_of(one.expected_on)))


def _place(one: PublishedEntry) -> tuple[int, int]:
    return one.commitment.number, one.output.number if one.output else 0


def _ratings_differ(one: PublishedEntry) -> Row:
    count = one.differ  # type: ignore[attr-defined]
    words = ngettext(
        "Ratings differ: officially “%(level)s”, and %(count)s organisation says otherwise.",
        "Ratings differ: officially “%(level)s”, and %(count)s organisations say otherwise.",
        count,
    )
    return Row(
        one.commitment.title,
        words % {"level": one.get_completion_display(), "count": count},
        reverse("portal:commitment", args=[one.commitment.key]) + "#ratings",
        gettext("Compare the ratings"),
        one.commitment.key,
    )


def _date_asked(one: PublishedEntry, output: Output, due: str, expected: str) -> Row:
    words = gettext("A later date is asked for: due %(due)s, expected %(expected)s.")
    return Row(
        output.title,
        words % {"due": due, "expected": expected},
        reverse("portal:commitment", args=[one.commitment.key]) + f"#output-{output.number}",
        gettext("Look at the reasons"),
        one.commitment.key,
    )


def _help(reading: Reading) -> Iterator[Row]:
    long_ago = reading.today - timedelta(days=HELP_IS_LONG_AFTER)
    found = Obstacle.objects.unresolved().filter(
        commitment__plan=reading.plan, asked__isnull=False, asked_on__lt=long_ago
    )
    for one in found.select_related("commitment__plan", "asked").order_by("asked_on", "pk"):
        yield _help_row(one, (reading.today - (one.asked_on or reading.today)).days)


def _help_row(one: Obstacle, days: int) -> Row:
    words = ngettext(
        "Help was asked for %(count)s day ago, and the obstacle is still open.",
        "Help was asked for %(count)s days ago, and the obstacle is still open.",
        days,
    )
    return Row(
        one.description or one.commitment.title,
        words % {"count": days},
        reverse("desk:obstacle", args=[one.pk]),
        gettext("Take it further"),
        one.commitment.key,
    )


def _corrections(reading: Reading) -> Iterator[Row]:
    """Those that the person may confirm: none of their own."""
    theirs = Report.objects.verifiable_by(reading.person)
    waiting = Correction.objects.filter(
        state=Correction.State.PROPOSED, published__entry__report__in=theirs
    ).exclude(proposed_by_user=reading.person.user_id)
    related = ("published__commitment__plan", "published__output")
    for one in waiting.select_related(*related).order_by("proposed_at", "pk"):
        published = one.published
        yield Row(
            published.output.title if published.output else published.commitment.title,
            gettext("A correction of what was published waits for a second pair of eyes."),
            reverse("desk:correction", args=[one.pk]),
            gettext("Look at the correction"),
            published.commitment.key,
        )
