"""Restoring a backup into an empty place: everything is checked before anything is in its place.

What is unpacked lies in a folder of its own below the place until the last check has passed. Then
it is moved, the database last.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from followthrough.lib.database import POSTGRESQL, database
from followthrough.upkeep import archive

STAGING = ".restoring-"
# What a folder that just was made on a disk of its own may hold.
HARMLESS = {"lost+found"}


class NotRestored(Exception):
    """The backup was not restored; the message says why and what to do. The place is as before."""


def run(arguments: Sequence[str]) -> None:
    """`followthrough restore FILE --into FOLDER`; exits with a sentence when it cannot."""
    parser = argparse.ArgumentParser(
        prog="followthrough restore",
        description="Check a backup and restore it into an empty folder (and, where DATABASE_URL "
        "names one, an empty PostgreSQL database).",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--into", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--sha256", default="", help="what the whole file's hash has to be")
    options = parser.parse_args(arguments)
    try:
        for line in restore(options.file, options.into.absolute(), sha256=options.sha256):
            sys.stdout.write(f"{line}\n")
    except (NotRestored, archive.BadArchive) as problem:
        sys.exit(f"followthrough: {problem}\nNothing was restored.")


def restore(file: Path, into: Path, *, sha256: str = "") -> list[str]:
    """Restore; returns what to tell about it. Raises NotRestored and BadArchive.

    Sets DATA_DIR and starts Django on what was unpacked: for a process that does nothing else.
    """
    _require_empty(into)
    _check_digest(file, sha256)
    manifest = archive.read_manifest(file)
    _require_engine(manifest)
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=into))
    try:
        archive.unpack(file, staging)
        told = _bring_to_life(manifest, staging)
        _move(staging, into, last=manifest.database)
    except OSError as problem:
        why = problem.strerror or str(problem)
        raise NotRestored(f"{into} cannot be written: {why}.") from problem
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return [*told, f"Everything lies in {into}. Start it with DATA_DIR={into}."]


def _require_empty(into: Path) -> None:
    if into.exists() and not into.is_dir():
        raise NotRestored(f"{into} is a file. Name a folder that is empty or not there yet.")
    found = {one.name for one in into.iterdir()} - HARMLESS if into.exists() else set()
    if found:
        raise NotRestored(
            f"{into} is not empty ({', '.join(sorted(found)[:3])}). Restoring never overwrites: "
            "name another folder, and exchange the two when you are content."
        )


def _check_digest(file: Path, awaited: str) -> None:
    """Against what was given, and against the note that lies beside the backup."""
    note = file.with_name(f"{file.name}.sha256")
    if not awaited and note.exists():
        awaited = note.read_text().split(maxsplit=1)[0]
    if awaited and file.exists() and archive.digest_of(file) != awaited.strip().lower():
        raise NotRestored(
            f"{file} is not the file that was written: its SHA-256 differs. Copy it again, or "
            "take another backup."
        )


def _require_engine(manifest: archive.Manifest) -> None:
    url = os.environ.get("DATABASE_URL", "")
    is_postgresql = database(url, Path("unused"))["ENGINE"] == POSTGRESQL
    if manifest.engine == "postgresql" and not is_postgresql:
        raise NotRestored(
            "This backup holds a PostgreSQL database. Make an empty one and name it in "
            "DATABASE_URL."
        )
    if manifest.engine == "sqlite" and url:
        raise NotRestored(
            "This backup holds an SQLite database, which lies in the data folder. Restore it "
            "without DATABASE_URL."
        )


def _bring_to_life(manifest: archive.Manifest, staging: Path) -> list[str]:
    """Start Django on what was unpacked, bring it up to date and check it."""
    os.environ["DATA_DIR"] = str(staging)
    os.environ.pop("DEMO", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "followthrough.settings")
    import django

    django.setup()
    from followthrough.upkeep.operations.reviving import NotAlive, revive

    try:
        return revive(manifest, staging)
    except NotAlive as problem:
        raise NotRestored(str(problem)) from problem


def _move(staging: Path, into: Path, last: str) -> None:
    for one in sorted(staging.iterdir(), key=lambda path: path.name == last):
        one.rename(into / one.name)
    archive.sync_folder(into)
