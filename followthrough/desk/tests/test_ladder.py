"""The pages around the ladder: still you, days off, letters, five working days more."""

from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
import time_machine
from django.test import Client

from followthrough.accounts.models import User
from followthrough.accounts.permissions import Actor
from followthrough.accounts.tests.cast import sign_in
from followthrough.plans.models import CalendarDay, Plan
from followthrough.reminders.models import Letter, Reminder
from followthrough.reminders.operations.ladder import climb
from followthrough.reminders.tests.cast import AGENCY, DAYS, adopt_method, at, opened
from followthrough.reporting.models import Report
from followthrough.reporting.tests.cast import Cast, seat, sent

LETTER = f"/en/desk/letters/2026-H2/{AGENCY}/"
POSTPONE = f"/en/desk/rounds/2026-H2/{AGENCY}/postpone/"
UNFIT, CONFLICT = 422, 409


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    opened(seated)
    adopt_method()
    return seated


def client_of(actor: Actor) -> Client:
    client = Client()
    sign_in(client, User.objects.get(pk=actor.user_id or 0))
    return client


def on(day: date, hour: int = 10) -> Any:
    return time_machine.travel(at(day, hour), tick=False)


def parts(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


# /my/still-you/


def test_yes_is_one_click_and_is_kept(cast: Cast) -> None:
    climb(at=at(DAYS["still_you"]))
    with on(DAYS["still_you"]):
        client = client_of(cast.contact)
        page = text(client.get("/en/my/still-you/"))
        assert "can be filed from 5 January 2027 and is due on 15 January 2027" in page
        answer = client.post("/en/my/still-you/", {"tenure": cast.contact.tenure_id}, follow=True)
    assert "There is no question for you now" in text(answer)
    answered = Reminder.objects.exclude(answered_at=None).get()
    assert answered.user_id == cast.contact.user_id


def test_nobody_answers_for_another(cast: Cast) -> None:
    climb(at=at(DAYS["still_you"]))
    with on(DAYS["still_you"]):
        client_of(cast.alternate).post("/en/my/still-you/", {"tenure": cast.contact.tenure_id})
    assert not Reminder.objects.exclude(answered_at=None).exists()


def test_the_other_answer_leads_to_the_hand_over_of_that_post(cast: Cast) -> None:
    climb(at=at(DAYS["still_you"]))
    with on(DAYS["still_you"]):
        client = client_of(cast.contact)
        address = f"/en/my/hand-over/?tenure={cast.contact.tenure_id}"
        assert address in text(client.get("/en/my/still-you/"))
        assert "Name the successor" in text(client.get(address))


# /desk/calendar/


def test_the_year_s_days_off_mark_the_estimates(cast: Cast) -> None:
    with on(DAYS["open"]):
        client = client_of(cast.coordinator)
        page = text(client.get("/en/desk/calendar/"))
        assert "Days off in 2027" in page
        assert page.count("> Estimate <") == 3
        assert "Bajram" in text(client.get("/sq/desk/calendar/"))
        assert "Days off in 2026" in text(client.get("/en/desk/calendar/?year=2026"))
        assert client.get("/en/desk/calendar/?year=9999999").status_code == 200


def test_an_eid_is_moved_on_two_pages(cast: Cast) -> None:
    with on(DAYS["open"]):
        client = client_of(cast.coordinator)
        page = "/en/desk/calendar/working-day/"
        assert "2027-03-09" in text(client.get("/en/desk/calendar/"))
        gone = {**parts("worked", date(2027, 3, 9)), "why": "Announced by the Government"}
        assert client.post(page, gone).status_code == 302
        new = {**parts("day", date(2027, 3, 10)), "name": "Eid", "reason": "Announced too"}
        shown = text(client.post("/en/desk/calendar/", new, follow=True))
    assert "Corrected: a working day" in shown
    assert "Announced too" in shown
    assert list(CalendarDay.objects.values_list("day", "is_working")) == [
        (date(2027, 3, 9), True),
        (date(2027, 3, 10), False),
    ]


def test_what_is_missing_or_changes_nothing_is_said(cast: Cast) -> None:
    with on(DAYS["open"]):
        client = client_of(cast.coordinator)
        empty = client.post("/en/desk/calendar/", {})
        assert (empty.status_code, "Choose the day." in text(empty)) == (UNFIT, True)
        new_year = {**parts("day", date(2027, 1, 1)), "name": "x", "reason": "y"}
        refused = client.post("/en/desk/calendar/", new_year)
        assert (refused.status_code, "is a day off already" in text(refused)) == (CONFLICT, True)
        weekend = {**parts("worked", date(2027, 1, 9)), "why": "y"}
        refused = client.post("/en/desk/calendar/working-day/", weekend)
        assert (refused.status_code, "it stays one" in text(refused)) == (CONFLICT, True)


# /desk/letters/


def test_a_letter_is_taken_signed_and_recorded(cast: Cast) -> None:
    climb(at=at(DAYS["letter"]))
    with on(DAYS["letter"]):
        client = client_of(cast.coordinator)
        assert LETTER in text(client.get("/en/desk/letters/"))
        page = text(client.get(LETTER))
        for code in ("sq", "sr"):
            assert f"{LETTER}{code}/docx/" in page
        answer = client.get(f"{LETTER}sq/docx/")
        words = "\n".join(one.text for one in docx.Document(BytesIO(answer.content)).paragraphs)
        assert "A public tool" in words
        assert client.get(f"{LETTER}sr/pdf/").content.startswith(b"%PDF")
        form = {**parts("sent_on", DAYS["letter"]), "protocol_number": "112/2027"}
        shown = text(client.post(LETTER, form, follow=True))
    assert "Recorded as sent" in shown
    assert "under 112/2027" in shown
    letter = Letter.objects.get(report__institution__slug=AGENCY)
    assert (letter.sent_on, letter.protocol_number) == (DAYS["letter"], "112/2027")


def test_a_letter_is_sent_on_a_day_that_fits_and_under_a_number(cast: Cast) -> None:
    climb(at=at(DAYS["letter"]))
    with on(DAYS["letter"]):
        client = client_of(cast.coordinator)
        for day, number, words in (
            (date(2027, 1, 27), "1", "choose a day until today"),
            (date(2027, 1, 25), "1", "cannot have been sent before"),
            (DAYS["letter"], " ", "Type the protocol number"),
        ):
            form = {**parts("sent_on", day), "protocol_number": number}
            assert words in text(client.post(LETTER, form))
    assert not Letter.objects.exclude(sent_on=None).exists()


def test_a_report_that_came_needs_no_letter(cast: Cast) -> None:
    climb(at=at(DAYS["letter"]))
    sent(cast.report(AGENCY, "2026-H2"), cast.contact, at(date(2027, 1, 27)))
    with on(date(2027, 1, 27)):
        client = client_of(cast.coordinator)
        assert "the report has come: not needed" in text(client.get("/en/desk/letters/"))
        assert "no longer needed" in text(client.get(LETTER))


@pytest.mark.parametrize("address", [f"{LETTER}xx/docx/", f"{LETTER}sq/exe/"])
def test_another_language_or_kind_is_nowhere(cast: Cast, address: str) -> None:
    climb(at=at(DAYS["letter"]))
    with on(DAYS["letter"]):
        assert client_of(cast.coordinator).get(address).status_code == 404


# Five working days more


def test_silence_is_postponed_with_a_public_reason(cast: Cast) -> None:
    with on(DAYS["letter"]):
        client = client_of(cast.coordinator)
        assert POSTPONE in text(client.get("/en/desk/rounds/2026-H2/"))
        assert "is public from 29 January 2027" in text(client.get(POSTPONE))
        assert client.post(POSTPONE, {"because": ""}).status_code == UNFIT
        assert client.post(POSTPONE, {"because": "A new contact person."}).status_code == 302
        assert "cannot be done twice" in text(client.get(POSTPONE))
    with on(DAYS["public"]):
        page = text(Client().get("/en/reporting/"))
    assert "Given until 5 February 2027, because: A new contact person." in page
    assert page.count("No report received") == 1


def test_nobody_gives_their_own_institution_more_time(cast: Cast) -> None:
    with on(DAYS["letter"]):
        answer = client_of(cast.coordinator).get("/en/desk/rounds/2026-H2/mlga/postpone/")
    assert answer.status_code == 403
    assert not Report.objects.exclude(postponed_at=None).exists()


def test_a_stranger_finds_none_of_it(cast: Cast) -> None:
    climb(at=at(DAYS["letter"]))
    with on(DAYS["letter"]):
        for address in ("/en/desk/calendar/", "/en/desk/letters/", LETTER, POSTPONE):
            assert client_of(cast.contact).get(address).status_code == 403
            assert Client().get(address).status_code == 302
    assert Plan.objects.exists()
