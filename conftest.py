"""What holds for all tests."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import override_settings
from django.utils.translation import override
from hypothesis import settings

# A busy machine is no fault of the code: what must be quick is measured in CPU time where it is.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """A database file for every run and worker: two runs do not take it from each other.

    On PostgreSQL, workers are told apart by their suffix; `tests/on_postgres` is one run's own.
    """
    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = file


@pytest.fixture(scope="session", autouse=True)
def a_data_folder_of_the_run_s_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The worker's hourly look puts files aside that no row names: never those of a checkout."""
    folder = tmp_path_factory.mktemp("data")
    with override_settings(
        DATA_DIR=folder, MEDIA_ROOT=folder / "files", BACKUP_DIR=folder / "backups"
    ):
        yield


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A page asked for in one test leaves its language behind; no test begins in it."""
    with override("en"):
        yield
