"""Import a whole plan from a plan file (.json) or a plan workbook (.xlsx)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from followthrough.accounts.permissions import CONSOLE
from followthrough.plans.importers.difference import Change, Kind
from followthrough.plans.importers.plan_file import MOST_BYTES, PlanFileError
from followthrough.plans.importers.plan_schema import printable
from followthrough.plans.importers.workbook import read_plan_or_workbook
from followthrough.plans.operations.import_plan import ImportRefused, import_plan, preview
from followthrough.plans.queries import Document

MOST_LINES = 200
MOST_SHOWN = 60


class Command(BaseCommand):
    help = "Show what a plan file or workbook would change; with --write, change it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a plan file or a plan workbook")
        parser.add_argument("--write", action="store_true", help="write the changes")
        parser.add_argument(
            "--remove", action="store_true", help="also remove what the file no longer has"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document = read_plan_or_workbook(_content(Path(options["file"])))
            if options["write"]:
                self._write(document, remove=options["remove"])
            else:
                self._preview(document, remove=options["remove"])
        except (PlanFileError, ImportRefused) as error:
            raise CommandError(printable("\n".join(error.sentences))) from error

    def _preview(self, document: Document, *, remove: bool) -> None:
        seen = preview(document, remove=remove)
        self._tell(seen.changes, remove=remove)
        if seen.refusals:
            raise ImportRefused(seen.refusals)
        if _to_write(seen.changes, remove=remove):
            self.stdout.write("Nothing was written. Add --write to write this.")

    def _write(self, document: Document, *, remove: bool) -> None:
        outcome = import_plan(document, by=CONSOLE, at=timezone.now(), remove=remove)
        self._tell([*outcome.changes, *outcome.kept], remove=remove)
        if outcome.event:
            self.stdout.write(f"Written: the plan {outcome.plan.slug}.")

    def _tell(self, changes: list[Change], *, remove: bool) -> None:
        for change in changes[:MOST_LINES]:
            self.stdout.write(_line(change, remove=remove))
        if len(changes) > MOST_LINES:
            self.stdout.write(f"… and {len(changes) - MOST_LINES} more changes.")
        if not _to_write(changes, remove=remove):
            self.stdout.write("There is nothing to write.")


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # One byte more than is allowed is enough to refuse it.
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"The file {path} cannot be read: {error.strerror}.") from error


def _to_write(changes: list[Change], *, remove: bool) -> bool:
    return any(remove or change.kind is not Kind.REMOVED for change in changes)


def _line(change: Change, *, remove: bool) -> str:
    if change.kind is Kind.ADDED:
        return f"New: {change.where}"
    if change.kind is Kind.REMOVED:
        verb = "Removed" if remove else "No longer in the file, and kept"
        return f"{verb}: {change.where}"
    before, after = _shown(change.before), _shown(change.after)
    return f"Changed: {change.where}, {change.field}: {before} → {after}"


def _shown(value: Any) -> str:
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, list):
        names = [
            item.get("institution", item.get("code")) if isinstance(item, dict) else item
            for item in value
        ]
        value = ", ".join(str(name) for name in names)
    written = " ".join(str(value).split())
    return f"“{written if len(written) <= MOST_SHOWN else written[: MOST_SHOWN - 1] + '…'}”"
