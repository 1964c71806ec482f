"""followthrough check: what is missing or unsafe, and what to do about it."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand

from followthrough.lib.clock import now
from followthrough.upkeep.checks import content, environment, machine, mail_server
from followthrough.upkeep.checks.finding import Finding, Weight

HEADINGS = {Weight.MEND: "TO MEND", Weight.NOTE: "TO KNOW", Weight.FINE: "FINE"}


class Command(BaseCommand):
    help = (
        "Say in plain words what is missing or unsafe, each with what to do. The exit status is 1 "
        "when something has to be mended. Sends no mail unless --mail-to is given."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mail-to", metavar="ADDRESS", help="send a test mail there")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(findings(now()))
        if to := options["mail_to"]:
            found.append(mail_server.send_one(to))
        for weight, heading in HEADINGS.items():
            some = [one for one in found if one.weight is weight]
            if not some:
                continue
            self.stdout.write(f"{heading} ({len(some)})")
            for one in some:
                self.stdout.write(f"  - {one.what}")
                if one.todo:
                    self.stdout.write(f"    {one.todo}")
        if any(one.weight is Weight.MEND for one in found):
            sys.exit(1)


def findings(at: datetime) -> Iterator[Finding]:
    """Everything; what asks the database only where there is one."""
    yield from environment.environment()
    yield from machine.folder()
    yield from machine.disk()
    yield from machine.clock()
    yield from mail_server.mail_server()
    database = list(machine.database())
    yield from database
    if any(one.weight is Weight.MEND for one in database):
        return
    yield from environment.demonstration()
    yield from machine.worker(at)
    yield from machine.backup(at)
    yield from machine.files(at)
    yield from mail_server.stuck_mail(at)
    yield from content.plan()
    yield from content.people(at)
    yield from content.log()
