"""followthrough mail: what needs a person, and sending it again."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from followthrough.lib.clock import now
from followthrough.outbox import operations
from followthrough.outbox.models import Message


class Command(BaseCommand):
    help = (
        "List the mail that was refused, that may or may not have been sent, or that has waited "
        "for more than a day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--retry", metavar="KEY", help="send this message again; all: each one")

    def handle(self, *args: Any, **options: Any) -> None:
        if key := options["retry"]:
            self._retry(key, now())
        else:
            self._list(now())

    def _list(self, at: datetime) -> None:
        stuck = Message.objects.stuck(at)
        for one in stuck:
            self.stdout.write(
                f"{one.key}  {one.state}  {one.to}  tries: {one.attempts}  {one.last_error}"
            )
        if not stuck:
            self.stdout.write("No mail needs a person.")

    def _retry(self, key: str, at: datetime) -> None:
        stuck = Message.objects.stuck(at)
        wanted = list(stuck if key == "all" else stuck.filter(key=key))
        if not wanted and key != "all":
            raise CommandError(f"No mail {key!r} needs a person: see `followthrough mail`.")
        for one in wanted:
            operations.retry(one.pk, at=at)
        self.stdout.write(f"To be sent within a minute: {len(wanted)}.")
