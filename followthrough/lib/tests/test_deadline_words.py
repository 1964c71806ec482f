"""The plan's own words for its deadlines: what they mean, and what is left to a person."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.lib.deadline_words import MONTHS_A_ROUND, read_deadlines
from followthrough.lib.deadlines import Due, Precision

DAY, MONTH, QUARTER = Precision.DAY, Precision.MONTH, Precision.QUARTER
HALF, YEAR, CONTINUOUS = Precision.HALF, Precision.YEAR, Precision.CONTINUOUS

ONE = [
    ("Q2 2026", "2026-04-01", "2026-06-30", QUARTER),
    ("2026 Q2", "2026-04-01", "2026-06-30", QUARTER),
    ("Quarter 1 2014", "2014-01-01", "2014-03-31", QUARTER),
    ("I quarter of 2021", "2021-01-01", "2021-03-31", QUARTER),
    ("1er trimestre 2026", "2026-01-01", "2026-03-31", QUARTER),
    ("TM2 2026", "2026-04-01", "2026-06-30", QUARTER),
    ("2. kvartal 2026.", "2026-04-01", "2026-06-30", QUARTER),
    ("Q1-Q3 2026", "2026-01-01", "2026-09-30", QUARTER),
    ("H1 2026", "2026-01-01", "2026-06-30", HALF),
    ("second half of 2026", "2026-07-01", "2026-12-31", HALF),
    ("primer semestre de 2027", "2027-01-01", "2027-06-30", HALF),
    ("June 2015", "2015-06-01", "2015-06-30", MONTH),
    ("Nov. 2021", "2021-11-01", "2021-11-30", MONTH),
    ("enero de 2026", "2026-01-01", "2026-01-31", MONTH),
    ("août 2026", "2026-08-01", "2026-08-31", MONTH),
    ("06/2026", "2026-06-01", "2026-06-30", MONTH),
    ("2026-06", "2026-06-01", "2026-06-30", MONTH),
    ("January – August 2020", "2020-01-01", "2020-08-31", MONTH),
    ("January 2019 – August 2020", "2019-01-01", "2020-08-31", MONTH),
    ("January, 2024 - December, 2025", "2024-01-01", "2025-12-31", MONTH),
    ("Beginning of October 2018 – End of August 2020", "2018-10-01", "2020-08-31", MONTH),
    ("December 2018 – 2020", "2018-12-01", "2020-12-31", YEAR),
    ("30 June 2026", "2026-06-30", "2026-06-30", DAY),
    ("June 30, 2026", "2026-06-30", "2026-06-30", DAY),
    ("2026-06-30", "2026-06-30", "2026-06-30", DAY),
    ("13.05.2016", "2016-05-13", "2016-05-13", DAY),
    ("13/05/2016", "2016-05-13", "2016-05-13", DAY),
    ("05/13/2016", "2016-05-13", "2016-05-13", DAY),
    ("2016", "2016-01-01", "2016-12-31", YEAR),
    ("2026-2028", "2026-01-01", "2028-12-31", YEAR),
    ("by the end of 2026", "2026-01-01", "2026-12-31", YEAR),
    ("Continuous (2026-2028)", "2026-01-01", "2028-12-31", CONTINUOUS),
    ("Ongoing 2026–2028", "2026-01-01", "2028-12-31", CONTINUOUS),
    ("2026-2028 (continuous)", "2026-01-01", "2028-12-31", CONTINUOUS),
]
UNREAD = [
    *("4/1/2018", "01/06/2024", "1/1/24", "43525", "Spring 2015", "mid-2026", "early 2026"),
    *("Ongoing", "Continuous", "NA", "3.5.", "2024-28", "2011-12", "31 June 2026", "Q5 2026"),
    *("before June 2026", "beginning of 2026", "Nov. 2021 June 2023", "Q3 2026-Q1 2026"),
    *("Within one month of the working group meeting", "Q2 2026 (tentative)", "30/02/2026"),
]


@pytest.mark.parametrize(("words", "start", "end", "precision"), ONE)
def test_one_deadline(words: str, start: str, end: str, precision: Precision) -> None:
    months = MONTHS_A_ROUND if precision is CONTINUOUS else None
    due = Due(words, date.fromisoformat(start), date.fromisoformat(end), precision, months)
    assert read_deadlines(words).single == due


@pytest.mark.parametrize("words", UNREAD)
def test_words_that_leave_a_choice_stay_unread(words: str) -> None:
    read = read_deadlines(words)
    assert (read.dues, read.unread) == ((), (words,))


def test_several_deadlines() -> None:
    read = read_deadlines("Continuous (2026-2028), Q1 2027")
    assert [due.words for due in read.dues] == ["Continuous (2026-2028)", "Q1 2027"]
    assert read.single is None


def test_understood_and_unread_words_side_by_side() -> None:
    read = read_deadlines("June 30, 2026 and Q2; Q3 2026")
    assert [due.words for due in read.dues] == ["June 30, 2026", "Q3 2026"]
    assert read.unread == ("Q2",)


def test_a_template_may_say_that_the_day_comes_first() -> None:
    due = read_deadlines("01/06/2024", day_first=True).single
    assert due and due.end == date(2024, 6, 1)
    assert read_deadlines("05/13/2016", day_first=True).single is None


@given(st.text(max_size=500))
def test_any_words_are_read_or_left(words: str) -> None:
    read = read_deadlines(words)
    assert all(due.start <= due.end for due in read.dues)
    assert bool(words.strip(" ,;\n")) >= bool(read.dues or read.unread) or read.unread


@given(st.lists(st.sampled_from([row[0] for row in ONE if "," not in row[0]]), max_size=8))
def test_lists_of_deadlines_are_read_whole(words: list[str]) -> None:
    read = read_deadlines("; ".join(words))
    assert [due.words for due in read.dues] == words
    assert not read.unread


@pytest.mark.parametrize("piece", ["(", "Q1 ", "continuous (", "1/", "june ", ", ", "end of "])
def test_no_words_take_long(piece: str) -> None:
    began = time.process_time()
    read_deadlines(piece * 100_000)
    read_deadlines((piece * 400)[:400])
    assert time.process_time() - began < 0.5
