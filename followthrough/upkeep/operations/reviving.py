"""The last part of restoring: the database up to date, checked, and safe to go on with."""

from datetime import datetime
from pathlib import Path

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from followthrough import __version__
from followthrough.accounts.permissions import CONSOLE
from followthrough.audit.models import Chain
from followthrough.audit.operations import BrokenLog, record, verify
from followthrough.lib.clock import now
from followthrough.outbox.operations import doubt_unsent
from followthrough.upkeep import archive, postgresql
from followthrough.upkeep.snapshot import POSTGRESQL
from followthrough.upkeep.stored_files import named


class NotAlive(Exception):
    """What was unpacked cannot be used; the message says why."""


def revive(manifest: archive.Manifest, folder: Path) -> list[str]:
    """Load, bring up to date and check what was unpacked; returns what was done and found.

    Raises NotAlive.
    """
    try:
        _require_known(manifest)
        if connection.vendor == POSTGRESQL:
            _load(folder / manifest.database)
        migrated = _bring_up_to_date()
        _check_log(manifest)
        lost = _check_files(manifest, folder)
        doubtful = _make_safe(manifest, at=now())
    except DatabaseError as problem:
        raise NotAlive(f"The database cannot be used: {str(problem).splitlines()[0]}.") from problem
    finally:
        connection.close()
    return [
        f"Restored: the state of {manifest.made_at} (version {manifest.app_version}, "
        f"{manifest.engine}).",
        f"The log is intact: {manifest.log_lines} lines.",
        f"Stored files: {len(manifest.members) - 1}, each as it was."
        + (f" Lost before the backup was made: {', '.join(lost)}." if lost else ""),
        f"The database was brought up to version {__version__}: {migrated} steps."
        if migrated
        else "The database is up to date.",
        f"Mail that was waiting then may have gone out since: {doubtful} (`followthrough mail`).",
        "Everybody signs in again.",
    ]


def _require_known(manifest: archive.Manifest) -> None:
    """Refuse the database of a newer version: its steps are not known here."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    if unknown := [one for one in manifest.migrations if one not in known]:
        raise NotAlive(
            f"This backup was made by version {manifest.app_version}, and this is {__version__}, "
            f"which does not know its database ({unknown[0]}). Install that version or a later one."
        )


def _load(dump: Path) -> None:
    """Put the dump into the database of DATABASE_URL, whole or not at all."""
    if connection.introspection.table_names():
        raise NotAlive(
            "The database of DATABASE_URL is not empty. Restoring never overwrites: make an empty "
            "one."
        )
    connection.close()
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    target = f"--dbname={connection.settings_dict['NAME']}"
    try:
        postgresql.run("pg_restore", [*options, target, str(dump)], connection.settings_dict)
    except postgresql.ProgramFailed as problem:
        raise NotAlive(str(problem)) from problem
    dump.unlink()


def _check_log(manifest: archive.Manifest) -> None:
    try:
        count = verify()
    except BrokenLog as broken:
        raise NotAlive(f"The log in this backup does not add up: {broken}") from broken
    digest = Chain.objects.values_list("digest", flat=True).first() or ""
    if (count, digest) != (manifest.log_lines, manifest.log_digest or digest):
        raise NotAlive("The log in this backup is not the one that its manifest tells of.")


def _bring_up_to_date() -> int:
    executor = MigrationExecutor(connection)
    steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if steps:
        call_command("migrate", verbosity=0)
    return len(steps)


def _check_files(manifest: archive.Manifest, folder: Path) -> list[str]:
    """Every file that a row names is there, but for those that the backup knew to be lost."""
    with connection.cursor() as cursor:

        def execute(query: str) -> list[tuple[str, ...]]:
            cursor.execute(query)
            return list(cursor.fetchall())

        names = named(execute)
    absent = [name for name in names if not (folder / archive.FILES / name).is_file()]
    if unexpected := sorted(set(absent) - set(manifest.missing)):
        raise NotAlive(f"The backup lacks the file {unexpected[0]}, which a row names.")
    return absent


@transaction.atomic
def _make_safe(manifest: archive.Manifest, *, at: datetime) -> int:
    """What happened after the backup is not known here: no mail twice, no ended session alive."""
    Session.objects.all().delete()
    doubtful = doubt_unsent("Restored from a backup: it may have gone out since.", at=at)
    payload = {"made_at": manifest.made_at, "mail_in_doubt": doubtful}
    record(
        "installation.restored",
        "installation",
        by=CONSOLE.name,
        at=at,
        payload=payload,
        public=False,
    )
    return doubtful
