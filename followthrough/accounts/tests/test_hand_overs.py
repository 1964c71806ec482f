"""Handing over: named by who leaves, decided by somebody else, history stays with the post."""

from datetime import date, timedelta

import pytest

from followthrough.accounts.models import HandOver, Role, Tenure
from followthrough.accounts.operations import (
    confirm_hand_over,
    name_successor,
    refuse_hand_over,
    withdraw_hand_over,
)
from followthrough.accounts.permissions import CONSOLE, Actor, NotAllowed
from followthrough.accounts.queries import person_of
from followthrough.accounts.refusals import OneOwnPost, WrongDay, WrongState
from followthrough.accounts.tests.cast import AT, DAY, acting, put
from followthrough.audit.models import Event
from followthrough.outbox.models import Message

pytestmark = pytest.mark.django_db
NEXT = "next@example.org"


@pytest.fixture
def coordinator() -> Actor:
    return acting(put(Role.COORDINATOR, "mlga"))


@pytest.fixture
def tenure(coordinator: Actor) -> Tenure:
    return put(Role.CONTACT, "fish")


def name(tenure: Tenure, email: str = NEXT, by: Actor | None = None, day: date = DAY) -> HandOver:
    by = by or acting(tenure)
    return name_successor(tenure.pk, name="The Next", email=email, from_day=day, by=by, at=AT)


def test_works(tenure: Tenure, coordinator: Actor) -> None:
    hand_over = name(tenure)
    assert Message.objects.filter(to="coordinator.mlga@example.org", key__startswith="successor")

    after = confirm_hand_over(hand_over.pk, act="Decision 9/2026", by=coordinator, at=AT)

    tenure.refresh_from_db()
    assert (after.post, after.starts_on, after.act) == (tenure.post, DAY, "Decision 9/2026")
    assert tenure.ends_on == DAY - timedelta(days=1)
    assert person_of(after.user, AT).actors and not person_of(tenure.user, AT).actors
    assert {one.to for one in Message.objects.filter(key__contains=f"r:{hand_over.pk}")} >= {
        "contact.fish@example.org"
    }
    assert Message.objects.filter(to=NEXT, key__startswith="invitation").count() == 1


def test_a_second_click_does_no_harm(tenure: Tenure, coordinator: Actor) -> None:
    assert name(tenure) == name(tenure)
    hand_over = HandOver.objects.get()

    first = confirm_hand_over(hand_over.pk, by=coordinator, at=AT)
    events = Event.objects.count()

    assert confirm_hand_over(hand_over.pk, by=coordinator, at=AT) == first
    assert Event.objects.count() == events


def test_only_one_successor_waits(tenure: Tenure) -> None:
    hand_over = name(tenure)
    with pytest.raises(WrongState):
        name(tenure, "another@example.org")

    withdraw_hand_over(hand_over.pk, by=acting(tenure), at=AT)
    withdraw_hand_over(hand_over.pk, by=acting(tenure), at=AT)

    assert name(tenure, "another@example.org").state == HandOver.State.NAMED


def test_refused_with_a_reason(tenure: Tenure, coordinator: Actor) -> None:
    hand_over = name(tenure)

    refuse_hand_over(hand_over.pk, "Not in the agency.", by=coordinator, at=AT)
    refuse_hand_over(hand_over.pk, "Again.", by=coordinator, at=AT)

    tenure.refresh_from_db()
    assert tenure.ends_on is None
    mail = Message.objects.get(key=f"refused:{hand_over.pk}")
    assert "Not in the agency." in mail.body
    with pytest.raises(WrongState):
        confirm_hand_over(hand_over.pk, by=coordinator, at=AT)


def test_a_stranger_names_nobody(tenure: Tenure) -> None:
    for stranger in (put(Role.CONTACT, "bank"), put(Role.ALTERNATE, "fish")):
        with pytest.raises(NotAllowed):
            name(tenure, by=acting(stranger))


def test_the_wrong_role_decides_nothing(tenure: Tenure) -> None:
    hand_over = name(tenure)
    for step in (confirm_hand_over, lambda pk, **who: refuse_hand_over(pk, "No.", **who)):
        with pytest.raises(NotAllowed):
            step(hand_over.pk, by=acting(tenure), at=AT)


def test_a_coordinator_does_not_confirm_their_own(coordinator: Actor) -> None:
    own = Tenure.objects.get(post__role=coordinator.role)
    hand_over = name(own)

    with pytest.raises(OneOwnPost):
        confirm_hand_over(hand_over.pk, by=coordinator, at=AT)
    assert confirm_hand_over(hand_over.pk, by=CONSOLE, at=AT).post == own.post


def test_one_is_not_ones_own_successor(tenure: Tenure) -> None:
    with pytest.raises(OneOwnPost):
        name(tenure, "Contact.Fish@example.org")
    with pytest.raises(WrongDay):
        name(tenure, day=date(2025, 1, 1))


def test_confirmed_late_it_begins_today(tenure: Tenure, coordinator: Actor) -> None:
    hand_over = name(tenure)

    after = confirm_hand_over(hand_over.pk, by=coordinator, at=AT + timedelta(days=5))

    tenure.refresh_from_db()
    assert after.starts_on == DAY + timedelta(days=5)
    assert tenure.ends_on == DAY + timedelta(days=4)
