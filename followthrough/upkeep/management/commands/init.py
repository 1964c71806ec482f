"""followthrough init: an empty installation becomes one that somebody can sign in to."""

import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from followthrough.accounts.permissions import CONSOLE
from followthrough.lib.clock import now
from followthrough.lib.languages import BY_CODE
from followthrough.plans.importers.plan_file import PlanFileError
from followthrough.plans.models import Plan
from followthrough.plans.operations.import_plan import ImportRefused, import_plan
from followthrough.upkeep import first_time
from followthrough.upkeep.operations import setting_up
from followthrough.upkeep.operations.setting_up import BUNDLED, Coordinator, NotSetUp


class Command(BaseCommand):
    help = (
        "Set up an empty installation: bring the database up to date, enter the plan, put the "
        "first coordinator on the post and print the code for the first sign-in. What is there "
        "already is left as it is, so it may be run again. Asks for what no option gives."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = " or ".join(BUNDLED)
        parser.add_argument("--plan", help=f"a plan file or workbook, or {names}")
        parser.add_argument("--pages", nargs="+", default=[], metavar="FILE", help="OGP's pages")
        parser.add_argument("--answers", nargs="+", default=[], metavar="FILE", help="one a page")
        parser.add_argument("--name", help="the first coordinator's name")
        parser.add_argument("--email", help="the first coordinator's address")
        parser.add_argument("--language", choices=sorted(BY_CODE), help="of the mails to them")
        parser.add_argument("--institution", default="", help="where the plan names none")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        call_command("prepare", verbosity=0)
        self.stdout.write("The database is up to date.")
        try:
            self._plan(options, at)
            self._pages(options)
            self._coordinator(options, at)
        except (PlanFileError, ImportRefused) as problem:
            raise CommandError("\n".join(problem.sentences)) from problem
        except NotSetUp as problem:
            raise CommandError(str(problem)) from problem
        self._tell_next(at)

    def _plan(self, options: dict[str, Any], at: datetime) -> None:
        plan = Plan.objects.current()
        if plan is not None:
            self.stdout.write(f"The plan {plan.slug} is there already; it stays as it is.")
            return
        usual = next(iter(BUNDLED))
        chosen = options["plan"] or self._ask("--plan", "Plan file, or a plan that comes", usual)
        is_bundled = chosen in BUNDLED
        document = (
            setting_up.bundled_plan(chosen) if is_bundled else setting_up.plan_from(Path(chosen))
        )
        plan = import_plan(document, by=CONSOLE, at=at).plan
        languages = ", ".join(plan.official_languages)
        self.stdout.write(
            f"Entered the plan {plan.slug}: {plan.commitments.count()} commitments, official "
            f"languages {languages}, clock {plan.time_zone}."
        )

    def _pages(self, options: dict[str, Any]) -> None:
        if options["pages"]:
            plan = Plan.objects.current()
            slug = plan.slug if plan else ""
            more = {"answers": options["answers"], "write": True} if options["answers"] else {}
            call_command("import_page", *options["pages"], plan=slug, stdout=self.stdout, **more)

    def _coordinator(self, options: dict[str, Any], at: datetime) -> None:
        if seated := first_time.first_coordinators(at):
            names = ", ".join(one.email for one in seated)
            self.stdout.write(f"There is a coordinator or administrator already: {names}.")
            return
        email = options["email"] or self._ask("--email", "The coordinator's e-mail address", "")
        try:
            validate_email(email)
        except ValidationError as problem:
            raise CommandError(f"{email!r} is not an e-mail address.") from problem
        name = options["name"] or self._ask("--name", "The coordinator's name", "")
        language = options["language"] or self._ask("--language", "Language of the mails", "sq")
        if language not in BY_CODE:
            raise CommandError(f"{language!r} is none of {', '.join(sorted(BY_CODE))}.")
        who = Coordinator(name, email, language, options["institution"])
        tenure = setting_up.seat_coordinator(who, by=CONSOLE, at=at)
        self.stdout.write(f"Put on the post: {tenure.user.email}, {tenure.post}.")

    def _ask(self, option: str, question: str, usual: str) -> str:
        if not sys.stdin.isatty():
            if option == "--language":
                return usual
            raise CommandError(f"Say it with {option}: {question.lower()}.")
        shown = f" [{usual}]" if usual else ""
        answer = ""
        while not answer:
            self.stdout.write(f"{question}{shown}: ", ending="")
            self.stdout.flush()
            answer = sys.stdin.readline().strip() or usual
        return answer

    def _tell_next(self, at: datetime) -> None:
        self.stdout.write("\nNext:")
        self.stdout.write(
            "  `followthrough check` says what is missing; `followthrough serve` runs."
        )
        if not first_time.nobody_signed_in():
            return
        self.stdout.write(f"  The first sign-in, at {settings.PUBLIC_URL}/en/set-up/sign-in/")
        for user in first_time.first_coordinators(at):
            code = first_time.first_code(user, at)
            self.stdout.write(f"    {user.email}   code: {code}")
        self.stdout.write(
            f"  It counts once, for {first_time.DAYS} days; `followthrough init` prints a new one."
        )
