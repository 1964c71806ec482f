"""Links of evidence are looked at again; two failures a day apart make one dead, in public."""

from datetime import timedelta

import pytest

from followthrough.audit.models import Event
from followthrough.lib.link_check import Look
from followthrough.reporting.models import Evidence, EvidenceKind
from followthrough.reporting.operations.evidence import Details, add_link
from followthrough.reporting.operations.links import check_links
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.tests.cast import NOW, Cast, verified

DAY = timedelta(days=1)
PAGE = Details(EvidenceKind.PAGE.value, "Page", "sq")


@pytest.fixture
def piece(cast: Cast) -> Evidence:
    entry = cast.report().entries.of_outputs()[0]
    return add_link(entry, PAGE, "https://example.org/a", by=cast.contact, at=NOW)


def checked(piece: Evidence, found: Look, days: int) -> Evidence:
    check_links(at=NOW + days * DAY, look=lambda link: found)
    piece.refresh_from_db()
    return piece


def test_one_failure_is_not_enough(piece: Evidence) -> None:
    assert not checked(piece, Look.FAILS, 0).is_dead
    assert not checked(piece, Look.OPENS, 1).is_dead
    assert not checked(piece, Look.FAILS, 9).is_dead


def test_two_failures_a_day_apart_are(piece: Evidence) -> None:
    checked(piece, Look.FAILS, 0)
    assert checked(piece, Look.FAILS, 1).is_dead
    assert not checked(piece, Look.OPENS, 2).is_dead


def test_what_was_not_told_makes_nothing_dead(piece: Evidence) -> None:
    checked(piece, Look.FAILS, 0)
    assert not checked(piece, Look.UNKNOWN, 1).is_dead
    assert not checked(piece, Look.FAILS, 9).is_dead


def test_each_has_its_turn_once_a_week(piece: Evidence) -> None:
    assert check_links(at=NOW, look=lambda link: Look.OPENS) == 1
    assert check_links(at=NOW + DAY, look=lambda link: Look.OPENS) == 0
    assert check_links(at=NOW + 7 * DAY, look=lambda link: Look.OPENS) == 1


def test_the_longest_unseen_come_first_and_no_more_than_a_batch(
    cast: Cast, piece: Evidence
) -> None:
    checked(piece, Look.OPENS, 0)
    entry = cast.report().entries.of_outputs()[1]
    add_link(entry, PAGE, "https://example.org/b", by=cast.contact, at=NOW)
    seen: list[str] = []

    def noting(link: str) -> Look:
        seen.append(link)
        return Look.OPENS

    assert check_links(at=NOW + 8 * DAY, look=noting, most=1) == 1
    assert seen == ["https://example.org/b"]


def test_the_log_tells_when_one_is_given_up_in_public_only_if_it_is(
    cast: Cast, piece: Evidence
) -> None:
    report = verified(cast.report(), cast.contact, cast.coordinator)
    checked(piece, Look.FAILS, 1)
    assert not Event.objects.filter(verb__startswith="evidence.").exists()
    checked(piece, Look.FAILS, 2)
    checked(piece, Look.OPENS, 3)
    publish(report, by=cast.coordinator, at=NOW + 4 * DAY)
    checked(piece, Look.FAILS, 11)
    checked(piece, Look.FAILS, 12)
    told = Event.objects.in_order().filter(verb__startswith="evidence.")
    assert list(told.values_list("verb", "is_public")) == [
        ("evidence.link_dead", False),
        ("evidence.link_back", False),
        ("evidence.link_dead", True),
    ]
