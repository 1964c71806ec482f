"""A data folder of the test's own, with a cast whose files lie in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from followthrough.reporting.tests.cast import Cast, seat


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    folder.mkdir()
    with override_settings(
        DATA_DIR=folder, MEDIA_ROOT=folder / "files", BACKUP_DIR=folder / "backups"
    ):
        yield folder


@pytest.fixture
def cast(transactional_db: None, data: Path) -> Cast:
    seated = seat()
    seated.open()
    return seated
