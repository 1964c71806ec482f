"""Working days: weekends, Kosovo's holidays, corrections, and places nobody knows."""

from datetime import date, timedelta

import pytest

from followthrough.lib.working_days import working_days

KOSOVO = working_days("XK")


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2027, 1, 15), 1, date(2027, 1, 18)),
        (date(2027, 1, 15), 10, date(2027, 1, 29)),
        (date(2027, 1, 15), -5, date(2027, 1, 8)),
        # New Year and the Monday after it, then Orthodox Christmas.
        (date(2026, 12, 31), 1, date(2027, 1, 5)),
        (date(2027, 1, 6), 1, date(2027, 1, 8)),
        # Over both changes of the clock.
        (date(2026, 10, 23), 1, date(2026, 10, 26)),
        (date(2027, 3, 26), 1, date(2027, 3, 30)),
        (date(2027, 1, 16), 0, date(2027, 1, 16)),
        # Over the Eids of 2026 and 2027, forth and back; the second of 2027 is on a Sunday.
        (date(2026, 3, 19), 1, date(2026, 3, 23)),
        (date(2026, 5, 26), 1, date(2026, 5, 28)),
        (date(2027, 3, 10), -1, date(2027, 3, 8)),
        (date(2027, 5, 14), 1, date(2027, 5, 18)),
    ],
)
def test_adding(day: date, count: int, expected: date) -> None:
    assert KOSOVO.add(day, count) == expected


def test_an_eid_that_moved_is_data() -> None:
    eid, next_day = date(2027, 3, 9), date(2027, 3, 10)
    moved = working_days("XK", added=[next_day], removed=[eid])
    assert (KOSOVO.is_working(eid), KOSOVO.is_working(next_day)) == (False, True)
    assert (moved.is_working(eid), moved.is_working(next_day)) == (True, False)


# MO, PNG and AND are codes of OGP's own or could be, and ISO's for some place.
@pytest.mark.parametrize("place", ["MO", "ZZ", "BUE", "PNG", "AND", "", "xk", "XK "])
def test_a_place_nobody_knows_has_weekends(place: str) -> None:
    unknown = working_days(place)
    assert unknown.is_working(date(2027, 1, 1))
    assert not unknown.is_working(date(2027, 1, 2))


def test_a_weekend_is_where_the_place_has_it() -> None:
    thursday, friday, sunday = date(2027, 2, 4), date(2027, 2, 5), date(2027, 2, 7)
    assert (KOSOVO.is_working(friday), KOSOVO.is_working(sunday)) == (True, False)
    assert working_days("JO").add(thursday, 1) == sunday


def test_a_correction_does_not_make_a_weekend_a_working_day() -> None:
    saturday = date(2027, 1, 2)
    assert not working_days("XK", removed=[saturday]).is_working(saturday)


def test_between_counts_back_what_add_counts_on() -> None:
    start = date(2026, 12, 24)
    for count in range(1, 80):
        assert KOSOVO.between(start, KOSOVO.add(start, count)) == count
    assert KOSOVO.between(start, start - timedelta(days=3)) == 0


def test_the_first_working_day_from_a_day() -> None:
    assert KOSOVO.first_from(date(2027, 1, 1)) == date(2027, 1, 5)
    assert KOSOVO.first_from(date(2027, 1, 15)) == date(2027, 1, 15)
