"""Stored files that no row names: left by a process that died between storing and committing."""

import logging
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from followthrough.upkeep.stored_files import named

# Long enough for the slowest request to commit its row.
UNCLAIMED_AFTER = timedelta(days=1)
# Somebody may still miss one; after that it is gone.
KEPT_ASIDE = timedelta(days=30)

logger = logging.getLogger(__name__)


def unclaimed(at: datetime) -> list[str]:
    """Names of the files in the store that are a day old and that no row names."""
    # The files first: a row written meanwhile may name a new file, never one that was old here.
    old = [name for name, changed_at in _stored() if changed_at < at - UNCLAIMED_AFTER]
    claimed = set(named(_execute)) if old else set()
    return sorted(name for name in old if name not in claimed)


def lost() -> list[str]:
    """Names of the files that rows name and that are not in the store."""
    root = Path(settings.MEDIA_ROOT)
    return [name for name in named(_execute) if not (root / name).is_file()]


def sweep(*, at: datetime) -> list[str]:
    """Put unclaimed files aside, into `unclaimed/` of the data folder; returns their names.

    What lies there for thirty days is deleted.
    """
    found = unclaimed(at)
    aside = settings.DATA_DIR / "unclaimed"
    for name in found:
        place = aside / at.date().isoformat() / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (Path(settings.MEDIA_ROOT) / name).rename(place)
        logger.warning("Put aside, because no row names it: %s.", place)
    _forget(aside, at)
    return found


def _stored() -> Iterator[tuple[str, datetime]]:
    root = Path(settings.MEDIA_ROOT)
    for path in root.rglob("*"):
        if path.is_file():
            changed_at = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
            yield path.relative_to(root).as_posix(), changed_at


def _execute(query: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _forget(aside: Path, at: datetime) -> None:
    first_kept = (at - KEPT_ASIDE).date().isoformat()
    for day in aside.glob("????-??-??"):
        if day.name < first_kept:
            shutil.rmtree(day, ignore_errors=True)
