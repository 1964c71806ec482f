"""followthrough worker: runs what was put off, and starts what is due."""

import logging
import os
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from followthrough.lib.clock import now
from followthrough.lib.processes import exit_with_parent
from followthrough.reminders.operations import ticking

SECONDS_BETWEEN_TICKS = 30
SECONDS_BETWEEN_LOOKS = 1.0

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run the jobs that pages and the calendar put off. `followthrough serve` starts it."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(
            queue_names=["*"],
            interval=SECONDS_BETWEEN_LOOKS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"worker-{os.getpid()}",
            excluded_queue_names=[],
        )
        worker.configure_signals()
        if parent := os.environ.get("FOLLOWTHROUGH_PARENT"):
            exit_with_parent(int(parent))
        threading.Thread(target=_keep_ticking, daemon=True).start()
        worker.run()


def _keep_ticking() -> None:
    while True:
        _tick_once()
        threading.Event().wait(SECONDS_BETWEEN_TICKS)


def _tick_once() -> None:
    close_old_connections()
    try:
        ticking.tick(at=now())
    except Exception:
        # A database away for a moment must not end all ticking for as long as the worker lives.
        logger.exception("The jobs that are due could not be started; the next tick tries again.")
