"""Holding back "No report received": once, for a public reason, and not after it is public."""

from datetime import UTC, date, datetime

import pytest

from followthrough.accounts.permissions import NotAllowed
from followthrough.audit.models import Event
from followthrough.lib.text import TranslatedText, text_in
from followthrough.plans.models import MethodVersion
from followthrough.reporting.models import Report
from followthrough.reporting.operations.silence import NeedsPublicReason, postpone_silence
from followthrough.reporting.queries.facts import Arrival, Published
from followthrough.reporting.refusals import WrongState
from followthrough.reporting.tests.cast import Cast, sent

WHY = text_in("en", "The contact person fell ill.")
LATE = datetime(2026, 7, 20, 9, tzinfo=UTC)
TOO_LATE = datetime(2026, 7, 29, 6, tzinfo=UTC)


@pytest.fixture
def late(cast: Cast) -> Report:
    MethodVersion.objects.update(adopted_on=date(2026, 5, 1), adoption_act="12/2026")
    return cast.report()


def arrival(report: Report, day: date) -> Arrival:
    plan = report.round.plan
    plan.refresh_from_db()
    record = Published(plan).record(report.round, report.institution_id, day)
    assert record
    return record.arrival


def test_silence_is_public_five_working_days_later(cast: Cast, late: Report) -> None:
    assert arrival(late, date(2026, 7, 29)) == Arrival.NONE
    for _ in range(2):
        postpone_silence(late, WHY, by=cast.coordinator, at=LATE)
    assert arrival(late, date(2026, 8, 4)) == Arrival.AWAITED
    assert arrival(late, date(2026, 8, 5)) == Arrival.NONE
    [line] = Event.objects.filter(verb="report.silence_postponed", is_public=True)
    assert line.payload["until"] == "2026-08-05"


def test_a_reason_and_a_late_report_are_needed(cast: Cast, late: Report) -> None:
    with pytest.raises(NeedsPublicReason):
        postpone_silence(late, TranslatedText(), by=cast.coordinator, at=LATE)
    for at, words in (
        (datetime(2026, 7, 15, 9, tzinfo=UTC), "is due on"),
        (TOO_LATE, "is public already"),
    ):
        with pytest.raises(WrongState, match=words):
            postpone_silence(late, WHY, by=cast.coordinator, at=at)
    sent(late, cast.contact)
    with pytest.raises(WrongState, match="has come"):
        postpone_silence(late, WHY, by=cast.coordinator, at=LATE)


def test_only_the_coordinator_holds_it_back(cast: Cast, late: Report) -> None:
    with pytest.raises(NotAllowed):
        postpone_silence(late, WHY, by=cast.contact, at=LATE)
