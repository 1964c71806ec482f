"""The people pages: alarms first, inviting, the act, the end, handing over."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from followthrough.accounts.models import HandOver, Role, Tenure
from followthrough.accounts.operations import end_tenure, name_successor
from followthrough.accounts.permissions import CONSOLE
from followthrough.accounts.queries import day_of
from followthrough.accounts.tests.cast import acting, institution, put, sign_in
from followthrough.desk.queries.people import alarms, places
from followthrough.lib.clock import now
from followthrough.outbox.models import Message, State

pytestmark = pytest.mark.django_db
PEOPLE, INVITE, HAND_OVER = "/en/desk/people/", "/en/desk/people/invite/", "/en/my/hand-over/"


@pytest.fixture
def coordinator() -> Tenure:
    return put(Role.COORDINATOR, "mlga")


@pytest.fixture
def contact() -> Tenure:
    return put(Role.CONTACT, "fish")


@pytest.fixture
def desk(client: Client, coordinator: Tenure) -> Client:
    sign_in(client, coordinator.user)
    return client


def day(name: str, days: int = 0) -> dict[str, str]:
    """What the three parts of a day send."""
    one = day_of(now()) + timedelta(days=days)
    return {f"{name}_{part}": str(getattr(one, part)) for part in ("day", "month", "year")}


def successor(contact: Tenure) -> HandOver:
    return name_successor(
        contact.pk,
        name="The Next",
        email="next@example.org",
        from_day=day_of(now()),
        by=acting(contact),
        at=now(),
    )


def test_inviting_puts_somebody_on_the_post(desk: Client) -> None:
    institution("fish")
    sent = {
        "institution": "fish",
        "role": "contact",
        "name": "Contact of Fish",
        "email": "new@example.org",
        "language": "sr-latn",
        **day("starts_on"),
    }

    page = desk.post(INVITE, sent, follow=True).content.decode()
    desk.post(INVITE, sent)

    assert "The invitation to new@example.org is on its way." in page
    assert "pending" in page
    assert Tenure.objects.filter(user__email="new@example.org").count() == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(desk: Client) -> None:
    page = desk.post(INVITE, {"name": "Somebody", "email": "no-address"}).content.decode()

    assert "There is a problem" in page and "Choose the institution." in page
    assert 'value="Somebody"' in page and 'value="no-address"' in page


def test_the_invitation_is_asked_for_with_the_empty_post(desk: Client) -> None:
    institution("fish")

    page = desk.get(f"{INVITE}?institution=fish&role=alternate").content.decode()

    assert page.count("selected") >= 2
    assert '<option value="alternate" selected' in page


def test_the_act_is_noted_and_the_last_day_set(desk: Client, contact: Tenure) -> None:
    page = f"/en/desk/people/tenures/{contact.pk}/"

    assert (
        "The appointing act is noted"
        in desk.post(f"{page}act/", {"act": "Decision 7/2026"}, follow=True).content.decode()
    )
    desk.post(f"{page}end/", day("ends_on", 10))

    contact.refresh_from_db()
    assert contact.act == "Decision 7/2026"
    assert contact.ends_on == day_of(now()) + timedelta(days=10)


def test_ones_own_tenure_is_not_ended_and_says_why(desk: Client, coordinator: Tenure) -> None:
    page = desk.post(f"/en/desk/people/tenures/{coordinator.pk}/end/", day("ends_on"))

    assert "You cannot end your own tenure" in page.content.decode()


def test_handing_over_and_confirming(desk: Client, contact: Tenure) -> None:
    own = Client()
    sign_in(own, contact.user)
    sent = {"tenure": contact.pk, "name": "The Next", "email": "next@example.org"}

    page = own.post(HAND_OVER, {**sent, **day("from_day")}, follow=True).content.decode()
    assert "You have named The Next" in page
    assert "hands over: Contact person" in desk.get(PEOPLE).content.decode()
    decide = f"/en/desk/people/hand-overs/{HandOver.objects.get().pk}/"
    desk.post(decide, {"act": "Decision 9/2026"})
    desk.post(decide, {"act": "Decision 9/2026"})

    assert Tenure.objects.get(user__email="next@example.org").act == "Decision 9/2026"
    assert own.get(HAND_OVER).status_code == 403


def test_refusing_needs_a_reason(desk: Client, contact: Tenure) -> None:
    refuse = f"/en/desk/people/hand-overs/{successor(contact).pk}/refuse/"

    assert "Say why" in desk.post(refuse, {"reason": " "}).content.decode()
    desk.post(refuse, {"reason": "Not in the agency."})

    assert HandOver.objects.get().state == HandOver.State.REFUSED


def test_taking_it_back(client: Client, contact: Tenure) -> None:
    sign_in(client, contact.user)

    client.post(f"{HAND_OVER}{successor(contact).pk}/withdraw/")

    assert HandOver.objects.get().state == HandOver.State.WITHDRAWN


def test_somebody_elses_hand_over_is_not_found(client: Client, contact: Tenure) -> None:
    hand_over = successor(contact)
    sign_in(client, put(Role.CONTACT, "bank").user)

    assert client.post(f"{HAND_OVER}{hand_over.pk}/withdraw/").status_code == 404


def test_a_post_of_others_cannot_be_handed_over(client: Client, contact: Tenure) -> None:
    sign_in(client, put(Role.CONTACT, "bank").user)
    put(Role.ALTERNATE, "bank", "contact.bank@example.org")
    sent = {"tenure": contact.pk, "name": "X", "email": "x@example.org", **day("from_day")}

    client.post(HAND_OVER, sent)

    assert not HandOver.objects.exists()


@pytest.mark.parametrize("role", [Role.CONTACT, Role.FORUM_MEMBER, Role.REVIEWER])
def test_the_wrong_role_sees_nobody(client: Client, role: Role) -> None:
    sign_in(client, put(role, "fish").user)

    assert client.get(PEOPLE).status_code == 403
    assert client.get(INVITE).status_code == 403


def test_the_wrong_method_is_refused(desk: Client, contact: Tenure) -> None:
    assert desk.get(f"/en/desk/people/tenures/{contact.pk}/end/").status_code == 405
    assert desk.post(PEOPLE).status_code == 405


def test_the_team_shows_who_else_and_what_is_empty(client: Client, contact: Tenure) -> None:
    put(Role.HEAD_OF_UNIT, "fish")
    put(Role.CONTACT, "bank")
    sign_in(client, contact.user)

    page = client.get("/en/my/team/").content.decode()

    assert "head_of_unit.fish@example.org" in page
    assert "contact.bank@example.org" not in page


def test_an_ending_tenure_and_refused_mail_raise_alarms(desk: Client, contact: Tenure) -> None:
    today = day_of(now())
    end_tenure(contact.pk, today + timedelta(days=20), by=CONSOLE, at=now())
    Message.objects.filter(to=contact.user.email).update(state=State.REFUSED)

    found = [one.sentence for one in alarms(places(today), today)]

    assert any("A tenure ends on" in one for one in found)
    assert any("contact.fish@example.org was refused" in one for one in found)


def test_an_ending_tenure_with_a_successor_is_no_alarm(desk: Client, contact: Tenure) -> None:
    today = day_of(now())
    end_tenure(contact.pk, today + timedelta(days=20), by=CONSOLE, at=now())
    put(Role.CONTACT, "fish", "next@example.org", starts_on=today + timedelta(days=21))

    assert not alarms(places(today), today)


def test_the_page_asks_the_same_number_of_queries_for_many(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for slug in ("fish", "bank", "park", "road"):
        put(Role.CONTACT, slug)
        put(Role.ALTERNATE, slug)

    with django_assert_max_num_queries(14):
        desk.get(PEOPLE)


def test_the_language_of_mails(client: Client, contact: Tenure) -> None:
    sign_in(client, contact.user)

    client.post("/en/my/account/", {"language": "sr-latn"})

    contact.user.refresh_from_db()
    assert contact.user.language == "sr-latn"
