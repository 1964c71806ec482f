"""The machine: database, disk, folder, worker, backup."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django_tasks_db.models import DBTaskResult

from followthrough.audit.models import Chain
from followthrough.upkeep.checks.finding import Finding, fine, mend, note
from followthrough.upkeep.operations.sweeping import lost, unclaimed
from followthrough.upkeep.queries import last_backup

LITTLE_SPACE, NO_SPACE = 2_000_000_000, 200_000_000
# It works every hour at least.
WORKER_SILENT_AFTER = timedelta(hours=2)


def database() -> Iterator[Finding]:
    """Whether it is there, of this version, and takes a write; the others ask it only then."""
    try:
        executor = MigrationExecutor(connection)
        if steps := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield mend(
                f"The database is not of this version: {len(steps)} steps are missing.",
                "`followthrough prepare`, or start the service, which does it.",
            )
            return
        with transaction.atomic():
            Chain.objects.update(id=1)
            transaction.set_rollback(True)
    except DatabaseError as problem:
        why = str(problem).strip().partition("\n")[0]
        yield mend(
            f"The database cannot be used: {why}.",
            "Look at DATABASE_URL or DATA_DIR, who owns the folder, and whether the disk is full.",
        )
        return
    yield fine(f"The database ({connection.vendor}) is there, of this version, and takes writes.")


def disk() -> Iterator[Finding]:
    for folder in dict.fromkeys((settings.DATA_DIR, settings.BACKUP_DIR)):
        if not folder.exists():
            continue
        free = shutil.disk_usage(folder).free
        told = f"{folder} has {free / 1e9:.1f} GB free."
        if free < NO_SPACE:
            yield mend(told, "Make room now: what people send would be refused.")
        elif free < LITTLE_SPACE:
            yield note(told, "Make room: evidence and backups need it.")
        else:
            yield fine(told)


def folder() -> Iterator[Finding]:
    if not settings.DATA_DIR.is_dir():
        yield mend(f"The data folder {settings.DATA_DIR} is not there.", "`followthrough init`")
    elif settings.DATA_DIR.stat().st_mode & 0o077:
        yield mend(
            f"Others on this machine may look into {settings.DATA_DIR}.",
            f"`chmod 700 {settings.DATA_DIR}`",
        )
    else:
        yield fine(f"Only the service may look into {settings.DATA_DIR}.")


def worker(at: datetime) -> Iterator[Finding]:
    """The hourly look-after is its sign of life."""
    ended = DBTaskResult.objects.filter(finished_at__isnull=False).order_by("-finished_at").first()
    if ended is None or ended.finished_at is None:
        yield note(
            "The worker has not done anything yet.", "It starts with the service; look again then."
        )
    elif at - ended.finished_at > WORKER_SILENT_AFTER:
        yield mend(
            f"The worker has done nothing since {ended.finished_at:%Y-%m-%d %H:%M} UTC: no mail "
            "goes out.",
            "Is the service running? `systemctl status followthrough`, and its log.",
        )
    else:
        yield fine("The worker is at work.")


def backup(at: datetime) -> Iterator[Finding]:
    last = last_backup(at)
    if last.made_at is None:
        yield mend(
            f"There is no backup in {settings.BACKUP_DIR}.",
            "`followthrough backup` makes one; the service makes one every night.",
        )
    elif last.is_old:
        yield mend(
            f"The last backup is of {last.made_at:%Y-%m-%d %H:%M} UTC.",
            "`followthrough backup`, and look in the service's log for why none was made.",
        )
    else:
        yield fine(f"The last backup is of {last.made_at:%Y-%m-%d %H:%M} UTC.")
    if settings.BACKUP_DIR.is_relative_to(settings.DATA_DIR):
        yield note(
            "The backups lie on the same disk as the data.",
            "Copy them to another machine every day (docs/operating.md).",
        )


def files(at: datetime) -> Iterator[Finding]:
    """Files that rows name and that are gone, and files that no row names."""
    if gone := lost():
        yield mend(
            f"Stored files that are lost: {len(gone)} ({gone[0]}).",
            "An older backup may have them: restore it elsewhere and copy them from its files/.",
        )
    if found := unclaimed(at):
        yield note(
            f"Stored files that no row names: {len(found)}.",
            "The worker puts them aside within the hour; nothing to do.",
        )
    aside = settings.DATA_DIR / "unclaimed"
    if count := sum(1 for one in aside.rglob("*") if one.is_file()):
        yield note(
            f"Files put aside because no row names them: {count}, in {aside}.",
            "They go by themselves after 30 days. Nobody misses them? Then nothing to do.",
        )


def clock() -> Iterator[Finding]:
    try:
        ZoneInfo(settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        yield mend(
            f"TIME_ZONE is {settings.TIME_ZONE!r}, which nobody knows.",
            "Write it as Europe/Belgrade, or leave it out.",
        )
