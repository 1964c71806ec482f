"""What is due starts once a slot, however often and wherever the clock is asked."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult

from followthrough.audit.models import PublishedHead
from followthrough.outbox.operations import post
from followthrough.reminders.management.commands import worker
from followthrough.reminders.models import Slot
from followthrough.reminders.operations import ticking

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_a_due_job_is_started_once_a_day() -> None:
    assert ticking.tick(at=AT) == ["publish-log-head", "look-after"]
    assert ticking.tick(at=AT) == []
    assert ticking.tick(at=AT + timedelta(hours=3)) == ["look-after"]
    assert ticking.tick(at=AT + timedelta(days=1)) == ["publish-log-head", "look-after"]
    assert DBTaskResult.objects.count() == 5


def test_the_day_is_the_installation_s_and_not_utc_s() -> None:
    ticking.tick(at=datetime(2026, 6, 30, 21, 59, tzinfo=UTC))

    assert "publish-log-head" in ticking.tick(at=datetime(2026, 6, 30, 22, 1, tzinfo=UTC))


def test_another_that_was_quicker_leaves_nothing_to_do() -> None:
    Slot.objects.create(name="publish-log-head", slot="2026-11-23", taken_at=AT)

    assert ticking.tick(at=AT) == ["look-after"]
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_publishes_the_head() -> None:
    ticking.tick(at=AT)

    call_command("db_worker", batch=True, interval=0, startup_delay=False)

    head = PublishedHead.objects.get()
    assert (str(head.day), head.is_intact) == ("2026-11-23", True)


def test_mail_that_waits_is_sent_once_a_minute() -> None:
    post(key="k", to="a@example.org", language="sq", subject="s", body="b", at=AT)

    assert "send-mail" in ticking.tick(at=AT)
    assert ticking.tick(at=AT + timedelta(seconds=59)) == []
    assert ticking.tick(at=AT + timedelta(seconds=60)) == ["send-mail"]


def test_a_tick_that_fails_is_not_the_last(caplog: pytest.LogCaptureFixture) -> None:
    with patch.object(ticking, "tick", side_effect=OperationalError("away")):
        worker._tick_once()

    assert "the next tick tries again" in caplog.text
