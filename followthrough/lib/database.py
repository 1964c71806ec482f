"""Where the data lies: SQLite in the data folder, or PostgreSQL where DATABASE_URL says so."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"
SECONDS_KEPT = 600


def database(url: str, file: Path) -> dict[str, Any]:
    """Django's settings for the database at `url`, or for the SQLite `file` where it is empty.

    Raises ImproperlyConfigured, in words that do not repeat the address: it may hold a password.
    """
    if not url:
        return _sqlite(file)
    try:
        found = dj_database_url.parse(url, conn_max_age=SECONDS_KEPT, conn_health_checks=True)
    except ValueError:
        found = dj_database_url.DBConfig()
    if found.get("ENGINE") == SQLITE and found["NAME"] not in {"", ":memory:"}:
        return _sqlite(Path(found["NAME"]))
    if found.get("ENGINE") != POSTGRESQL or not found["NAME"]:
        raise ImproperlyConfigured(
            "DATABASE_URL names no database that can be used. Write it as "
            "postgres://user:password@host:5432/name with special characters as %40, or leave it "
            "out to use SQLite in the data folder."
        )
    return dict(found)


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": SQLITE,
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Without IMMEDIATE, three of four read-then-write transactions fail under load.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
