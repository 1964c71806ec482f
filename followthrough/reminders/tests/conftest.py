"""The round of the second half-year of 2026, set up early; everybody on their posts."""

import pytest

from followthrough.outbox.models import Message
from followthrough.outbox.tests.conftest import no_server as no_server
from followthrough.outbox.tests.conftest import server as server
from followthrough.reminders.tests.cast import adopt_method, opened
from followthrough.reporting.tests.cast import Cast, seat


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    opened(seated)
    adopt_method()
    Message.objects.all().delete()
    return seated
