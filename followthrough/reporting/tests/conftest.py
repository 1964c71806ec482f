"""Everybody on their posts, the first round open."""

import pytest

from followthrough.reporting.tests.cast import Cast, seat


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    seated.open()
    return seated
