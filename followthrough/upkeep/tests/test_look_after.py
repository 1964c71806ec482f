"""The hourly job: a backup a night, and nothing of it in the demonstration."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from followthrough.reminders.operations.ticking import tick
from followthrough.reporting.tests.cast import Cast
from followthrough.upkeep.operations import backing_up
from followthrough.upkeep.operations.backing_up import BackupFailed
from followthrough.upkeep.operations.tidying import tidy
from followthrough.upkeep.queries import backups
from followthrough.upkeep.tasks import look_after

AT = datetime(2026, 11, 25, 10, tzinfo=UTC)


def test_the_worker_makes_one_backup_a_night(cast: Cast) -> None:
    look_after.func("hour")
    look_after.func("hour")
    assert len(backups()) == 1


def test_a_backup_that_fails_is_tried_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backing_up, "SPARE_BYTES", 10**18)
    with pytest.raises(BackupFailed, match="Make room"):
        look_after.func("hour")
    monkeypatch.undo()

    look_after.func("hour")
    assert len(backups()) == 1


@pytest.mark.django_db
def test_the_demonstration_is_not_backed_up() -> None:
    with override_settings(DEMO=True):
        assert "look-after" not in tick(at=AT)
    assert "look-after" in tick(at=AT)


@pytest.mark.django_db
def test_ended_sessions_and_old_notes_of_jobs_go() -> None:
    real = datetime.now(UTC)
    for key, days in (("ended", -1), ("alive", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=real + timedelta(days=days)
        )
    tick(at=AT)
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=real - timedelta(days=20))
    tick(at=AT + timedelta(hours=1))
    DBTaskResult.objects.filter(finished_at=None).update(status="SUCCESSFUL", finished_at=real)

    tidy()

    assert [one.session_key for one in Session.objects.all()] == ["alive"]
    assert {one.finished_at for one in DBTaskResult.objects.all()} == {real}
