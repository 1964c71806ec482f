"""A cast in a database that many threads share."""

import pytest

from followthrough.reporting.tests.cast import Cast, seat


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    seated = seat()
    seated.open()
    return seated
