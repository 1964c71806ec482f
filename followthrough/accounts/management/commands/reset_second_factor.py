"""manage.py reset_second_factor EMAIL: for somebody who lost telephone, key and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from followthrough.accounts.models import User
from followthrough.accounts.operations import reset_second_factor
from followthrough.accounts.permissions import CONSOLE
from followthrough.lib.clock import now


class Command(BaseCommand):
    help = "Forget the second step of a person who lost it, and end their sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("Nobody here has this address.")
        count = reset_second_factor(user.pk, by=CONSOLE, at=now())
        self.stdout.write(f"Forgotten: {count}. They set up another at the next sign-in.")
