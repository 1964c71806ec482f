"""The coordinator reminds: what is previewed goes, once a person a day, and skips are told."""

from datetime import date, timedelta

import pytest

from followthrough.accounts.permissions import NotAllowed
from followthrough.outbox.models import Message
from followthrough.reminders.models import Reminder, Rung
from followthrough.reminders.operations.by_hand import Sending, preview, remind
from followthrough.reminders.operations.ladder import climb
from followthrough.reminders.tests.cast import AGENCY, DAYS, MLGA, at, reminded, seat_head
from followthrough.reporting.models import Report
from followthrough.reporting.tests.cast import Cast, sent

LATE = date(2027, 1, 19)


def reports() -> list[Report]:
    return list(Report.objects.all())


def told(sending: Sending) -> list[tuple[str, str, str]]:
    return [(mail.user.email, mail.subject, mail.body) for mail in sending.mails]


def test_the_preview_is_exactly_what_goes(cast: Cast) -> None:
    moment = at(LATE)
    shown = preview(reports(), moment)
    assert not Message.objects.exists()
    went = remind(reports(), by=cast.coordinator, at=moment)
    posted = [(one.to, one.subject, one.body) for one in Message.objects.order_by("pk")]
    assert told(shown) == told(went) == posted
    assert shown.skipped == went.skipped
    assert len(posted) == 3


def test_a_second_press_reminds_nobody_and_says_why(cast: Cast) -> None:
    remind(reports(), by=cast.coordinator, at=at(LATE))
    again = remind(reports(), by=cast.coordinator, at=at(LATE, 15))
    assert again.mails == ()
    assert {one.because for one in again.skipped if one.user} == {
        "Was reminded today already: one reminder a person a day."
    }
    assert Message.objects.count() == 3


def test_who_was_reminded_by_the_ladder_is_skipped_that_day(cast: Cast) -> None:
    climb(at=at(DAYS["one_after"]))
    assert remind(reports(), by=cast.coordinator, at=at(DAYS["one_after"], 15)).mails == ()
    assert remind(reports(), by=cast.coordinator, at=at(LATE)).mails


def test_what_is_due_that_day_is_not_said_again_the_next(cast: Cast) -> None:
    remind(reports(), by=cast.coordinator, at=at(DAYS["one_after"], 7))
    for day in (DAYS["one_after"], DAYS["one_after"] + timedelta(days=1)):
        climb(at=at(day))
    assert reminded(cast.contact) == [("by_hand", DAYS["one_after"])]
    climb(at=at(DAYS["three_after"]))
    assert reminded(cast.contact)[1:] == [("three_after", DAYS["three_after"])]


def test_posts_are_those_of_the_rung_that_is_reached(cast: Cast) -> None:
    head = seat_head()
    agency = Report.objects.filter(institution__slug=AGENCY)

    def asked(day: date) -> set[str]:
        return {mail.parts[0].role for mail in preview(list(agency), at(day)).mails}

    assert asked(DAYS["open"]) == {"contact"}
    assert asked(LATE) == {"contact", "alternate"}
    assert asked(DAYS["three_after"]) == {"contact", "alternate", "head_of_unit"}
    assert head.user_id


def test_what_needs_no_reminder_is_skipped_with_its_reason(cast: Cast) -> None:
    before = preview(reports(), at(date(2027, 1, 4)))
    assert {one.because for one in before.skipped} == {"This reporting period has not opened yet."}
    after = preview(reports(), at(date(2027, 4, 1)))
    assert {one.because for one in after.skipped} == {"This reporting period has closed."}
    sent(cast.report(AGENCY, "2026-H2"), cast.contact, at(date(2027, 1, 12)))
    mixed = preview(reports(), at(LATE))
    assert [one.because for one in mixed.skipped if one.report.institution.slug == AGENCY] == [
        "The report has come."
    ]
    # MLGA has no alternate.
    nobody = [one for one in mixed.skipped if one.report.institution.slug == MLGA]
    assert [(one.because, one.role) for one in nobody] == [("Nobody holds the post.", "alternate")]


def test_only_who_may_remind_does(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        remind(reports(), by=cast.contact, at=at(LATE))
    assert not Reminder.objects.filter(rung=Rung.BY_HAND).exists()


def test_reminding_no_one_is_nothing(cast: Cast) -> None:
    assert preview([], at(LATE)) == remind([], by=cast.coordinator, at=at(LATE)) == Sending()
