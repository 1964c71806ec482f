"""Opening a reporting period, moving its days, and seeing who has reported."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from followthrough.desk.forms.rounds import suggested
from followthrough.desk.tests.filing_cast import VIEWS, at_desk
from followthrough.plans.models import Plan
from followthrough.reporting.models import Round
from followthrough.reporting.tests.cast import NOW, SECOND, Cast, seat, sent

ROUNDS = "/en/desk/rounds/"
ROUND = f"{ROUNDS}2026-H1/"
FIRST = {
    "covers_from": "2026-01-01",
    "covers_until": "2026-06-30",
    "opens_on": "2026-07-01",
    "due_on": "2026-07-15",
    "closes_on": "2026-09-30",
}


@pytest.fixture(autouse=True)
def _edges(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SECOND_FACTOR_COMPULSORY = False
    monkeypatch.setattr("followthrough.reporting.emails._tell", lambda *a, **k: None)
    for name in VIEWS:
        monkeypatch.setattr(f"followthrough.desk.views.{name}.now", lambda: NOW)


@pytest.fixture
def cast(db: None) -> Cast:
    return seat()


@pytest.fixture
def desk(cast: Cast) -> Client:
    return at_desk(cast.coordinator)


def test_the_usual_days_are_suggested(cast: Cast) -> None:
    assert suggested(Plan.objects.get()) == {
        "covers_from": date(2026, 1, 1),
        "covers_until": date(2026, 6, 30),
        "opens_on": date(2026, 7, 1),
        "due_on": date(2026, 7, 15),
        "closes_on": date(2026, 9, 30),
    }
    cast.open()
    found = suggested(Plan.objects.get())
    # New Year's days and a weekend come first.
    assert found and (found["opens_on"], found["due_on"]) == (date(2027, 1, 5), date(2027, 1, 15))


def test_who_gets_a_report_is_said_before_it_is_opened(desk: Client) -> None:
    page = desk.get(ROUNDS).content.decode()
    assert "15 outputs" in page and "2 outputs" in page
    assert "The lead institution is not known." in page
    assert "The expected outputs are not known." in page
    assert '<option value="15" selected' in page.replace("\n", " ")


def test_opening_twice_is_opening_once(desk: Client) -> None:
    for _ in range(2):
        assert desk.post(ROUNDS, FIRST)["Location"] == ROUND
    assert Round.objects.count() == 1
    assert b"0 of 2 reports received" in desk.get(ROUND).content


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"opens_on": "2026-06-01"}, b"only after the period"),
        ({"due_on": "2026-06-30"}, b"opens first, then falls due"),
        ({"covers_from": "2025-01-01"}, b"outside the plan"),
    ],
)
def test_days_that_do_not_fit_are_refused(
    desk: Client, wrong: dict[str, str], sentence: bytes
) -> None:
    answer = desk.post(ROUNDS, {**FIRST, **wrong})
    assert answer.status_code == 409
    assert sentence in answer.content
    assert not Round.objects.exists()


def test_a_missing_day_is_named(desk: Client) -> None:
    answer = desk.post(ROUNDS, {**FIRST, "due_on": ""})
    assert answer.status_code == 422
    assert b"Reports are due on" in answer.content


def test_the_days_are_moved(cast: Cast, desk: Client) -> None:
    cast.open()
    days = {key: FIRST[key] for key in ("opens_on", "due_on", "closes_on")}
    assert desk.post(ROUND, {**days, "due_on": "2026-07-22"}).status_code == 302
    assert Round.objects.get().due_on == date(2026, 7, 22)
    assert desk.post(ROUND, {**days, "closes_on": "2026-07-01"}).status_code == 409


def test_who_has_reported_and_when(cast: Cast, desk: Client) -> None:
    cast.open()
    sent(cast.report(), cast.contact)
    page = desk.get(ROUND).content.decode()
    assert "1 of 2 reports received" in page
    assert "reports/2026-H1/mlga/on-behalf/" in page
    assert "corruption-prevention-agency/on-behalf/" not in page


def test_after_the_last_round_none_is_offered(cast: Cast, desk: Client) -> None:
    Plan.objects.update(ends_on=SECOND.covers_until)
    cast.open()
    cast.open(SECOND, NOW)
    assert b"Set up the next" not in desk.get(ROUNDS).content


def test_only_who_manages_rounds(cast: Cast) -> None:
    cast.open()
    for path in (ROUNDS, ROUND):
        assert at_desk(cast.contact).get(path).status_code == 403
        assert at_desk(cast.coordinator).delete(path).status_code == 405
    assert at_desk(cast.coordinator).get(f"{ROUNDS}2030-H1/").status_code == 404
