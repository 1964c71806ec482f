"""followthrough verify-log: does the log still add up?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from followthrough.audit import operations


class Command(BaseCommand):
    help = "Check every line of the log against the one before it and against the published heads."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = operations.verify()
        except operations.BrokenLog as broken:
            raise CommandError(str(broken)) from broken
        self.stdout.write(f"The log is intact: {count} lines.")
