"""Corrections of the calendar: added, removed, taken back, and seen by every clock."""

from datetime import UTC, date, datetime

import pytest

from followthrough.accounts.models import Role
from followthrough.accounts.permissions import CONSOLE, Actor, NotAllowed
from followthrough.audit.models import Event
from followthrough.demo import bundled
from followthrough.lib.text import TranslatedText, text_in
from followthrough.lib.working_days import holidays_of
from followthrough.plans.calendar import calendar_of
from followthrough.plans.models import CalendarDay, Plan
from followthrough.plans.operations.calendar import CalendarRefused, add_day_off, remove_day_off

AT = datetime(2027, 2, 1, 9, tzinfo=UTC)
EID, NEXT_DAY, SATURDAY = date(2027, 3, 9), date(2027, 3, 10), date(2027, 3, 13)
NAME, REASON = text_in("sq", "Fitër Bajrami"), "Decision 3/2027 of the Government"


@pytest.fixture
def plan(db: None) -> Plan:
    bundled.load(at=AT)
    return Plan.objects.get()


def off(plan: Plan, day: date, name: TranslatedText = NAME, reason: str = REASON) -> None:
    add_day_off(plan, day, name=name, reason=reason, by=CONSOLE, at=AT)


def on(plan: Plan, day: date, reason: str = REASON) -> None:
    remove_day_off(plan, day, reason=reason, by=CONSOLE, at=AT)


def test_an_eid_is_moved_to_the_day_that_was_announced(plan: Plan) -> None:
    on(plan, EID)
    off(plan, NEXT_DAY)
    days = calendar_of(plan)
    assert (days.is_working(EID), days.is_working(NEXT_DAY)) == (True, False)


def test_each_correction_is_one_public_line_however_often_it_is_made(plan: Plan) -> None:
    for _ in range(2):
        off(plan, NEXT_DAY)
    lines = Event.objects.filter(verb="calendar.corrected", is_public=True)
    assert [one.payload["is_working"] for one in lines] == [False]


def test_a_correction_that_is_taken_back_leaves_what_the_library_says(plan: Plan) -> None:
    off(plan, NEXT_DAY)
    on(plan, NEXT_DAY)
    on(plan, EID)
    off(plan, EID)
    assert not CalendarDay.objects.exists()
    assert Event.objects.filter(verb="calendar.corrected").count() == 4


def test_what_changes_nothing_is_refused_with_a_sentence(plan: Plan) -> None:
    for act, day, words in (
        (off, EID, "is a day off already"),
        (off, SATURDAY, "is a day off already"),
        (on, NEXT_DAY, "is a working day already"),
        (on, SATURDAY, "is a weekend"),
    ):
        with pytest.raises(CalendarRefused, match=words):
            act(plan, day)
    with pytest.raises(CalendarRefused, match="the reason is public"):
        off(plan, NEXT_DAY, reason=" ")
    with pytest.raises(CalendarRefused, match="what the day off is called"):
        off(plan, NEXT_DAY, name=TranslatedText())


def test_only_who_keeps_the_calendar_corrects_it(plan: Plan) -> None:
    stranger = Actor("somebody", Role.CONTACT, 1)
    with pytest.raises(NotAllowed):
        remove_day_off(plan, EID, reason=REASON, by=stranger, at=AT)


def test_the_library_names_its_days_in_the_reader_s_language_and_marks_estimates() -> None:
    for language, word in (("sq", "Bajram"), ("sr-latn", "Bajram"), ("en", "Eid")):
        found = holidays_of("XK", 2027, language)
        estimates = [one for one in found if one.is_estimate]
        assert [one.day for one in estimates] == [EID, date(2027, 5, 16), date(2027, 5, 17)]
        assert all(word in one.name for one in estimates)
    assert holidays_of("ZZZ", 2027, "en") == ()
