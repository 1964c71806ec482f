"""What must I do, and by when?"""

from typing import Any

import pytest
from django.test import Client

from followthrough.accounts.models import Role
from followthrough.desk.tests.filing_cast import FIRST, REPORT, VIEWS, at_desk
from followthrough.reporting.operations.verifying import send_back
from followthrough.reporting.tests.cast import NOW, SEEN, Cast, appoint, seat, sent

MY = "/en/my/"


@pytest.fixture(autouse=True)
def _edges(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SECOND_FACTOR_COMPULSORY = False
    monkeypatch.setattr("followthrough.reporting.emails._tell", lambda *a, **k: None)
    for name in VIEWS:
        monkeypatch.setattr(f"followthrough.desk.views.{name}.now", lambda: NOW)


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    seated.open()
    return seated


def test_a_contact_sees_the_report_its_day_and_how_long_it_takes(cast: Cast) -> None:
    page = at_desk(cast.contact).get(MY).content.decode()
    assert REPORT in page
    assert "Due 15 July 2026" in page and "(in 9 days)" in page
    assert "about 5 minutes" in page
    assert "reports/2026-H1/mlga" not in page


def test_what_was_sent_back_comes_first_with_its_comment(cast: Cast) -> None:
    entry = sent(cast.report(), cast.contact).entries.of_outputs().first()
    assert entry
    send_back(
        entry, comment="Which one?", ticks=SEEN, seen=entry.version, by=cast.coordinator, at=NOW
    )
    page = at_desk(cast.contact).get(MY).content.decode()
    assert f"{FIRST}#done" in page
    assert "Which one?" in page


def test_what_was_sent_is_kept_below(cast: Cast) -> None:
    sent(cast.report(), cast.contact)
    page = at_desk(cast.contact).get(MY).content.decode()
    assert "Nothing waits for you now" in page
    assert REPORT in page


@pytest.mark.parametrize("role", [Role.FORUM_MEMBER, Role.TRANSLATOR, Role.REVIEWER])
def test_whoever_files_nothing_learns_what_their_post_does(cast: Cast, role: Role) -> None:
    page = at_desk(appoint(role, "civil-society-co-implementers")).get(MY).content.decode()
    assert str(role.label) in page
    assert "my/reports/" not in page


def test_the_coordinator_sees_no_list_of_other_peoples_work(cast: Cast) -> None:
    assert b"my/reports/" not in at_desk(cast.coordinator).get(MY).content


def test_nobody_is_asked_to_sign_in(cast: Cast) -> None:
    assert Client().get(MY)["Location"].startswith("/en/")
    assert at_desk(cast.contact).post(MY).status_code == 405


def test_whoever_verifies_reads_how_much_waits_and_by_when(cast: Cast) -> None:
    assert b"Nothing waits for you now" in at_desk(cast.deputy_chair).get(MY).content
    sent(cast.report(), cast.contact)
    page = at_desk(cast.coordinator).get(MY).content.decode()
    assert "outputs wait to be verified" in page and "· by 1" in page


def test_whoever_reads_only_is_not_led_to_what_they_may_not_open(cast: Cast) -> None:
    entry = sent(cast.report(), cast.contact).entries.of_outputs().first()
    assert entry
    send_back(
        entry, comment="Which one?", ticks=SEEN, seen=entry.version, by=cast.coordinator, at=NOW
    )
    head = appoint(Role.HEAD_OF_INSTITUTION, "corruption-prevention-agency")
    page = at_desk(head).get(MY).content.decode()
    assert "Which one?" in page and "Read the report" in page
    assert f"{FIRST}#done" not in page
