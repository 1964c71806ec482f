"""A mail about a report is there exactly when the change that it tells of is."""

import pytest
from django.db import transaction

from followthrough.outbox.models import Message
from followthrough.reporting.models import ReportState
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.operations.verifying import send_back
from followthrough.reporting.tests.cast import NOW, SEEN, Cast, sent, verified


class Crash(Exception):
    pass


def keys() -> list[str]:
    return [one.split(":")[0] for one in Message.objects.values_list("key", flat=True)]


def test_each_step_writes_to_both_who_file(cast: Cast) -> None:
    report = sent(cast.report(), cast.contact)
    entry = report.entries.of_outputs()[0]
    send_back(entry, comment="Which?", ticks=SEEN, seen=entry.version, by=cast.coordinator, at=NOW)
    assert keys() == ["receipt"] * 2 + ["returned"] * 2


def test_verifying_tells_once_for_the_whole_report(cast: Cast) -> None:
    verified(cast.report(), cast.contact, cast.coordinator)
    assert keys() == ["receipt"] * 2 + ["verified"] * 2


def test_publishing_tells_once(cast: Cast) -> None:
    report = verified(cast.report(), cast.contact, cast.coordinator)
    for _ in range(2):
        publish(report, by=cast.coordinator, at=NOW)
    assert keys().count("published") == 2


def test_without_the_change_there_is_no_mail(cast: Cast) -> None:
    with pytest.raises(Crash), transaction.atomic():
        sent(cast.report(), cast.contact)
        assert keys() == ["receipt"] * 2
        raise Crash
    assert keys() == []
    assert cast.report().state == ReportState.DRAFT
