"""A backup names one moment: a file removed meanwhile is no fault, a lost one is said."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followthrough.reporting.operations.evidence import remove
from followthrough.reporting.tests.cast import NOW, Cast
from followthrough.upkeep import archive, snapshot
from followthrough.upkeep.operations import backing_up
from followthrough.upkeep.operations.backing_up import BackupFailed, make_backup, remove_old
from followthrough.upkeep.queries import backups, is_backup_due, last_backup, last_night, name_of
from followthrough.upkeep.tests.files import evidence

AT = datetime(2026, 11, 25, 10, tzinfo=UTC)


def removing_after_the_copy(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first time the database is copied, somebody removes a piece of evidence right after."""
    piece = evidence(cast)
    entry = piece.entries.get()

    def take(folder: Path) -> snapshot.Snapshot:
        taken = snapshot.take(folder)
        remove(entry, piece, by=cast.contact, at=NOW)
        return taken

    monkeypatch.setattr(backing_up, "take", take)


def test_a_file_removed_while_the_backup_is_made_is_no_fault(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = evidence(cast, "Kept")
    removing_after_the_copy(cast, monkeypatch)

    made = make_backup(at=AT)

    assert made.manifest.missing == []
    assert [one.path for one in made.manifest.members[1:]] == [f"files/{kept.file.name}"]


def test_without_a_second_try_it_would_be_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backing_up, "TRIES", 1)
    removing_after_the_copy(cast, monkeypatch)

    assert make_backup(at=AT).manifest.missing


def test_a_lost_file_is_named_and_the_rest_is_saved(cast: Cast) -> None:
    lost, kept = evidence(cast, "Lost"), evidence(cast, "Kept")
    Path(lost.file.path).unlink()

    made = make_backup(at=AT)

    assert made.manifest.missing == [lost.file.name]
    assert made.files == 1
    assert Path(kept.file.path).exists()


def test_a_backup_is_whole_private_and_says_its_hash(cast: Cast) -> None:
    made = make_backup(at=AT)

    assert archive.unpack(made.path, None) == made.manifest
    assert archive.digest_of(made.path) == made.sha256
    assert made.path.stat().st_mode & 0o077 == 0
    note = made.path.with_name(f"{made.path.name}.sha256").read_text()
    assert note == f"{made.sha256}  {made.path.name}\n"


def test_nothing_half_written_is_left_when_the_disk_is_full(
    cast: Cast, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_fill", full)
    with pytest.raises(BackupFailed, match="No space left"):
        make_backup(at=AT)

    assert {one.name for one in (data / "backups").iterdir()} == {".lock"}
    assert not list(data.glob(".backup-*"))


def test_a_name_that_is_taken_is_left_alone(cast: Cast) -> None:
    made = make_backup(at=AT)
    with pytest.raises(BackupFailed, match="there already"):
        make_backup(at=AT)
    assert archive.unpack(made.path, None)


def test_of_each_day_one_backup_stays_and_the_oldest_days_go(data: Path) -> None:
    folder = data / "backups"
    folder.mkdir()
    hours = (0, 1, 24, 25, 48, 72)
    made = [folder / name_of(AT - timedelta(hours=one)) for one in hours]
    for path in [*made, folder / "mine.tar"]:
        path.write_text("x")

    remove_old(keep=3)

    left = set(folder.iterdir())
    assert left == {made[0], made[1], made[2], made[4], folder / "mine.tar"}


def test_a_backup_is_due_once_a_night_and_old_after_two_days(cast: Cast) -> None:
    assert is_backup_due(AT)
    assert last_backup(AT).is_old
    make_backup(at=AT)

    assert not is_backup_due(AT + timedelta(hours=12))
    assert is_backup_due(AT + timedelta(hours=18))
    assert not last_backup(AT + timedelta(hours=47)).is_old
    assert last_backup(AT + timedelta(hours=49)).is_old
    assert last_backup(AT + timedelta(hours=3)).age == timedelta(hours=3)


@pytest.mark.parametrize("day", ["2026-10-25T10:00Z", "2027-03-28T10:00Z"])
def test_a_night_in_which_the_clock_changes_is_a_night(day: str) -> None:
    at = datetime.fromisoformat(day)
    assert last_night(at) < at
    assert at - last_night(at) < timedelta(hours=12)


def test_the_folder_is_asked_and_not_a_table(cast: Cast) -> None:
    make_backup(at=AT).path.unlink()
    assert backups() == []
