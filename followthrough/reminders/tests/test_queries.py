"""What the desk reads: the last contact, the next rung, and everything that goes wrong."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from followthrough.accounts.models import Tenure, User
from followthrough.outbox.models import Message, State
from followthrough.reminders.operations.ladder import climb
from followthrough.reminders.operations.still_you import confirm_post
from followthrough.reminders.queries import Alarm, Ladder, alarms, ladder_of
from followthrough.reminders.tests.cast import AGENCY, DAYS, MLGA, at, user
from followthrough.reporting.models import Report
from followthrough.reporting.tests.cast import Cast, sent

NOON = 12


def stands(day: date, slug: str = AGENCY) -> Ladder:
    found = Report.objects.select_related("round__plan__method").filter(institution__slug=slug)
    [report] = found
    return ladder_of([report], at(day, NOON))[report.pk]


def kinds(day: date, slug: str) -> list[str]:
    return [
        f"{one.kind.value} {one.role or ''}"
        for one in alarms(at(day, NOON))
        if one.institution and one.institution.slug == slug
    ]


def test_before_the_first_contact_the_next_rung_is_told(cast: Cast) -> None:
    found = stands(date(2026, 11, 20))
    assert found.last is None
    assert found.next
    assert (found.next.rung, found.next.day) == ("still_you", DAYS["still_you"])
    assert found.silent_from == DAYS["public"]


def test_the_last_contact_and_the_next_rung(cast: Cast) -> None:
    climb(at=at(DAYS["one_after"]))
    found = stands(DAYS["one_after"])
    assert found.last
    assert found.next
    assert (found.last.rung, found.last.roles) == ("one_after", ("contact", "alternate"))
    assert found.last.at == at(DAYS["one_after"])
    assert (found.next.rung, found.next.day) == ("three_after", DAYS["three_after"])
    assert "head_of_unit" in found.next.roles


def test_a_report_that_came_has_no_next(cast: Cast) -> None:
    climb(at=at(DAYS["open"]))
    sent(cast.report(AGENCY, "2026-H2"), cast.contact, at(date(2027, 1, 12)))
    found = stands(date(2027, 1, 20))
    assert found.next is None
    assert found.last


def test_the_letter_and_the_answer_are_shown(cast: Cast) -> None:
    climb(at=at(DAYS["still_you"]))
    assert stands(DAYS["still_you"]).confirmed_at is None
    confirm_post(by=cast.contact, at=at(DAYS["still_you"], 10))
    assert stands(DAYS["still_you"]).confirmed_at == at(DAYS["still_you"], 10)
    climb(at=at(DAYS["letter"]))
    assert stands(DAYS["letter"]).letter


def test_the_ladder_of_many_takes_as_many_queries_as_of_one(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = list(Report.objects.select_related("round__plan__method", "letter"))
    assert len(found) == 2
    with django_assert_num_queries(3):
        assert len(ladder_of(found, at(DAYS["open"]))) == 2
    with django_assert_num_queries(3):
        ladder_of(found[:1], at(DAYS["open"]))


def test_empty_posts_are_alarms_the_head_of_unit_s_once_it_matters(cast: Cast) -> None:
    assert kinds(DAYS["open"], AGENCY) == []
    assert kinds(DAYS["open"], MLGA) == ["empty alternate"]
    assert kinds(DAYS["one_after"], AGENCY) == ["empty head_of_unit"]
    Tenure.objects.filter(user=cast.contact.user_id).update(ends_on=date(2027, 1, 10))
    assert kinds(DAYS["open"], AGENCY) == ["ending contact"]
    assert kinds(DAYS["one_before"], AGENCY) == ["empty contact"]


def test_a_post_that_somebody_follows_on_is_none(cast: Cast) -> None:
    held = Tenure.objects.get(user=cast.contact.user_id)
    next_one = User.objects.create(email="next@example.org", name="Next")
    Tenure.objects.filter(pk=held.pk).update(ends_on=date(2027, 1, 10))
    Tenure.objects.create(
        post=held.post, user=next_one, starts_on=date(2027, 1, 11), appointed_at=at(DAYS["open"])
    )
    assert kinds(DAYS["open"], AGENCY) == []


@pytest.mark.parametrize("state", [State.REFUSED, State.UNSURE])
def test_a_mail_that_did_not_arrive_names_its_post(cast: Cast, state: State) -> None:
    climb(at=at(DAYS["open"]))
    mail = Message.objects.filter(to=user(cast.contact).email)
    mail.update(state=state, claimed_at=at(DAYS["open"]))
    [found] = [one for one in alarms(at(DAYS["open"], NOON)) if one.message]
    assert (found.kind, found.institution and found.institution.slug) == (state.value, AGENCY)
    assert user(cast.contact).email in found.sentence


def test_a_mail_server_that_is_away_is_one_alarm_however_many_wait(cast: Cast) -> None:
    climb(at=at(DAYS["open"]))
    Message.objects.update(attempts=2, last_error="Connection refused")
    found: list[Alarm] = [one for one in alarms(at(DAYS["open"], NOON)) if one.kind == "delayed"]
    assert len(found) == 1
    assert "3 mails wait since" in found[0].sentence
    assert "Connection refused" in found[0].sentence


def test_alarms_take_a_fixed_number_of_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        alarms(at(DAYS["one_after"]))
