"""Export a whole plan as the file or the workbook that import reads."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from followthrough.plans.importers.plan_file import write_plan
from followthrough.plans.importers.workbook import write_workbook
from followthrough.plans.models import Plan
from followthrough.plans.queries import plan_document

STANDARD_OUTPUT = "-"


class Command(BaseCommand):
    help = "Write a plan as a plan file (.json) or as a plan workbook (.xlsx)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", metavar="SLUG", nargs="?", help="default: the current plan")
        parser.add_argument("--format", choices=["json", "xlsx"], default="json")
        parser.add_argument(
            "--output", default=STANDARD_OUTPUT, help="a file, or - for standard output"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        document = plan_document(_plan(options["slug"]))
        write = write_plan if options["format"] == "json" else write_workbook
        if options["output"] == STANDARD_OUTPUT:
            self._print(write(document))
        else:
            _write_whole(Path(options["output"]), write(document))

    def _print(self, content: bytes) -> None:
        binary = getattr(self.stdout, "buffer", None)
        if binary is not None:
            binary.write(content)
            binary.flush()
        else:
            self.stdout.write(content.decode(), ending="")


def _plan(slug: str | None) -> Plan:
    plans = Plan.objects.select_related("method")
    plan = plans.filter(slug=slug).first() if slug else Plan.objects.current()
    if plan is not None:
        return plan
    known = ", ".join(Plan.objects.order_by("slug").values_list("slug", flat=True))
    if not known:
        raise CommandError("There is no plan yet. Import one first.")
    raise CommandError(f"There is no plan called “{slug}”. There is: {known}.")


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside the file and rename, so that nobody ever finds half of it."""
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".plan-", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_usual_mode())
        temporary.replace(path)
    except OSError as error:
        if temporary:
            temporary.unlink(missing_ok=True)
        raise CommandError(f"The file {path} cannot be written: {error.strerror}.") from error


def _usual_mode() -> int:
    """The mode of a newly made file; temporary files are readable by their owner only."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
