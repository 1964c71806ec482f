"""The database as it is at one moment, while others go on writing; and what it names."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from followthrough.upkeep import postgresql
from followthrough.upkeep.stored_files import Execute, named

SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASE_FILES = {SQLITE: "followthrough.sqlite3", POSTGRESQL: "database.dump"}
SECONDS_TO_WAIT = 60


class NoSnapshot(Exception):
    """The database could not be copied; the message says why and what to do."""


@dataclass(frozen=True)
class Snapshot:
    """A copy of the database in a file, and what it says: all of one moment."""

    engine: str
    file: Path
    files_named: list[str]
    migrations: list[str]
    log_lines: int
    log_digest: str


def take(folder: Path) -> Snapshot:
    """Copy the database into `folder`; writers are not held up. Raises NoSnapshot."""
    file = folder / DATABASE_FILES[connection.vendor]
    file.unlink(missing_ok=True)
    if connection.vendor == SQLITE:
        return _of_sqlite(file)
    return _of_postgresql(file)


def _of_sqlite(file: Path) -> Snapshot:
    place = Path(str(connection.settings_dict["NAME"])).resolve()
    address = f"{place.as_uri()}?mode=rw"
    try:
        with (
            closing(sqlite3.connect(address, uri=True, timeout=SECONDS_TO_WAIT)) as source,
            closing(sqlite3.connect(file)) as copy,
        ):
            # In one step: it reads one moment, and beside the write-ahead log nobody waits for it.
            source.backup(copy, pages=-1)
            # One file, with nothing of it in a second.
            copy.execute("PRAGMA journal_mode=DELETE")
            found = copy.execute("PRAGMA quick_check").fetchone()[0]
            if found != "ok":
                raise NoSnapshot(
                    f"The database is damaged ({found}). Keep the older backups and restore one."
                )
            return _read(SQLITE, file, copy.execute)
    except sqlite3.Error as problem:
        raise NoSnapshot(f"The database {place} cannot be copied: {problem}.") from problem


def _of_postgresql(file: Path) -> Snapshot:
    with _moment() as (execute, name):
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={name}"]
        try:
            postgresql.run("pg_dump", [*options, f"--file={file}"], connection.settings_dict)
        except postgresql.ProgramFailed as problem:
            raise NoSnapshot(str(problem)) from problem
        return _read(POSTGRESQL, file, execute)


@contextmanager
def _moment() -> Iterator[tuple[Execute, str]]:
    """A transaction that sees one moment for as long as it lives, and that moment's name."""
    own: BaseDatabaseWrapper = connection.copy("snapshot")
    try:
        own.connect()
        own.set_autocommit(False)
        with own.cursor() as cursor:

            def execute(query: str) -> Iterable[tuple[Any, ...]]:
                cursor.execute(query)
                return cursor.fetchall() if cursor.description else []

            execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield execute, str(next(iter(execute("SELECT pg_export_snapshot()")))[0])
    finally:
        own.close()


def _read(engine: str, file: Path, execute: Execute) -> Snapshot:
    applied = execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    migrations = [f"{app}.{name}" for app, name in applied]
    chain = list(execute("SELECT sequence, digest FROM audit_chain WHERE id = 1"))
    lines, digest = chain[0] if chain else (0, "")
    return Snapshot(engine, file, named(execute), migrations, int(lines), str(digest))
