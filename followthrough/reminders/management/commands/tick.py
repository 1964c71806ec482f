"""followthrough tick: start what is due now. The worker does it by itself every half minute."""

from typing import Any

from django.core.management.base import BaseCommand

from followthrough.lib.clock import now
from followthrough.reminders.operations import ticking


class Command(BaseCommand):
    help = "Start the jobs that are due. Safe to run at any time, and twice."

    def handle(self, *args: Any, **options: Any) -> None:
        started = ticking.tick(at=now())
        self.stdout.write(f"Started: {', '.join(started)}" if started else "Nothing is due.")
