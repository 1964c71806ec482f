"""Signing in: a code by mail, a second step where the post asks for it, nothing lost on the way."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client

from followthrough.accounts.models import Role, Tenure
from followthrough.accounts.operations import end_tenure
from followthrough.accounts.permissions import CONSOLE
from followthrough.accounts.queries import day_of
from followthrough.accounts.tests.cast import put
from followthrough.lib.clock import now
from followthrough.outbox.models import Message

pytestmark = pytest.mark.django_db
LOGIN, CODE, ME = "/en/account/login/", "/en/account/login/code/", "/en/my/account/"
HAND_OVER = "/en/my/hand-over/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def contact() -> Tenure:
    return put(Role.CONTACT, "fish")


@pytest.fixture
def coordinator() -> Tenure:
    return put(Role.COORDINATOR, "mlga")


def ask(client: Client, email: str, then: str = "") -> HttpResponse:
    query = f"?next={then}" if then else ""
    client.get(LOGIN + query)
    return client.post(LOGIN + query, {"email": email, "next": then}, follow=True)  # type: ignore[return-value]


def mailed_code(email: str) -> str:
    mail = Message.objects.filter(to=email, key__startswith="code:").latest("pk")
    found = re.search(r"^\d{6}$", mail.body, re.MULTILINE)
    assert found
    return found[0]


def sign_in(client: Client, email: str, then: str = "") -> HttpResponse:
    ask(client, email, then)
    data = {"code": mailed_code(email), "next": then}
    return client.post(CODE, data, follow=True)  # type: ignore[return-value]


def app_code() -> str:
    counter = next(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(SECRET, counter)))


def test_a_code_signs_in(client: Client, contact: Tenure) -> None:
    page = sign_in(client, contact.user.email)

    assert page.redirect_chain[-1][0] == "/en/my/"  # type: ignore[attr-defined]
    assert client.get(ME).status_code == 200


def test_the_coordinator_begins_at_the_desk(
    client: Client, coordinator: Tenure, settings: Any
) -> None:
    settings.SECOND_FACTOR_COMPULSORY = False
    page = sign_in(client, coordinator.user.email)

    assert page.redirect_chain[-1][0] == "/en/desk/"  # type: ignore[attr-defined]


def test_the_session_has_a_new_name_after_signing_in(client: Client, contact: Tenure) -> None:
    ask(client, contact.user.email)
    before = client.session.session_key

    client.post(CODE, {"code": mailed_code(contact.user.email)})

    assert client.session.session_key != before
    assert client.get(ME).status_code == 200


def test_spaces_in_a_pasted_code_do_not_count(client: Client, contact: Tenure) -> None:
    ask(client, contact.user.email)
    code = mailed_code(contact.user.email)

    client.post(CODE, {"code": f" {code[:3]} {code[3:]}\n"})

    assert client.get(ME).status_code == 200


def test_a_code_counts_once(client: Client, contact: Tenure) -> None:
    sign_in(client, contact.user.email)
    code = mailed_code(contact.user.email)
    other = Client()
    ask(other, contact.user.email)

    other.post(CODE, {"code": code if code != mailed_code(contact.user.email) else "000000"})

    assert other.get(ME).status_code == 302


def test_a_wrong_code_says_so(client: Client, contact: Tenure) -> None:
    ask(client, contact.user.email)
    wrong = "000000" if mailed_code(contact.user.email) != "000000" else "000001"

    page = client.post(CODE, {"code": wrong})

    assert "This code is not right" in page.content.decode()
    assert "Error:" in page.content.decode().partition("</title>")[0]
    assert client.get(ME).status_code == 302


def test_three_wrong_codes_end_it(client: Client, contact: Tenure) -> None:
    ask(client, contact.user.email)
    right = mailed_code(contact.user.email)
    wrong = "000000" if right != "000000" else "000001"

    for _ in range(3):
        client.post(CODE, {"code": wrong})
    client.post(CODE, {"code": right})

    assert client.get(ME).status_code == 302


def test_codes_are_not_sent_without_end(client: Client, contact: Tenure) -> None:
    for _ in range(6):
        ask(Client(), contact.user.email)

    assert Message.objects.filter(key__startswith="code:").count() == 3


def test_an_unknown_address_gets_the_same_answer(client: Client, contact: Tenure) -> None:
    known = ask(Client(), contact.user.email)
    unknown = ask(client, "nobody@example.org")

    def plain(page: HttpResponse, email: str) -> str:
        text = page.content.decode().replace(email, "ADDRESS")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)

    assert "Open Government Action Plan" in unknown.content.decode()
    assert plain(known, contact.user.email) == plain(unknown, "nobody@example.org")
    assert not Message.objects.filter(to="nobody@example.org").exists()
    assert "This code is not right" in client.post(CODE, {"code": "123456"}).content.decode()


def test_opening_a_page_of_signing_in_uses_nothing_up(client: Client, contact: Tenure) -> None:
    ask(client, contact.user.email)
    for _ in range(3):
        client.get(CODE)

    client.post(CODE, {"code": mailed_code(contact.user.email)})

    assert client.get(ME).status_code == 200


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/en/account/signup/").status_code == 404


def test_the_mail_is_in_the_persons_language(client: Client, contact: Tenure) -> None:
    ask(client, contact.user.email)

    assert Message.objects.latest("pk").language == contact.user.language


def test_what_was_being_sent_is_kept(client: Client, contact: Tenure) -> None:
    sent = {"name": "The Next", "email": "next@example.org", "tenure": str(contact.pk)}

    answer = client.post(HAND_OVER, sent)
    assert answer["Location"] == f"{LOGIN}?next=%2Fen%2Fmy%2Fhand-over%2F"
    page = sign_in(client, contact.user.email, HAND_OVER).content.decode()

    assert 'value="The Next"' in page and 'value="next@example.org"' in page
    assert "The Next" not in client.get(HAND_OVER).content.decode()


def test_more_than_a_form_holds_is_not_kept(client: Client) -> None:
    client.post(HAND_OVER, {"name": "x" * 70_000})

    assert "kept_posts" not in client.session


def test_a_fragment_is_not_answered_with_the_sign_in_page(client: Client) -> None:
    answer = client.post(HAND_OVER, {"name": "x"}, headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer["HX-Redirect"].startswith(LOGIN)


def test_a_coordinator_is_led_to_the_second_step(client: Client, coordinator: Tenure) -> None:
    sign_in(client, coordinator.user.email)

    for path in ("/en/desk/people/", ME):
        answer = client.get(path, follow=True)
        assert answer.redirect_chain[0][0].startswith("/en/my/account/second-factor/")
        assert "One more step" in answer.content.decode()
    assert client.get("/en/account/second-step/app/").status_code == 200


def test_setting_up_an_app_opens_the_desk(client: Client, coordinator: Tenure) -> None:
    sign_in(client, coordinator.user.email)
    client.get("/en/account/second-step/app/")
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()

    page = client.post("/en/account/second-step/app/", {"code": app_code()}, follow=True)

    assert "Keep your recovery codes" in page.content.decode()
    assert client.get("/en/desk/people/").status_code == 200


def test_the_second_step_is_asked_at_the_next_sign_in(client: Client, coordinator: Tenure) -> None:
    TOTP.activate(coordinator.user, SECRET)

    page = sign_in(client, coordinator.user.email)
    assert "Second step" in page.content.decode()
    assert client.get("/en/desk/people/").status_code == 302
    wrong = client.post("/en/account/login/second-step/", {"code": "000000"})
    assert "This code is not right" in wrong.content.decode()
    client.post("/en/account/login/second-step/", {"code": app_code()})

    assert client.get("/en/desk/people/").status_code == 200


def test_a_factor_is_sealed_and_none_opens_it_under_another_key(
    client: Client, coordinator: Tenure, settings: Any
) -> None:
    stored = TOTP.activate(coordinator.user, SECRET).instance
    assert SECRET not in str(stored.data)
    sign_in(client, coordinator.user.email)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [], "another key"
    client = Client()
    sign_in(client, coordinator.user.email)
    # What an empty secret would give is no way in either.
    for code in (
        app_code(),
        format_hotp_value(hotp_value("", next(yield_hotp_counters_from_time()))),
    ):
        client.post("/en/account/login/second-step/", {"code": code})
    assert client.get("/en/desk/people/").status_code == 302


def test_the_last_second_factor_stays_while_the_post_asks_for_it(
    client: Client, coordinator: Tenure
) -> None:
    TOTP.activate(coordinator.user, SECRET)
    sign_in(client, coordinator.user.email)
    client.post("/en/account/login/second-step/", {"code": app_code()})

    client.post("/en/account/second-step/app/remove/")

    assert Authenticator.objects.filter(user=coordinator.user, type="totp").exists()


def test_an_ended_session_is_nobodys(client: Client, contact: Tenure) -> None:
    other = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    sign_in(other, contact.user.email)
    sign_in(client, contact.user.email)
    page = client.get(ME).content.decode()
    found = re.search(r"/en/my/account/sessions/(\d+)/end/", page)
    assert found and "Firefox, Windows" in page

    client.post(found[0])

    assert other.get(ME).status_code == 302
    assert client.get(ME).status_code == 200


def test_all_other_sessions_end_at_once(client: Client, contact: Tenure) -> None:
    others = [Client(), Client()]
    for one in [*others, client]:
        sign_in(one, contact.user.email)

    client.post("/en/my/account/sessions/end-others/")

    assert [one.get(ME).status_code for one in [*others, client]] == [302, 302, 200]


def test_nobody_ends_the_session_of_another(client: Client, contact: Tenure) -> None:
    other = Client()
    sign_in(other, put(Role.CONTACT, "bank").user.email)
    sign_in(client, contact.user.email)

    for pk in range(1, 5):
        client.post(f"/en/my/account/sessions/{pk}/end/")

    assert other.get(ME).status_code == 200


def test_a_tenure_that_ended_counts_for_nothing_in_the_next_request(
    client: Client, contact: Tenure
) -> None:
    sign_in(client, contact.user.email)
    assert client.get(HAND_OVER).status_code == 200

    end_tenure(contact.pk, day_of(now()) - timedelta(days=1), by=CONSOLE, at=now())

    assert client.get(HAND_OVER).status_code == 403


def test_signing_out_takes_a_click(client: Client, contact: Tenure) -> None:
    sign_in(client, contact.user.email)

    client.get("/en/account/logout/")
    assert client.get(ME).status_code == 200
    client.post("/en/account/logout/")

    assert client.get(ME).status_code == 302


def test_cookies_are_out_of_reach_of_scripts(client: Client, contact: Tenure) -> None:
    sign_in(client, contact.user.email)
    cookie = client.cookies["sessionid"]

    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_public_page_reads_no_session(client: Client, contact: Tenure) -> None:
    sign_in(client, contact.user.email)

    answer = client.get("/en/how-it-works/")

    assert "Cookie" not in answer.headers.get("Vary", "")
    assert 'href="/en/account/login/"' in answer.content.decode()


def test_a_lost_second_factor_is_reset_from_the_console(
    client: Client, coordinator: Tenure
) -> None:
    TOTP.activate(coordinator.user, SECRET)
    sign_in(client, coordinator.user.email)
    client.post("/en/account/login/second-step/", {"code": app_code()})

    call_command("reset_second_factor", coordinator.user.email, stdout=StringIO())

    assert client.get("/en/desk/people/")["Location"].startswith(LOGIN)
    assert "One more step" in sign_in(client, coordinator.user.email).content.decode()
