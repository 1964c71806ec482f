"""The ladder's rules, for any round, calendar and day: order, working days, never too early."""

from collections.abc import Mapping
from datetime import date, time, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from followthrough.accounts.models import Role
from followthrough.lib.working_days import WorkingDays, working_days
from followthrough.reminders.models import Rung
from followthrough.reminders.rules import (
    AUDIENCE,
    ORDER,
    Clock,
    Filing,
    Holder,
    Step,
    highest,
    may_send,
    reached,
    rung_days,
)

ONE_DAY = timedelta(days=1)
FIRST = date(2026, 6, 30)
ROLES = (Role.CONTACT, Role.ALTERNATE, Role.HEAD_OF_UNIT, Role.COORDINATOR)


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    """Any round that the model allows, opening in the next years."""
    covers_until = FIRST + draw(st.integers(0, 900)) * ONE_DAY
    opens = covers_until + draw(st.integers(1, 60)) * ONE_DAY
    due = opens + draw(st.integers(0, 60)) * ONE_DAY
    return Clock(covers_until, opens, due, due + draw(st.integers(0, 120)) * ONE_DAY)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingDays:
    """Kosovo's, Jordan's or nobody's, with corrections anywhere."""
    some = st.lists(st.integers(0, 1100).map(lambda n: FIRST + n * ONE_DAY), max_size=12)
    return working_days(draw(st.sampled_from(["XK", "JO", "ZZZ"])), draw(some), draw(some))


@st.composite
def filings(draw: st.DrawFn) -> Filing:
    held = st.lists(
        st.builds(Holder, st.integers(1, 4), st.dates(date(2026, 1, 1), date(2029, 1, 1))),
        max_size=2,
        unique_by=lambda one: one.user,
    )
    holders: Mapping[Role, tuple[Holder, ...]] = {
        role: tuple(people) for role in ROLES if (people := draw(held))
    }
    return Filing(1, draw(clocks()), False, draw(st.booleans()), holders)


def steps(one: Filing, days: WorkingDays, today: date, *, is_adopted: bool = True) -> list[Step]:
    return list(reached([one], days, is_adopted=is_adopted, today=today))


@given(clocks(), calendars(), st.booleans())
@example(
    Clock(date(2026, 12, 31), date(2027, 1, 5), date(2027, 1, 15), date(2027, 3, 31)),
    working_days("XK"),
    False,
)
def test_every_rung_is_on_a_working_day_in_its_order(
    clock: Clock, days: WorkingDays, is_postponed: bool
) -> None:
    placed = rung_days(clock, days, is_postponed=is_postponed)
    assert all(days.is_working(day) for day in placed.values())
    before_letter = [placed[rung] for rung in placed if rung is not Rung.PUBLIC]
    assert before_letter == sorted(set(before_letter))
    assert list(placed) == sorted(placed, key=lambda rung: ORDER[rung])


@given(clocks(), calendars())
def test_nothing_but_the_first_comes_before_the_period_has_ended(
    clock: Clock, days: WorkingDays
) -> None:
    placed = rung_days(clock, days)
    assert all(day > clock.covers_until for rung, day in placed.items() if rung != Rung.STILL_YOU)
    assert all(day >= clock.opens_on for rung, day in placed.items() if rung != Rung.STILL_YOU)
    assert placed[Rung.STILL_YOU] < placed[Rung.OPEN]


@given(clocks(), calendars())
def test_a_late_rung_is_never_in_time(clock: Clock, days: WorkingDays) -> None:
    placed = rung_days(clock, days)
    late = (Rung.ONE_AFTER, Rung.THREE_AFTER, Rung.LETTER, Rung.PUBLIC)
    assert all(placed[rung] > clock.due_on for rung in late)
    soon = (Rung.FIVE_BEFORE, Rung.ONE_BEFORE)
    assert all(placed[rung] < clock.due_on for rung in soon if rung in placed)
    later = rung_days(clock, days, is_postponed=True)
    assert days.between(placed[Rung.PUBLIC], later[Rung.PUBLIC]) == 5


@given(filings(), calendars(), st.integers(0, 1100), st.integers(0, 30))
def test_with_the_days_there_is_only_ever_more(
    one: Filing, days: WorkingDays, start: int, more: int
) -> None:
    today = FIRST + start * ONE_DAY
    later = today + more * ONE_DAY
    assume(later <= one.clock.closes_on)
    assert set(steps(one, days, today)) <= set(steps(one, days, later))


@given(filings(), calendars(), st.integers(0, 1100))
def test_what_is_reached_is_of_its_day_and_its_audience(
    one: Filing, days: WorkingDays, start: int
) -> None:
    today = FIRST + start * ONE_DAY
    for step in steps(one, days, today):
        assert step.day <= today
        assert step.role is None or step.role in (*AUDIENCE[step.rung], Role.ALTERNATE)
        assert step.user is None or step.user in {
            holder.user for holder in one.holders.get(step.role or Role.SYSTEM, ())
        }


@given(filings(), calendars(), st.integers(0, 1100), st.booleans())
def test_a_report_that_came_or_a_round_that_closed_owes_nobody_a_mail(
    one: Filing, days: WorkingDays, start: int, has_come: bool
) -> None:
    today = FIRST + start * ONE_DAY
    if has_come:
        came = Filing(1, one.clock, True, one.is_postponed, one.holders)
        assert {step.rung for step in steps(came, days, today)} <= {Rung.STILL_YOU}
    assume(today > one.clock.closes_on)
    assert {step.rung for step in steps(one, days, today)} <= {Rung.PUBLIC}


@given(filings(), calendars(), st.lists(st.integers(0, 6), min_size=1, max_size=80))
def test_asked_at_any_days_each_person_on_a_post_gets_each_rung_once_or_it_is_overtaken(
    one: Filing, days: WorkingDays, waits: list[int]
) -> None:
    """The bookkeeping of the log, without a database: never two a day, none twice, none lost."""
    today = one.clock.covers_until - 60 * ONE_DAY
    done: set[Step] = set()
    went: list[tuple[date, Step]] = []
    for wait in waits:
        today += wait * ONE_DAY
        if not may_send(days, today, time(9)):
            continue
        told = {step.user for day, step in went if day == today}
        due = [
            step
            for step in steps(one, days, today)
            if step not in done and step.user is not None and step.user not in told
        ]
        sent, overtaken = highest(due)
        assert {*sent, *overtaken} == set(due)
        assert not {*sent, *overtaken} & done
        done |= {*sent, *overtaken}
        went += [(today, step) for step in sent]
    places = [(day, step.report, step.role, step.user) for day, step in went]
    assert len(places) == len(set(places))
    assert all(days.is_working(day) for day, _ in went)
    if may_send(days, today, time(9)) and waits[-1]:
        missed = {step for step in steps(one, days, today) if step.user is not None} - done
        assert not missed or today > one.clock.closes_on


@pytest.mark.parametrize(("hour", "may"), [(0, False), (7, False), (8, True), (23, True)])
def test_no_mail_in_the_night_or_on_a_day_off(hour: int, may: bool) -> None:
    kosovo = working_days("XK")
    assert may_send(kosovo, date(2027, 1, 5), time(hour)) is may
    assert not may_send(kosovo, date(2027, 1, 4), time(hour))
    assert not may_send(kosovo, date(2027, 1, 9), time(hour))


def test_a_ladder_that_counts_calendar_days_would_be_seen() -> None:
    """The control."""
    clock = Clock(date(2026, 12, 31), date(2027, 1, 5), date(2027, 1, 15), date(2027, 3, 31))
    right = rung_days(clock, working_days("XK"))[Rung.ONE_AFTER]
    assert (clock.due_on + ONE_DAY, right) == (date(2027, 1, 16), date(2027, 1, 18))
    assert not working_days("XK").is_working(clock.due_on + ONE_DAY)
