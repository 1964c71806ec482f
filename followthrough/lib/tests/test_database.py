"""DATABASE_URL: PostgreSQL, a SQLite file with our settings, or a sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from followthrough.lib.database import database

FILE = Path("/data/followthrough.sqlite3")


def test_without_an_address_it_is_sqlite_in_the_data_folder() -> None:
    found = database("", FILE)
    assert (found["NAME"], found["OPTIONS"]["transaction_mode"]) == (FILE, "IMMEDIATE")


def test_another_sqlite_file_has_the_same_settings() -> None:
    assert database("sqlite:////other/file", FILE) == database("", Path("/other/file"))


def test_postgresql_connections_are_kept_and_checked() -> None:
    found = database("postgres://u:p%40ss@db.example:5433/name?sslmode=require", FILE)
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db.example", 5433, "p@ss")
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (600, True)


@pytest.mark.parametrize(
    "url",
    ["mysql://u:secret@h/n", "postgres://u:secret@h:port/n", "secret", "sqlite://", "postgres://h"],
)
def test_what_cannot_be_used_is_said_without_repeating_it(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="names no database") as refused:
        database(url, FILE)
    assert "secret" not in str(refused.value)
    assert refused.value.__context__ is None
