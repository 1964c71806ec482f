"""`followthrough import-page FILE… --plan SLUG`: OGP's page of a commitment into the plan."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import CONSOLE
from followthrough.plans.importers.pages.answers import (
    Answers,
    AnswerUnusable,
    read_answers,
    write_answers,
)
from followthrough.plans.importers.pages.doubts import Doubt
from followthrough.plans.importers.pages.facts import PageFacts
from followthrough.plans.importers.pages.page import read_facts
from followthrough.plans.importers.pages.preview import preview
from followthrough.plans.importers.pages.reading import NotReadable
from followthrough.plans.importers.pages.settle import all_doubts
from followthrough.plans.models import Plan
from followthrough.plans.operations.import_page import (
    Outcome,
    PageRefused,
    Undecided,
    differences,
    import_commitment,
    page_changes,
)
from followthrough.plans.operations.page_state import Change

HELP = (
    "Reads OGP's pages of commitments (text or saved HTML), shows what was found, not found and"
    " doubtful, and puts the doubtful points into an answers file. Writes only with --write."
)
NO_DATABASE = "There is no database here yet: run “followthrough prepare” first."


@dataclass(frozen=True)
class Work:
    """One page of the call, with its answers and their file."""

    facts: PageFacts
    answers: Answers
    path: Path


class Command(BaseCommand):
    help = HELP
    # A preview needs no database, so nothing may look for one.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="a saved page")
        parser.add_argument("--plan", default="", metavar="SLUG", help="the plan it belongs to")
        parser.add_argument("--write", action="store_true", help="write into the plan")
        parser.add_argument(
            "--answers", nargs="+", default=[], metavar="FILE", help="one answers file a page"
        )
        parser.add_argument("--encoding", default="", help="how the text is written, if not UTF-8")

    def handle(self, *args: Any, **options: Any) -> None:
        files = [Path(name) for name in options["files"]]
        paths = [Path(name) for name in options["answers"]]
        _check_call(files, paths, options)
        works, refused = _read(files, paths, options["encoding"])
        if options["write"] and refused:
            raise CommandError("\n".join([*refused, "Nothing was written."]))
        if options["write"]:
            self._write(works, options["plan"])
            return
        plan = self._plan_if_there(options["plan"])
        for work in works:
            refused += self._preview(work, plan, is_full=options["verbosity"] > 1)
        if refused:
            raise CommandError("\n".join(refused))

    def _preview(self, work: Work, plan: Plan | None, *, is_full: bool) -> list[str]:
        """Show one page and put its doubts into the answers file; what went wrong, in sentences."""
        self.stdout.write(preview(work.facts, is_full=is_full))
        try:
            changes = self._compare(work, plan) if plan else []
            doubts = [*all_doubts(work.facts, work.answers), *(one.doubt for one in changes)]
            known = Institution.objects.values_list("slug", flat=True) if plan else []
            write_answers(work.path, work.facts, doubts, work.answers, known=known)
        except (AnswerUnusable, PageRefused) as error:
            return [str(error)]
        self._tell_answers(work, doubts)
        return []

    def _compare(self, work: Work, plan: Plan) -> list[Change]:
        self._tell(page_changes(work.facts), "CHANGED ON THE PAGE SINCE THE LAST IMPORT")
        try:
            changes = differences(work.facts, work.answers, plan)
        except AnswerUnusable:
            note = "The page is compared with the plan once every point has an answer."
            self.stdout.write(f"\n{note}")
            return []
        waiting = [change for change in changes if not work.answers.has(change.doubt)]
        self._tell(waiting, "DIFFERENT FROM THE PLAN")
        if len(waiting) < len(changes):
            self.stdout.write(f"\nDecided in the answers: {len(changes) - len(waiting)} more.")
        return changes

    def _tell(self, changes: list[Change], heading: str) -> None:
        if changes:
            self.stdout.write(f"\n{heading} ({len(changes)})")
        for change in changes:
            self.stdout.write(f"  {change.label}")
            self.stdout.write(f"      was: {change.was or '(nothing)'}")
            self.stdout.write(f"      is:  {change.will_be or '(nothing)'}")

    def _tell_answers(self, work: Work, doubts: list[Doubt]) -> None:
        answered = sum(work.answers.has(doubt) for doubt in doubts)
        self.stdout.write(
            f"\n{len(doubts)} points to settle, {answered} of them answered, in {work.path}\n"
        )

    def _write(self, works: list[Work], slug: str) -> None:
        """Import all pages or none."""
        work = works[0]
        try:
            plan = _plan(slug)
            with transaction.atomic():
                outcomes = []
                for work in works:
                    outcomes.append(_import(work, plan))
        except Undecided as error:
            doubts = [*all_doubts(work.facts, work.answers), *error.doubts]
            _keep_doubts(work, doubts)
            raise CommandError(
                f"{work.facts.name}: {error} Answer “keep” or “page” in {work.path} and run it"
                " again. Nothing was written."
            ) from error
        except (AnswerUnusable, PageRefused) as error:
            raise CommandError(f"{error} Nothing was written.") from error
        except DatabaseError as error:
            raise CommandError(f"{NO_DATABASE} ({error})") from error
        for outcome in outcomes:
            self._tell_outcome(outcome)

    def _tell_outcome(self, outcome: Outcome) -> None:
        key = outcome.commitment.key
        if outcome.event is None:
            self.stdout.write(f"{key}: nothing to change.")
            return
        count = len(outcome.changes)
        changed = f"{count} field{'s' * (count != 1)} changed"
        kept = changed if count else "the plan stays as it is; the page is kept with it"
        what = "imported" if outcome.is_new else kept
        self.stdout.write(f"{key}: {what}.")
        if not outcome.is_new:
            self._tell(outcome.changes, "CHANGED IN THE PLAN")

    def _plan_if_there(self, slug: str) -> Plan | None:
        """The plan to compare with; without a plan or a database the preview goes without it."""
        if not slug:
            return None
        name = Path(str(connection.settings_dict["NAME"]))
        # Asking SQLite for a file that is not there would make one.
        is_there = connection.vendor != "sqlite" or "memory" in str(name) or name.exists()
        try:
            plan = Plan.objects.filter(slug=slug).first() if is_there else None
        except DatabaseError:
            plan = None
        if plan is None:
            self.stderr.write(f"There is no plan “{slug}” here, so nothing is compared with it.")
        return plan


def _check_call(files: list[Path], paths: list[Path], options: dict[str, Any]) -> None:
    if paths and len(paths) != len(files):
        raise CommandError("Give one answers file for each page, in the same order.")
    if options["write"] and not paths:
        raise CommandError(
            "Say with --answers FILE where the answers are; a call without --write makes that file."
        )
    if options["write"] and not options["plan"]:
        raise CommandError("Say with --plan SLUG which plan to write into.")


def _read(files: list[Path], paths: list[Path], encoding: str) -> tuple[list[Work], list[str]]:
    """The pages that can be read, and a sentence for each that cannot."""
    works, refused = [], []
    for number, file in enumerate(files):
        path = paths[number] if paths else file.with_name(f"{file.stem}.answers.toml")
        try:
            works.append(Work(read_facts(file, encoding=encoding), read_answers(path), path))
        except (NotReadable, AnswerUnusable) as error:
            refused.append(str(error))
    return works, refused


def _plan(slug: str) -> Plan:
    plan = Plan.objects.filter(slug=slug).first()
    if plan is None:
        known = ", ".join(Plan.objects.values_list("slug", flat=True)) or "none yet"
        raise PageRefused(f"There is no plan “{slug}”; the plans here are: {known}.")
    return plan


def _import(work: Work, plan: Plan) -> Outcome:
    return import_commitment(work.facts, work.answers, plan=plan, by=CONSOLE, at=timezone.now())


def _keep_doubts(work: Work, doubts: list[Doubt]) -> None:
    try:
        write_answers(work.path, work.facts, doubts, work.answers)
    except AnswerUnusable as error:
        raise CommandError(str(error)) from error
