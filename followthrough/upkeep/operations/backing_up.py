"""Making a backup: database and files of one moment, in one file, while everybody goes on working.

Stored files never change, and are on disk before a row names them; only removing one takes it
away. So the database is copied first, and of every file that the copy names a second name is made
at once (a hard link), which keeps its content whatever happens to the first. A file removed in
between is missed, and then the whole is done again.
"""

import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from followthrough import __version__
from followthrough.upkeep import archive
from followthrough.upkeep.queries import Backup, backups, name_of
from followthrough.upkeep.snapshot import NoSnapshot, Snapshot, take

TRIES = 3
STAGING = ".backup-"
# Beside what the backup itself takes, so that the service does not run dry meanwhile.
SPARE_BYTES = 50_000_000

logger = logging.getLogger(__name__)


class BackupFailed(Exception):
    """No backup was made; the message says why and what to do. Older ones are untouched."""


@dataclass(frozen=True)
class Made:
    """A backup that is whole and on disk; `sha256` is that of the whole file."""

    path: Path
    sha256: str
    manifest: archive.Manifest

    @property
    def files(self) -> int:
        return len(self.manifest.members) - 1


def make_backup(*, at: datetime, to: Path | None = None) -> Made:
    """Write a backup to `to`, or under its usual name into the folder of backups.

    Checked by reading it again. Raises BackupFailed; then nothing of it is left.
    """
    target = to or settings.BACKUP_DIR / name_of(at)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if target.exists():
            raise BackupFailed(f"{target} is there already. Choose another name.")
        with _alone(target.parent), _staging() as folder:
            return _make(target, folder, at)
    except NoSnapshot as problem:
        raise BackupFailed(str(problem)) from problem
    except archive.BadArchive as problem:
        target.unlink(missing_ok=True)
        raise BackupFailed(f"What was written reads differently: {problem} Check the disk.") from (
            problem
        )
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise BackupFailed(f"The backup {target} cannot be written: {why}.") from problem


def _make(target: Path, folder: Path, at: datetime) -> Made:
    snapshot, missing = _gather(folder)
    paths = [snapshot.file.name]
    paths += [f"{archive.FILES}/{one}" for one in snapshot.files_named if one not in missing]
    members = [archive.member_of(path, folder / path) for path in paths]
    _require_space(target.parent, sum(one.size for one in members))
    manifest = archive.Manifest(
        app_version=__version__,
        made_at=at.astimezone(UTC).isoformat(timespec="seconds"),
        engine=snapshot.engine,
        database=snapshot.file.name,
        migrations=snapshot.migrations,
        log_lines=snapshot.log_lines,
        log_digest=snapshot.log_digest,
        missing=sorted(missing),
        members=members,
    )
    sha256 = archive.write(target, manifest, folder)
    archive.unpack(target, None)
    _note_digest(target, sha256)
    return Made(target, sha256, manifest)


def _gather(folder: Path) -> tuple[Snapshot, set[str]]:
    """The database, and every file it names beside it; what is truly lost is named."""
    for _ in range(TRIES):
        snapshot = take(folder)
        missing = {name for name in snapshot.files_named if not _held(name, folder)}
        if not missing:
            break
    return snapshot, missing


def _held(name: str, folder: Path) -> bool:
    """Give the stored file a second name in `folder`; False when it is not there."""
    stored, held = Path(settings.MEDIA_ROOT) / name, folder / archive.FILES / name
    if held.exists():
        return True
    held.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(stored, held)
    except FileNotFoundError:
        return False
    except OSError:
        # Some file systems know no second names.
        shutil.copyfile(stored, held)
    return True


def _require_space(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size + SPARE_BYTES:
        raise BackupFailed(
            f"The backup takes {size / 1e6:.0f} MB, and {folder} has only {free / 1e6:.0f} MB "
            "free. Make room, or choose another folder with BACKUP_DIR."
        )


def _note_digest(target: Path, sha256: str) -> None:
    """Beside the backup, for `sha256sum -c` wherever it is copied to."""
    note = target.with_name(f"{target.name}.sha256")
    note.write_text(f"{sha256}  {target.name}\n")
    note.chmod(0o600)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time; what an interrupted one left is cleared away."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise BackupFailed("A backup is being made just now. Wait until it is done.") from (
                problem
            )
        for draft in folder.glob(".followthrough-*.tar.*"):
            draft.unlink(missing_ok=True)
        yield


@contextmanager
def _staging() -> Iterator[Path]:
    # In the data folder: a second name for a file cannot lie on another disk.
    for left in settings.DATA_DIR.glob(f"{STAGING}*"):
        if _is_of_yesterday(left):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=STAGING, dir=settings.DATA_DIR))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_of_yesterday(folder: Path) -> bool:
    with suppress(FileNotFoundError):
        age = datetime.now(UTC).timestamp() - folder.stat().st_mtime
        return age > timedelta(days=1).total_seconds()
    return False


def remove_old(*, keep: int) -> list[Path]:
    """Remove what is older than the last `keep` days that have a backup; each keeps its last.

    All of the newest day stay: somebody may have made one on purpose.
    """
    days: dict[str, list[Backup]] = {}
    for one in backups():
        days.setdefault(one.made_at.date().isoformat(), []).append(one)
    removed = []
    for number, ones in enumerate(days.values()):
        first_to_go = 0 if number >= keep else 1 if number else len(ones)
        for one in ones[first_to_go:]:
            one.path.with_name(f"{one.path.name}.sha256").unlink(missing_ok=True)
            one.path.unlink(missing_ok=True)
            removed.append(one.path)
    return removed


def back_up_nightly(*, at: datetime) -> Made:
    """The night's backup; the oldest go once it is there. Raises BackupFailed."""
    made = make_backup(at=at)
    for name in made.manifest.missing:
        logger.error("The stored file %s is lost: rows name it, and it is not there.", name)
    remove_old(keep=settings.BACKUPS_KEPT)
    return made
