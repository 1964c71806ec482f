"""The first round reported and published, and files of the run's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from followthrough.publishing.tests.cast import Desk, desk
from followthrough.reporting.tests.cast import seat


@pytest.fixture(autouse=True)
def _files(tmp_path: Path) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def at_desk(db: None) -> Desk:
    cast = seat()
    cast.open()
    return desk(cast)
