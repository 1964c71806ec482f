"""PostgreSQL's own programs: pg_dump and pg_restore, as new as this machine has them."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

# Debian keeps each version's programs in a folder of its own.
FOLDERS = Path("/usr/lib/postgresql")
MISSING = (
    "{name} is missing: install PostgreSQL's client programs (package postgresql-client) in the "
    "server's version or a newer one."
)


class ProgramFailed(Exception):
    """The program is missing or refused; the message says what it said, without the password."""


def run(name: str, arguments: list[str], settings: dict[str, Any]) -> None:
    """Run pg_dump or pg_restore on the database of Django's `settings`. Raises ProgramFailed."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        [program(name), *arguments],
        env={**os.environ, **_variables(settings)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        first = next((line for line in done.stderr.splitlines() if "error" in line), "")
        raise ProgramFailed(f"{name} failed: {first or done.stderr.strip() or done.returncode}")


def program(name: str) -> str:
    """Where the newest one lies. Raises ProgramFailed."""
    versions = sorted(FOLDERS.glob(f"*/bin/{name}"), key=_version, reverse=True)
    if found := str(versions[0]) if versions else shutil.which(name):
        return found
    raise ProgramFailed(MISSING.format(name=name))


def _version(path: Path) -> float:
    found = re.match(r"\d+(\.\d+)?", path.parent.parent.name)
    return float(found.group()) if found else 0


def _variables(settings: dict[str, Any]) -> dict[str, str]:
    """How libpq is told: the password never stands among the arguments, which anybody may list."""
    options = settings.get("OPTIONS", {})
    told = {
        "PGHOST": options.get("host") or settings.get("HOST"),
        "PGPORT": settings.get("PORT"),
        "PGUSER": settings.get("USER"),
        "PGPASSWORD": settings.get("PASSWORD"),
        "PGDATABASE": settings.get("NAME"),
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
    }
    return {name: str(value) for name, value in told.items() if value}
