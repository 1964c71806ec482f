"""Each rung goes once, on its day, to whom it concerns."""

from datetime import date, datetime, timedelta

import pytest

from followthrough.accounts.models import Role, Tenure
from followthrough.audit.models import Event
from followthrough.outbox.models import Message
from followthrough.reminders.models import Letter, Outcome, Reminder, Rung
from followthrough.reminders.operations.ladder import climb
from followthrough.reminders.tests.cast import (
    AGENCY,
    DAYS,
    HALF,
    at,
    mails,
    reminded,
    seat_head,
    user,
)
from followthrough.reporting.operations.rounds import Period, change_days
from followthrough.reporting.tests.cast import Cast, appoint, sent

ONE_DAY = timedelta(days=1)


def live(first: date, last: date, *hours: int) -> None:
    """Every day from the first to the last, at these hours."""
    day = first
    while day <= last:
        for hour in hours or (9,):
            climb(at=at(day, hour))
        day += ONE_DAY


def test_each_rung_goes_once_on_its_day(cast: Cast) -> None:
    head = seat_head()
    live(date(2026, 11, 20), date(2027, 2, 10), 7, 9, 15)
    before = [(rung, DAYS[rung]) for rung in ("open", "five_before", "one_before")]
    after = [(rung, DAYS[rung]) for rung in ("one_after", "three_after")]
    asked = ("still_you", DAYS["still_you"])
    assert reminded(cast.contact) == [asked, *before, *after]
    assert reminded(cast.alternate) == [asked, *after]
    assert reminded(head) == after[1:]
    assert len(mails(cast.contact)) == 6


def test_after_seven_days_a_letter_is_drafted_and_the_coordinator_told(cast: Cast) -> None:
    live(DAYS["letter"] - ONE_DAY, DAYS["letter"])
    assert {one.report.institution.slug for one in Letter.objects.all()} == {AGENCY, "mlga"}
    assert [day for rung, day in reminded(cast.coordinator)] == [DAYS["letter"]] * 2
    [mail] = mails(cast.coordinator)
    assert mail.body.count("/desk/letters/2026-H2/") == 2


def test_after_ten_days_the_log_says_in_public_that_nothing_came(cast: Cast) -> None:
    live(DAYS["letter"], DAYS["public"] + 3 * ONE_DAY, 1, 9)
    lines = Event.objects.filter(verb="report.not_received", is_public=True)
    assert {one.subject for one in lines} == {f"report:2026-H2/{AGENCY}", "report:2026-H2/mlga"}
    assert lines.count() == 2


def test_nobody_is_reminded_before_eight_or_on_a_day_off(cast: Cast) -> None:
    climb(at=at(DAYS["open"], 7, 59))
    live(DAYS["open"] - ONE_DAY, DAYS["open"] - ONE_DAY)
    assert not Message.objects.exists()
    climb(at=at(DAYS["open"], 8))
    assert mails(cast.contact)


def test_a_report_that_came_ends_the_ladder(cast: Cast) -> None:
    live(DAYS["open"], DAYS["five_before"])
    sent(cast.report(round="2026-H2"), cast.contact, at(date(2027, 1, 12)))
    live(date(2027, 1, 12), date(2027, 2, 10))
    assert [rung for rung, _ in reminded(cast.contact)] == ["open", "five_before"]
    assert not Letter.objects.filter(report__institution__slug=AGENCY).exists()


def test_late_by_days_the_highest_goes_and_the_others_are_overtaken(cast: Cast) -> None:
    live(date(2027, 1, 21), date(2027, 1, 22))
    assert reminded(cast.contact) == [("three_after", date(2027, 1, 21))]
    rows = Reminder.objects.filter(user=cast.contact.user_id, outcome=Outcome.OVERTAKEN)
    assert [one.rung for one in rows.order_by("pk")] == [
        "still_you",
        "open",
        "five_before",
        "one_before",
        "one_after",
    ]


def test_an_empty_post_is_noted_and_who_comes_is_reminded(cast: Cast) -> None:
    live(DAYS["three_after"], DAYS["three_after"], 8, 9, 10)
    [row] = Reminder.objects.filter(outcome=Outcome.NOBODY, report__institution__slug=AGENCY)
    assert (row.rung, row.role) == ("three_after", "head_of_unit")
    head = seat_head()
    live(date(2027, 1, 21), date(2027, 1, 25))
    assert reminded(head) == [("three_after", date(2027, 1, 21))]


def test_without_a_contact_person_the_alternate_is_asked(cast: Cast) -> None:
    Tenure.objects.filter(user=cast.contact.user_id).update(ends_on=date(2026, 12, 31))
    live(DAYS["open"], DAYS["one_before"])
    assert [rung for rung, _ in reminded(cast.alternate)] == ["open", "five_before", "one_before"]
    nobody = Reminder.objects.filter(outcome=Outcome.NOBODY, report__institution__slug=AGENCY)
    assert {one.role for one in nobody} == {Role.CONTACT}


def test_who_was_just_appointed_is_not_asked_whether_it_is_still_they(cast: Cast) -> None:
    new = appoint(Role.CONTACT, AGENCY, "new@example.org", date(2026, 12, 1))
    live(DAYS["still_you"], date(2026, 12, 4))
    assert reminded(new) == []
    assert reminded(cast.contact) == [("still_you", DAYS["still_you"])]


def test_several_posts_make_one_mail_a_day(cast: Cast) -> None:
    both = appoint(Role.CONTACT, "mlga", user(cast.contact).email)
    assert both.user_id == cast.contact.user_id
    live(DAYS["open"], DAYS["open"])
    [mail] = mails(cast.contact)
    assert mail.body.count("/my/reports/") == 2
    assert len(reminded(cast.contact)) == 2


def test_contact_and_alternate_in_one_person_is_told_once(cast: Cast) -> None:
    appoint(Role.ALTERNATE, AGENCY, user(cast.contact).email)
    live(DAYS["one_after"], DAYS["one_after"])
    [mail] = mails(cast.contact)
    assert mail.body.count("/my/reports/") == 1
    assert len(reminded(cast.contact)) == 2


def test_a_round_that_is_moved_has_its_ladder_anew(cast: Cast) -> None:
    live(DAYS["open"], date(2027, 1, 14))
    later = Period(
        HALF.covers_from, HALF.covers_until, HALF.opens_on, date(2027, 1, 29), HALF.closes_on
    )
    one = cast.report(round="2026-H2").round
    change_days(one, later, by=cast.coordinator, at=at(date(2027, 1, 14), 16))
    live(date(2027, 1, 15), date(2027, 2, 3))
    assert reminded(cast.contact)[3:] == [
        ("five_before", date(2027, 1, 22)),
        ("one_before", date(2027, 1, 28)),
        ("one_after", date(2027, 2, 1)),
        ("three_after", date(2027, 2, 3)),
    ]


def test_a_closed_round_reminds_nobody(cast: Cast) -> None:
    climb(at=at(date(2027, 4, 1)))
    assert not Message.objects.exists()
    assert not Letter.objects.exists()


def test_a_late_round_opens_without_what_would_come_before_its_window(cast: Cast) -> None:
    one = cast.report(round="2026-H2").round
    short = Period(
        HALF.covers_from, HALF.covers_until, date(2027, 1, 11), HALF.due_on, HALF.closes_on
    )
    change_days(one, short, by=cast.coordinator, at=at(date(2027, 1, 4)))
    live(date(2027, 1, 8), date(2027, 1, 14))
    assert [rung for rung, _ in reminded(cast.contact)] == ["still_you", "open", "one_before"]


def test_before_the_method_is_adopted_silence_is_not_public(cast: Cast) -> None:
    from followthrough.plans.models import MethodVersion

    MethodVersion.objects.update(adopted_on=None, adoption_act="")
    live(DAYS["one_after"], date(2027, 2, 5))
    assert not Reminder.objects.filter(rung=Rung.PUBLIC).exists()
    assert not any("No report" in one.body for one in mails(cast.contact))


@pytest.mark.parametrize("crash_at", [0, 1])
def test_one_that_fails_holds_up_no_other(
    cast: Cast, crash_at: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from followthrough.reminders.operations import ladder

    asked: list[int] = []
    real = ladder.remind

    def remind(user_id: int, plan: object, *, at: datetime) -> bool:
        asked.append(user_id)
        if len(asked) == crash_at + 1:
            raise OSError("no disk")
        return real(user_id, plan, at=at)  # type: ignore[arg-type]

    monkeypatch.setattr(ladder, "remind", remind)
    climb(at=at(DAYS["open"]))
    # Two contact persons, and the alternate who was never asked.
    assert Message.objects.count() == 2
    climb(at=at(DAYS["open"], 10))
    assert Message.objects.count() == 3
    assert "the next turn tries it again" in caplog.text
