"""Response clocks: from the due day to receipt, to verification, to the end of an obstacle."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followthrough.accounts.models import Institution, Role
from followthrough.accounts.permissions import Actor
from followthrough.desk.tests.test_verify_many import add_leads
from followthrough.lib.text import text_in
from followthrough.lib.working_days import working_days
from followthrough.plans.calendar import calendar_of
from followthrough.plans.models import Commitment
from followthrough.reporting.models import Report
from followthrough.reporting.operations import obstacles
from followthrough.reporting.operations.publishing import publish, publish_unverified
from followthrough.reporting.operations.sending import Clearance, submit
from followthrough.reporting.operations.verifying import send_back, verify
from followthrough.reporting.queries.clocks import (
    Clocks,
    ReportClock,
    RoundClocks,
    Times,
    clocks,
    signed_days,
)
from followthrough.reporting.queries.facts import Arrival, Published
from followthrough.reporting.tests.cast import SEEN, Cast, appoint, filled, seat, sent

# The first round is due on Wednesday 15 July 2026.
DUE = date(2026, 7, 15)
AUGUST = date(2026, 8, 20)


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    seated.open()
    return seated


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def told(cast: Cast, today: date = AUGUST) -> RoundClocks:
    return clocks(Published(cast.plan), today).rounds[0]


def clock(cast: Cast, slug: str = "corruption-prevention-agency") -> ReportClock:
    key = Institution.objects.get(slug=slug).pk
    return next(one for one in told(cast).reports if one.institution_id == key)


def check(report: Report, by: Actor, day: date) -> None:
    for entry in report.entries.exclude(state="verified"):
        verify(entry, ticks=SEEN, seen=entry.version, by=by, at=on(day))


def test_days_to_receipt_count_working_days_on_both_sides_of_the_due_day() -> None:
    days = working_days("XK")
    assert signed_days(days, DUE, DUE) == 0
    assert signed_days(days, DUE, date(2026, 7, 20)) == 3
    assert signed_days(days, DUE, date(2026, 7, 10)) == -3


def test_a_report_is_measured_from_its_due_day_to_its_publication(cast: Cast) -> None:
    report = sent(cast.report(), cast.contact, on(date(2026, 7, 17)))
    assert clock(cast).after_due == 2
    assert clock(cast).to_verify is None

    first = report.entries.all()[0]
    monday = on(date(2026, 7, 20))
    send_back(
        first,
        comment="Cili vendim?",
        ticks=SEEN,
        seen=first.version,
        by=cast.coordinator,
        at=monday,
    )
    again = date(2026, 7, 22)
    report.refresh_from_db()
    submit(report, clearance=Clearance(), by=cast.contact, at=on(again))
    check(report, cast.coordinator, date(2026, 7, 27))
    # Nothing of what happens before publication is told.
    assert (clock(cast).times_returned, clock(cast).to_verify) == (None, None)

    report.refresh_from_db()
    publish(report, by=cast.coordinator, at=on(date(2026, 7, 28)))
    found = clock(cast)
    assert found.arrival is Arrival.LATE
    assert found.received_on == date(2026, 7, 17)
    assert (found.times_returned, found.to_verify) == (1, 3)
    assert found.published_on == date(2026, 7, 28)
    assert not found.is_unverified


def test_what_nobody_verified_has_no_days_to_verification(cast: Cast) -> None:
    report = sent(cast.report("mlga"), cast.mlga_contact, on(date(2026, 7, 13)))
    assert publish_unverified(report, at=on(date(2026, 7, 23)), days=calendar_of(cast.plan))
    assert clock(cast, "mlga").is_unverified
    assert told(cast).to_verify == Times()
    assert len(told(cast).unverified) == 1


def test_the_share_on_time_is_told_once_the_due_day_is_over(cast: Cast) -> None:
    sent(cast.report("mlga"), cast.mlga_contact, on(DUE))
    one = told(cast).round
    ten = tuple(
        ReportClock(one, number, Arrival.ON_TIME if number % 2 else Arrival.LATE)
        for number in range(10)
    )
    assert RoundClocks(one, ten, is_due=True).share_on_time == 50
    assert RoundClocks(one, ten, is_due=False).share_on_time is None
    # Of two, "1 of 2" says it.
    after = told(cast, DUE + timedelta(days=1))
    assert after.is_due and after.share_on_time is None
    assert (len(after.on_time), len(after.reports)) == (1, 2)


def test_a_median_needs_three_values() -> None:
    assert Times((1, 2)).median is None
    assert Times((1, 2, 9)).median == 2
    assert Times((1, 2, 3, 9)).median == 2.5


def test_open_obstacles_are_told_by_their_age_and_private_ones_are_not(cast: Cast) -> None:
    commitment = Commitment.objects.select_related("plan__method").get(code="XK0017")
    owner = Institution.objects.get(slug="corruption-prevention-agency")
    for private in ("", "It names a person."):
        trouble = obstacles.Trouble(
            "procurement", text_in("sq", "Tenderi vonohet."), private_because=private
        )
        obstacles.open_obstacle(
            commitment, owner, trouble, by=cast.contact, at=on(date(2026, 8, 10))
        )
    assert clocks(Published(cast.plan), AUGUST).open_obstacles.each == (10,)


def test_an_unsent_draft_leaves_no_trace(cast: Cast) -> None:
    before = told(cast)
    filled(cast.report(), cast.contact)
    assert told(cast) == before


def test_a_plan_without_rounds_has_nothing_to_tell(db: None) -> None:
    plan = seat().plan
    assert clocks(Published(plan), AUGUST) == Clocks((), Times())


@pytest.mark.parametrize("count", [2, 30])
def test_the_number_of_queries_does_not_grow(db: None, count: int) -> None:
    cast = seat()
    slugs = add_leads(count)
    cast.open()
    for slug in slugs:
        report = sent(cast.report(slug), appoint(Role.CONTACT, slug), on(DUE))
        check(report, cast.coordinator, date(2026, 7, 16))
        report.refresh_from_db()
        publish(report, by=cast.coordinator, at=on(date(2026, 7, 17)))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = clocks(Published(cast.plan), AUGUST)
    assert len(found.rounds[0].published) == count
    # Rounds, receipts, calendar; handled reports, obstacles.
    assert len(asked) == 5
