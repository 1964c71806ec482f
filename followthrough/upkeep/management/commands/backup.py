"""followthrough backup: database and files in one file, while the installation is in use."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from followthrough.lib.clock import now
from followthrough.upkeep.operations.backing_up import BackupFailed, Made, make_backup


class Command(BaseCommand):
    help = (
        "Write a backup: the database and every stored file of one moment, in one file. "
        "It holds personal data and no key of the installation; keep it where few may read it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="where to; without it, into BACKUP_DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        to = Path(options["file"]).absolute() if options["file"] else None
        try:
            made = make_backup(at=now(), to=to)
        except BackupFailed as problem:
            raise CommandError(str(problem)) from problem
        self._tell(made)

    def _tell(self, made: Made) -> None:
        manifest = made.manifest
        self.stdout.write(f"Backup:   {made.path}")
        self.stdout.write(f"SHA-256:  {made.sha256}")
        self.stdout.write(
            f"It holds: the database ({manifest.engine}, {manifest.log_lines} lines in the log) "
            f"and {made.files} stored files, as of {manifest.made_at}."
        )
        if manifest.missing:
            raise CommandError(
                f"{len(manifest.missing)} files are lost: rows name them, and they are not there "
                f"({', '.join(manifest.missing[:3])} …). An older backup may have them."
            )
