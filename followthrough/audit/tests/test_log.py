"""The log: appended in order, and any later change to it is found."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from followthrough.audit import operations
from followthrough.audit.models import Chain, Event, PublishedHead
from followthrough.audit.queries import public_head

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def write(count: int = 3, *, public: bool = True) -> None:
    for number in range(count):
        operations.record(
            "plan.imported",
            "plan:x",
            by="system:console",
            at=AT,
            payload={"n": number},
            public=public,
        )


def test_lines_are_numbered_and_chained() -> None:
    write(3)

    events = list(Event.objects.in_order())
    assert [event.sequence for event in events] == [1, 2, 3]
    assert events[2].previous == events[1].digest
    assert operations.verify() == 3


def test_an_empty_log_is_intact() -> None:
    assert operations.verify() == 0


@pytest.mark.parametrize(
    "change",
    [
        {"by": "somebody else"},
        {"verb": "plan.adopted"},
        {"subject": "plan:y"},
        {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"is_public": False},
        {"payload": {"n": 99}},
        {"salt": "x"},
        {"previous": "0" * 64},
        {"digest": "1" * 64},
    ],
)
def test_a_changed_line_is_found(change: dict[str, object]) -> None:
    write(3)
    Event.objects.filter(sequence=2).update(**change)

    with pytest.raises(operations.BrokenLog, match="line 2|Line 2|line 3|Line 3"):
        operations.verify()


@pytest.mark.parametrize("sequence", [1, 2])
def test_a_deleted_line_is_found(sequence: int) -> None:
    write(3)
    Event.objects.filter(sequence=sequence).delete()

    with pytest.raises(operations.BrokenLog, match="missing"):
        operations.verify()


def test_a_cut_tail_is_found() -> None:
    write(3)
    Event.objects.filter(sequence=3).delete()

    with pytest.raises(operations.BrokenLog, match="ends at line 2"):
        operations.verify()


def test_a_cut_tail_is_found_by_the_published_head_even_if_the_end_is_forged() -> None:
    write(3)
    operations.publish_head(day=date(2026, 11, 23))
    Event.objects.filter(sequence=3).delete()
    last = Event.objects.get(sequence=2)
    Chain.objects.update(sequence=2, digest=last.digest)

    with pytest.raises(operations.BrokenLog, match="published on 2026-11-23"):
        operations.verify()


def test_the_head_of_a_day_is_published_once() -> None:
    write(1)
    first = operations.publish_head(day=date(2026, 11, 23))
    write(1)

    second = operations.publish_head(day=date(2026, 11, 23))

    assert (first.sequence, second.sequence, PublishedHead.objects.count()) == (1, 1, 1)


def test_a_published_head_moves_the_public_head_once() -> None:
    write(1)
    before = public_head()

    operations.publish_head(day=date(2026, 11, 23))
    after = public_head()
    operations.publish_head(day=date(2026, 11, 23))

    assert before != after == public_head()


def test_only_public_lines_move_the_public_head() -> None:
    write(1)
    before = public_head()
    write(1, public=False)

    assert public_head() == before
    write(1)
    assert public_head() != before


def test_a_moment_read_from_another_clock_is_the_same_moment() -> None:
    at = datetime(2027, 1, 22, 10, tzinfo=ZoneInfo("Europe/Belgrade"))

    operations.record("plan.edited", "plan:x", by="x", at=at, public=True)

    assert operations.verify() == 1
