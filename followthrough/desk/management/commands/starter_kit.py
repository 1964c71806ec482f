"""followthrough starter-kit: the papers to begin with, as Word files in a folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from followthrough.desk import kit
from followthrough.lib.clock import now
from followthrough.lib.documents.docx import to_docx
from followthrough.lib.languages import BY_PREFIX


class Command(BaseCommand):
    help = "Write the decisions, the guide and the privacy notice as Word files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", metavar="FOLDER", default=".", help="default: this folder")
        parser.add_argument(
            "--language", choices=list(BY_PREFIX), action="append", help="default: all languages"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["to"])
        folder.mkdir(parents=True, exist_ok=True)
        for prefix in options["language"] or BY_PREFIX:
            for paper in kit.PAPERS:
                document = kit.paper_of(paper.slug, BY_PREFIX[prefix].code, at=now())
                if document is None:
                    raise CommandError("There is no plan yet. Import one with import-plan first.")
                target = folder / f"{paper.slug}-{prefix}.docx"
                target.write_bytes(to_docx(document))
                self.stdout.write(f"Written: {target}")
