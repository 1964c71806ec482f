"""How the coordination is doing: its own clocks, for the commitment that measures itself (R11)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import public
from followthrough.lib.deadline_labels import period_label
from followthrough.plans.models import Commitment, Plan
from followthrough.portal.kept import kept
from followthrough.portal.now import Now
from followthrough.portal.queries.shared import Shared
from followthrough.reporting.queries.clocks import ReportClock, RoundClocks, Times, clocks


@public
@kept()
def coordination(request: HttpRequest, moment: Now) -> HttpResponse:
    shared = moment.shared
    if shared is None:
        raise Http404
    found = clocks(shared.published, moment.today)
    context = {
        "headline": headline(found.rounds),
        "rounds": [one.round for one in found.rounds],
        "measures": [
            (label, meaning, [(one.round, value(one)) for one in found.rounds])
            for label, meaning, value in MEASURES
        ],
        "reports": [line for one in found.rounds for line in _lines(shared, one)],
        "open_days": found.open_obstacles.each,
        "commitment": commitment_of(shared.plan),
        "today": moment.today,
    }
    return render(request, "portal/coordination.html", context)


def commitment_of(plan: Plan) -> Commitment | None:
    """The commitment that promises the coordination, where the plan has it. One query."""
    found = plan.commitments.exclude(code="").filter(code=settings.COORDINATION_COMMITMENT)
    return found.select_related("plan").first()


def headline(rounds: tuple[RoundClocks, ...]) -> str:
    """The finding about the newest round whose due day is over, in one sentence."""
    newest = next((one for one in rounds if one.is_due and one.reports), None)
    if newest is None:
        return gettext("Too early to say: no reporting period has come to its due day yet")
    words = ngettext(
        "%(count)s of %(total)s report came on time for %(period)s",
        "%(count)s of %(total)s reports came on time for %(period)s",
        len(newest.reports),
    )
    covers = newest.round.covers_from, newest.round.covers_until
    numbers = {"count": len(newest.on_time), "total": len(newest.reports)}
    return words % {**numbers, "period": period_label(*covers)}


@dataclass(frozen=True)
class Line:
    """One report, with the institution that it is from."""

    institution: Institution
    clock: ReportClock


def _lines(shared: Shared, one: RoundClocks) -> list[Line]:
    rows = [Line(shared.institutions[clock.institution_id], clock) for clock in one.reports]
    return sorted(rows, key=lambda row: row.institution.slug)


def _received(one: RoundClocks) -> str:
    return _of(len(one.received), len(one.reports))


def _on_time(one: RoundClocks) -> str:
    if not one.is_due:
        return gettext("not due yet")
    words = _of(len(one.on_time), len(one.reports))
    if one.share_on_time is None:
        return words
    share = gettext("%(share)s %%") % {"share": one.share_on_time}
    return f"{words} ({share})"


def _after_due(one: RoundClocks) -> str:
    return _median(one.after_due)


def _published(one: RoundClocks) -> str:
    return _of(len(one.published), len(one.reports))


def _returned(one: RoundClocks) -> str:
    return _of_published(one, len(one.returned))


def _to_verify(one: RoundClocks) -> str:
    return _median(one.to_verify)


def _unverified(one: RoundClocks) -> str:
    return _of_published(one, len(one.unverified))


def _resolved(one: RoundClocks) -> str:
    return str(one.resolved.count)


def _to_resolve(one: RoundClocks) -> str:
    return _median(one.resolved)


def _of(count: int, total: int) -> str:
    return gettext("%(count)s of %(total)s") % {"count": count, "total": total}


def _of_published(one: RoundClocks, count: int) -> str:
    return _of(count, len(one.published)) if one.published else gettext("nothing published yet")


def _median(times: Times) -> str:
    if not times.count:
        return gettext("nothing to measure yet")
    if times.median is None:
        return gettext("too few to say (%(count)s)") % {"count": times.count}
    whole = float(times.median).is_integer()
    words = number_format(abs(times.median), decimal_pos=0 if whole else 1)
    return f"−{words}" if times.median < 0 else words


type_of_value = Callable[[RoundClocks], str]
# What is measured, how it is counted, and its value in a round.
MEASURES: tuple[tuple[Promise, Promise, type_of_value], ...] = (
    (
        _("Reports received"),
        _("Of the reports that the lead institutions were asked for."),
        _received,
    ),
    (
        _("Received on time"),
        _("By the end of the due day, of all that were asked for."),
        _on_time,
    ),
    (
        _("Working days from the due day to receipt, median"),
        _("Of the reports received; below 0 means before the due day."),
        _after_due,
    ),
    (
        _("Reports published"),
        _("Of the reports asked for."),
        _published,
    ),
    (
        _("Sent back at least once"),
        _("Of the reports published: the institution was asked to complete something."),
        _returned,
    ),
    (
        _("Working days from sending to verification, median"),
        _(
            "Of the reports published: from the last sending to the day on which every output was "
            "checked. The coordinator promises 5."
        ),
        _to_verify,
    ),
    (
        _("Published without verification"),
        _(
            "Of the reports published: nobody independent checked them within five working days, "
            "so they say “reported, not independently verified”."
        ),
        _unverified,
    ),
    (
        _("Obstacles resolved"),
        _("Public obstacles resolved in the months that the period covers."),
        _resolved,
    ),
    (
        _("Days until an obstacle was resolved, median"),
        _("Calendar days from the day it was opened, of the obstacles resolved."),
        _to_resolve,
    ),
)
