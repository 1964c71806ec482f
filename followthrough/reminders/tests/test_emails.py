"""What reminders say: first what to do, 90 words at most in each language, always a way out."""

from datetime import date

import pytest
from django.conf import settings

from followthrough.accounts.models import Role
from followthrough.lib.languages import BY_CODE, INTERFACE
from followthrough.reminders.emails import reminder
from followthrough.reminders.items import Item
from followthrough.reminders.models import Rung
from followthrough.reporting.models import Report
from followthrough.reporting.tests.cast import Cast

MOST_WORDS = 90
LANGUAGES = [one.code for one in INTERFACE]
# Rung, post and working days left of each kind of mail.
KINDS = [
    (Rung.STILL_YOU, Role.CONTACT, 30),
    (Rung.OPEN, Role.CONTACT, 7),
    (Rung.FIVE_BEFORE, Role.CONTACT, 5),
    (Rung.ONE_BEFORE, Role.CONTACT, 1),
    (Rung.ONE_BEFORE, Role.CONTACT, 0),
    (Rung.ONE_AFTER, Role.ALTERNATE, -1),
    (Rung.THREE_AFTER, Role.HEAD_OF_UNIT, -3),
    (Rung.BY_HAND, Role.HEAD_OF_UNIT, 2),
    (Rung.LETTER, Role.COORDINATOR, -7),
]


def item(report: Report, rung: Rung, role: Role, left: int) -> Item:
    """With everything that there may be to say."""
    suggested, silent = date(2027, 1, 8), date(2027, 1, 29)
    return Item(rung, role, report, 14, 12, 30, 4, 5, left, suggested, silent)


@pytest.fixture
def report(cast: Cast) -> Report:
    """Of the institution with the longest name."""
    return cast.report("mlga", "2026-H2")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_is_short_and_begins_with_what_to_do(
    report: Report, kind: tuple[Rung, Role, int], language: str
) -> None:
    subject, body = reminder([item(report, *kind)], language)
    first, *_, last = body.split("\n\n")
    link = f"{settings.PUBLIC_URL}/{BY_CODE[language].prefix}/"
    assert len(body.split()) <= MOST_WORDS
    assert 0 < len(subject) <= 120
    assert first.count(link) == 1
    assert body.count(link) == (1 if kind[0] is Rung.STILL_YOU else 2)
    if kind[0] is not Rung.STILL_YOU:
        assert last.endswith("/my/hand-over/")
    assert "%(" not in subject + body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_has_a_link_for_each_thing(report: Report, language: str) -> None:
    items = [item(report, *kind) for kind in KINDS]
    subject, body = reminder(items, language)
    assert str(len(KINDS)) in subject
    assert body.count(settings.PUBLIC_URL) == len(KINDS) + 2
    assert "%(" not in body


def test_the_day_is_told_from_how_many_are_left(report: Report) -> None:
    soon, today, late = (
        reminder([item(report, Rung.ONE_BEFORE, Role.CONTACT, left)], "en") for left in (2, 0, -1)
    )
    assert "2 working days left" in soon[0]
    assert "is due today" in today[1]
    assert "was due on 15 January 2027" in late[1]
    assert "12 of 30 items are filled in already. 4 of 5 institutions have reported." in late[1]
