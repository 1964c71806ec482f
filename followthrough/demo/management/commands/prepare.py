"""followthrough prepare: the database up to date, and the demonstration in it if asked for."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from followthrough.demo.folder import empty_if_older
from followthrough.lib.clock import now
from followthrough.plans.models import Plan
from followthrough.upkeep import first_time
from followthrough.upkeep.checks import environment
from followthrough.upkeep.checks.finding import Finding, Weight


class Command(BaseCommand):
    help = "Bring the database up to date. `serve` and `demo` do it by themselves."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demonstration if empty")
        parser.add_argument(
            "--serving", action="store_true", help="refuse where serving would be unsafe"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["demo"] and settings.DEMO and empty_if_older(settings.DATA_DIR):
            self.stdout.write("The demonstration was made by another version; it is made anew.")
        if options["serving"]:
            self._refuse(environment.environment())
        self._bring_up_to_date()
        if options["serving"]:
            self._refuse(environment.demonstration())
            self._tell_if_empty()
        if options["demo"] and not Plan.objects.exists():
            # Imported here: reading plan files takes as long as all the rest of a second start.
            from followthrough.demo import life

            count = life.load(now())
            self.stdout.write(f"Loaded the demonstration: {count} dated steps.")

    def _bring_up_to_date(self) -> None:
        # Looking whether there is anything to do takes a tenth of doing it.
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)

    def _refuse(self, findings: Iterable[Finding]) -> None:
        """End with a sentence for each thing that makes it unsafe to serve."""
        unsafe = [one for one in findings if one.weight is Weight.MEND]
        for one in unsafe:
            self.stderr.write(f"followthrough: {one}")
        if unsafe:
            sys.exit(1)

    def _tell_if_empty(self) -> None:
        if code := first_time.set_up_code():
            self.stdout.write(
                "This installation is empty. Run `followthrough init`, or open\n"
                f"  {settings.PUBLIC_URL}/en/set-up/\n"
                f"and type this code, which counts until the service is restarted: {code}"
            )
        elif first_time.nobody_signed_in():
            self.stdout.write(
                "Nobody has signed in yet: `followthrough init` prints the coordinator's code."
            )
