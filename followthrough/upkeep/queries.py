"""Reading which backups there are. The folder is asked, not a table: a lost file is no backup."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

NAME = re.compile(r"followthrough-(\d{8}T\d{6}Z)\.tar")
STAMP = "%Y%m%dT%H%M%SZ"
# One night missed may be chance; two are a fault that somebody has to look at.
OLD_AFTER = timedelta(days=2)
# The night's backup is made from this hour on, where the installation is.
HOUR = time(2)


@dataclass(frozen=True)
class Backup:
    """A whole backup in the folder of backups."""

    path: Path
    made_at: datetime
    size: int


@dataclass(frozen=True)
class LastBackup:
    """The newest backup and its age; both None where there is none at all."""

    made_at: datetime | None
    age: timedelta | None

    @property
    def is_old(self) -> bool:
        """Whether somebody has to be told: there is none, or it is older than two days."""
        return self.age is None or self.age > OLD_AFTER


def name_of(at: datetime) -> str:
    return f"followthrough-{at.astimezone(UTC).strftime(STAMP)}.tar"


def backups() -> list[Backup]:
    """All backups in the folder, the newest first."""
    found = []
    for path in settings.BACKUP_DIR.glob("followthrough-*.tar"):
        if match := NAME.fullmatch(path.name):
            made_at = datetime.strptime(match.group(1), STAMP).replace(tzinfo=UTC)
            found.append(Backup(path, made_at, path.stat().st_size))
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def last_backup(at: datetime) -> LastBackup:
    """The newest backup as it looks at that moment. Asks the file system, not the database."""
    newest = next(iter(backups()), None)
    if newest is None:
        return LastBackup(None, None)
    return LastBackup(newest.made_at, max(at - newest.made_at, timedelta(0)))


def is_backup_due(at: datetime) -> bool:
    """Whether none was made since the last night's hour. Never in the demonstration."""
    made_at = last_backup(at).made_at
    return not settings.DEMO and (made_at is None or made_at < last_night(at))


def last_night(at: datetime) -> datetime:
    """The hour at which the newest backup should have begun."""
    local = timezone.localtime(at)
    night = local.replace(hour=HOUR.hour, minute=0, second=0, microsecond=0)
    return night if night <= local else night - timedelta(days=1)
