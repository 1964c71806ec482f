"""Writers and checkers of the log at the same moment: one chain, and no false alarm."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection

from followthrough.audit import operations
from followthrough.audit.models import Event, PublishedHead

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WRITERS, LINES = 3, 40


def write(count: int = LINES) -> None:
    for number in range(count):
        operations.record("v", "s", by="b", at=AT, payload={"n": number}, public=True)


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    problems: list[Exception] = []

    def work(act: Callable[[], object]) -> None:
        try:
            act()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=work, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def test_writers_make_one_chain() -> None:
    assert at_once(*[write] * WRITERS) == []
    assert operations.verify() == Event.objects.count() == WRITERS * LINES


def test_checking_while_others_write_finds_no_fault() -> None:
    def check() -> None:
        for _ in range(LINES):
            operations.verify()

    assert at_once(*[write] * WRITERS, check) == []


def test_a_head_published_while_others_write_is_intact() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(LINES)]

    def publish() -> None:
        for day in days:
            operations.publish_head(day=day)

    assert at_once(*[write] * WRITERS, publish) == []
    assert PublishedHead.objects.filter(is_intact=True).count() == len(days)
    assert operations.verify() == WRITERS * LINES
