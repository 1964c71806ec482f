"""followthrough prepare: the database up to date, and the demonstration in it if asked for."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from followthrough.demo.folder import empty_if_older
from followthrough.lib.clock import now
from followthrough.plans.models import Plan


class Command(BaseCommand):
    help = "Bring the database up to date. `serve` and `demo` do it by themselves."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demonstration if empty")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["demo"] and settings.DEMO and empty_if_older(settings.DATA_DIR):
            self.stdout.write("The demonstration was made by another version; it is made anew.")
        # Looking whether there is anything to do takes a tenth of doing it.
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
        if options["demo"] and not Plan.objects.exists():
            # Imported here: reading plan files takes as long as all the rest of a second start.
            from followthrough.demo import life

            count = life.load(now())
            self.stdout.write(f"Loaded the demonstration: {count} dated steps.")
