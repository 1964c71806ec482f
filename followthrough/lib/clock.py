"""The clock. Only the edge of the system reads it: views, commands and the worker."""

import os
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

# One start for server and worker, so that both read the same time in the demonstration.
_STARTED = float(os.environ.get("FOLLOWTHROUGH_STARTED", time.time()))


def now() -> datetime:
    """The moment it is. In the demonstration its own day, which never ends.

    The time of day runs on from the start, so that "Saved 10:03" is true and the order of what
    visitors do is kept.
    """
    begins: datetime | None = settings.DEMO_AT
    if begins is None:
        return timezone.now()
    last = begins.replace(hour=23, minute=59, second=59, microsecond=0)
    return min(begins + timedelta(seconds=max(time.time() - _STARTED, 0)), last)
