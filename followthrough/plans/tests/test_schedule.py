"""Is it on time? Every rule of PRODUCT.md §3 in its order, with the clock as an argument."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.lib.deadlines import Due, Precision
from followthrough.plans.schedule import (
    NOTHING_PUBLISHED,
    Answer,
    Facts,
    Reason,
    Schedule,
    answer,
    missed_occurrences,
    next_due,
)

Q2_2026 = Due("Q2 2026", date(2026, 4, 1), date(2026, 6, 30), Precision.QUARTER)
Q4_2026 = Due("Q4 2026", date(2026, 10, 1), date(2026, 12, 31), Precision.QUARTER)
CONTINUOUS = Due(
    "Continuous", date(2026, 1, 1), date(2028, 12, 31), Precision.CONTINUOUS, every_months=6
)
LAST_DAY = date(2026, 6, 30)
DAY_AFTER = date(2026, 7, 1)
REPORTED = Facts(published_until=date(2026, 3, 31))


def word(due: Due | None, facts: Facts, today: date) -> Schedule | None:
    found = answer(due, facts, today)
    return found.schedule if found else None


def test_a_withdrawn_output_has_no_answer() -> None:
    assert answer(Q2_2026, Facts(is_withdrawn=True), DAY_AFTER) is None


def test_complete_within_the_deadline_is_on_time() -> None:
    assert word(Q2_2026, Facts(completed_on=LAST_DAY), DAY_AFTER) is Schedule.DONE_ON_TIME


def test_complete_after_the_deadline_is_late_by_whole_quarters() -> None:
    found = answer(Q2_2026, Facts(completed_on=date(2026, 10, 2)), date(2027, 1, 1))

    assert found == Answer(Schedule.DONE_LATE, quarters=2, quarters_against_original=2)


def test_the_slip_against_the_original_stays_beside_an_extended_deadline() -> None:
    found = answer(Q4_2026, Facts(completed_on=date(2026, 11, 1)), date(2027, 1, 1), Q2_2026)

    assert found == Answer(Schedule.DONE_ON_TIME, quarters=0, quarters_against_original=2)


def test_nothing_is_late_on_the_last_day_of_its_quarter() -> None:
    assert word(Q2_2026, NOTHING_PUBLISHED, LAST_DAY) is Schedule.NOT_DUE


def test_past_and_never_reported_is_due_not_overdue() -> None:
    assert word(Q2_2026, NOTHING_PUBLISHED, DAY_AFTER) is Schedule.DUE_UNREPORTED


def test_past_and_last_reported_before_the_deadline_is_due() -> None:
    assert word(Q2_2026, REPORTED, DAY_AFTER) is Schedule.DUE_UNREPORTED


def test_past_and_reported_since_is_overdue_by_quarters() -> None:
    found = answer(Q2_2026, Facts(published_until=LAST_DAY), date(2026, 11, 23))

    assert found == Answer(Schedule.OVERDUE, Reason.DEADLINE_PASSED, 2, 2)


def test_past_and_publicly_silent_is_overdue() -> None:
    assert word(Q2_2026, Facts(report_missing=True), DAY_AFTER) is Schedule.OVERDUE


def test_expected_after_the_deadline_is_at_risk() -> None:
    facts = replace(REPORTED, expected_finish=date(2026, 12, 31))

    assert answer(Q2_2026, facts, LAST_DAY) == Answer(
        Schedule.AT_RISK, Reason.EXPECTED_LATE, detail=date(2026, 12, 31)
    )


@pytest.mark.parametrize(
    ("rounds", "today", "expected"),
    [
        (2, date(2026, 1, 15), Schedule.AT_RISK),
        (2, date(2025, 12, 31), Schedule.AT_RISK),
        (2, date(2025, 11, 30), Schedule.ON_SCHEDULE),
        (1, date(2026, 1, 15), Schedule.ON_SCHEDULE),
    ],
)
def test_unchanged_for_two_rounds_is_at_risk_within_a_year(
    rounds: int, today: date, expected: Schedule
) -> None:
    due = replace(Q4_2026, words="Q4 2026")

    assert word(due, replace(REPORTED, unchanged_rounds=rounds), today) is expected


def test_an_open_serious_obstacle_is_a_risk() -> None:
    facts = replace(REPORTED, blocked_since=LAST_DAY - timedelta(days=60))

    assert answer(Q2_2026, facts, LAST_DAY) == Answer(Schedule.AT_RISK, Reason.OBSTACLE, detail=60)


def test_a_missed_occurrence_is_a_risk() -> None:
    facts = Facts(published_until=date(2026, 12, 31), occurrences_done=1)

    assert answer(CONTINUOUS, facts, date(2027, 2, 1)) == Answer(
        Schedule.AT_RISK, Reason.MISSED_OCCURRENCE, detail=1
    )


def test_silence_about_an_occurrence_is_not_a_missed_one() -> None:
    assert missed_occurrences(CONTINUOUS, NOTHING_PUBLISHED) == 0
    assert word(CONTINUOUS, NOTHING_PUBLISHED, date(2026, 11, 23)) is Schedule.NOT_DUE


def test_a_published_entry_before_the_deadline_is_on_schedule() -> None:
    assert word(Q2_2026, REPORTED, LAST_DAY) is Schedule.ON_SCHEDULE


def test_an_output_without_a_deadline_says_so() -> None:
    assert word(None, NOTHING_PUBLISHED, DAY_AFTER) is Schedule.NO_DEADLINE


def test_the_next_occurrence_follows_those_done() -> None:
    assert next_due(CONTINUOUS, NOTHING_PUBLISHED) == date(2026, 6, 30)
    assert next_due(CONTINUOUS, Facts(occurrences_done=2)) == date(2027, 6, 30)
    assert next_due(Q2_2026, NOTHING_PUBLISHED) == LAST_DAY


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31)))
def test_it_turns_due_exactly_on_the_day_after(today: date) -> None:
    is_due = word(Q2_2026, NOTHING_PUBLISHED, today) is Schedule.DUE_UNREPORTED

    assert is_due == (today > Q2_2026.end)


@given(st.dates(min_value=date(2026, 7, 1), max_value=date(2035, 12, 31)))
def test_lateness_only_ever_grows(today: date) -> None:
    now = answer(Q2_2026, NOTHING_PUBLISHED, today)
    later = answer(Q2_2026, NOTHING_PUBLISHED, today + timedelta(days=1))

    assert now is not None
    assert later is not None
    assert later.quarters >= now.quarters
