"""The coordinator's own report waits five working days for the deputy chair, and no longer."""

from datetime import UTC, datetime, timedelta

from followthrough.accounts.permissions import CLOCK
from followthrough.audit.models import Event
from followthrough.reporting.models import PublishedEntry, ReportState, Source
from followthrough.reporting.operations.publishing import publish_overdue
from followthrough.reporting.operations.verifying import send_back, verify
from followthrough.reporting.queries.jobs import is_anything_unverified
from followthrough.reporting.tests.cast import NOW, SEEN, Cast, sent

# Sent on Monday 6 July 2026: the fifth working day is Monday 13 July.
LAST_DAY = datetime(2026, 7, 13, 20, tzinfo=UTC)
AFTER = LAST_DAY + timedelta(days=1)


def test_not_before_the_fifth_working_day_is_over(cast: Cast) -> None:
    sent(cast.report("mlga"), cast.mlga_contact)
    assert publish_overdue(at=LAST_DAY) == 0
    assert publish_overdue(at=AFTER) == 1
    assert cast.report("mlga").state == ReportState.PUBLISHED
    assert {row.source for row in PublishedEntry.objects.all()} == {Source.NOT_VERIFIED}
    assert Event.objects.get(verb="report.published").by == CLOCK.name


def test_twice_is_once(cast: Cast) -> None:
    sent(cast.report("mlga"), cast.mlga_contact)
    assert [publish_overdue(at=AFTER) for _ in range(2)] == [1, 0]


def test_what_was_verified_in_time_counts(cast: Cast) -> None:
    entry = sent(cast.report("mlga"), cast.mlga_contact).entries.of_outputs()[0]
    verify(entry, ticks=SEEN, seen=entry.version, by=cast.deputy_chair, at=NOW)
    publish_overdue(at=AFTER)
    assert PublishedEntry.objects.get(entry=entry).source == Source.VERIFIED


def test_nobody_elses_and_nothing_that_was_sent_back(cast: Cast) -> None:
    sent(cast.report(), cast.contact)
    entry = sent(cast.report("mlga"), cast.mlga_contact).entries.of_outputs()[0]
    send_back(entry, comment="Which?", ticks=SEEN, seen=entry.version, by=cast.deputy_chair, at=NOW)
    assert publish_overdue(at=AFTER + timedelta(days=30)) == 0
    assert not PublishedEntry.objects.exists()


def test_the_job_starts_only_when_something_waits(cast: Cast) -> None:
    assert not is_anything_unverified(AFTER)
    sent(cast.report(), cast.contact)
    assert not is_anything_unverified(AFTER)
    sent(cast.report("mlga"), cast.mlga_contact)
    assert is_anything_unverified(AFTER)
