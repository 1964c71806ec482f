"""Putting people on posts: once each, by who may, ending with a day."""

from datetime import date, timedelta

import pytest

from followthrough.accounts.models import Post, Role, Tenure, User
from followthrough.accounts.operations import appoint, end_tenure, record_act
from followthrough.accounts.permissions import CONSOLE, NotAllowed
from followthrough.accounts.queries import person_of
from followthrough.accounts.refusals import OneOwnPost, StillHolds, WrongDay
from followthrough.accounts.tests.cast import AT, DAY, START, acting, institution, put
from followthrough.audit.models import Event
from followthrough.outbox.models import Message

pytestmark = pytest.mark.django_db


def test_appointing_makes_post_person_and_invitation() -> None:
    tenure = put(Role.CONTACT, "fish")

    assert (Post.objects.count(), User.objects.count(), Tenure.objects.count()) == (1, 1, 1)
    assert person_of(tenure.user, AT).actors[0].role is Role.CONTACT
    mail = Message.objects.get()
    assert mail.to == "contact.fish@example.org"
    assert "Contact person" in mail.body and "/en/account/login/" in mail.body


def test_appointing_twice_is_once() -> None:
    first = put(Role.CONTACT, "fish")
    events = Event.objects.count()

    again = put(Role.CONTACT, "fish", "Contact.Fish@Example.org")

    assert again == first
    assert (Event.objects.count(), Message.objects.count()) == (events, 1)


def test_one_person_holds_several_posts() -> None:
    put(Role.CONTACT, "fish", "one@example.org")
    tenure = put(Role.FORUM_MEMBER, "bank", "one@example.org")

    assert {one.role for one in person_of(tenure.user, AT).actors} == {
        Role.CONTACT,
        Role.FORUM_MEMBER,
    }


def test_no_public_line_names_a_person() -> None:
    tenure = put(Role.CONTACT, "fish")
    end_tenure(tenure.pk, DAY, by=CONSOLE, at=AT)

    public = [str((one.by, one.subject, one.payload)) for one in Event.objects.public()]

    assert len(public) == 2
    assert not [one for one in public if "@example" in one or "Holder" in one]


@pytest.mark.parametrize("role", [Role.CONTACT, Role.FORUM_MEMBER, Role.HEAD_OF_INSTITUTION])
def test_other_roles_appoint_nobody(role: Role) -> None:
    by = acting(put(role, "fish"))

    with pytest.raises(NotAllowed):
        appoint(
            institution=institution("fish"),
            role=Role.ADMINISTRATOR,
            name="",
            email="x@example.org",
            language="en",
            starts_on=DAY,
            act="",
            by=by,
            at=AT,
        )


def test_an_ended_tenure_cannot_act() -> None:
    tenure = put(Role.CONTACT, "fish")

    end_tenure(tenure.pk, DAY, by=CONSOLE, at=AT)

    assert person_of(tenure.user, AT).actors
    assert not person_of(tenure.user, AT + timedelta(days=1)).actors


def test_a_tenure_does_not_act_before_it_begins() -> None:
    tenure = put(Role.CONTACT, "fish", starts_on=DAY + timedelta(days=1))

    assert not person_of(tenure.user, AT).actors


def test_nobody_ends_their_own_tenure_or_before_it_began() -> None:
    tenure = put(Role.COORDINATOR, "mlga")

    with pytest.raises(OneOwnPost):
        end_tenure(tenure.pk, DAY, by=acting(tenure), at=AT)
    with pytest.raises(WrongDay):
        end_tenure(tenure.pk, START - timedelta(days=1), by=CONSOLE, at=AT)


def test_a_tenure_that_ends_is_not_begun_a_second_time_before_its_end() -> None:
    tenure = put(Role.CONTACT, "fish")
    end_tenure(tenure.pk, date(2026, 12, 31), by=CONSOLE, at=AT)

    with pytest.raises(StillHolds):
        put(Role.CONTACT, "fish", starts_on=date(2026, 12, 1))
    assert put(Role.CONTACT, "fish", starts_on=date(2027, 1, 1)) != tenure


def test_the_act_may_come_later() -> None:
    tenure = put(Role.CONTACT, "fish")
    events = Event.objects.count()

    record_act(tenure.pk, " Decision 7/2026 ", by=CONSOLE, at=AT)
    record_act(tenure.pk, "Decision 7/2026", by=CONSOLE, at=AT)

    assert Tenure.objects.get().act == "Decision 7/2026"
    assert Event.objects.count() == events + 1
