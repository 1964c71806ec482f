"""The `followthrough` command. Serving starts here; everything else is a Django command."""

import os
import sys
from pathlib import Path

COMMANDS = {
    "demo": "serve the demonstration: sets up, loads it, starts server and worker",
    "serve": "serve this installation: brings the database up to date, starts server and worker",
    "init": "set up an empty installation: the plan, and the first coordinator by a code",
    "check": "say what is missing or unsafe, and what to do about it",
    "import-page": "read pages of commitments from OGP's site into a plan",
    "import-plan": "read a whole plan from a plan file or workbook",
    "export-plan": "write a whole plan as a plan file or workbook",
    "backup": "write database and stored files into one file, while the installation is in use",
    "restore": "check such a file and restore it into an empty place",
    "starter-kit": "write the decisions, the guide and the privacy notice as Word files",
    "verify-log": "check the log of changes",
    "reset-second-factor": "forget the second step of somebody who lost it",
    "mail": "list the mail that needs a person, or send it again",
    "tick": "start the jobs that are due",
    "worker": "run put-off jobs (serve and demo start one)",
    "prepare": "bring the database up to date (serve and demo do it by themselves)",
}

# Where Django has a command of that name already.
DJANGO_NAMES = {"check": "check_installation"}


def main() -> None:
    """Run one command; the exit status is 0 only when it did what was asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "followthrough.settings")
    name = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if name in {"demo", "serve"}:
        from followthrough.server import run

        run(demo=name == "demo", arguments=sys.argv[2:])
    elif name == "restore":
        from followthrough.upkeep.restoring import run as restore

        restore(sys.argv[2:])
    elif name in COMMANDS:
        if name == "init":
            _make_data_folder()
        _django(DJANGO_NAMES.get(name, name.replace("-", "_")), sys.argv[2:])
    else:
        _help(unknown=None if name in {"--help", "-h", "help"} else name)


def _django(command: str, arguments: list[str]) -> None:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    try:
        execute_from_command_line(["followthrough", command, *arguments])
    except ImproperlyConfigured as problem:
        sys.exit(f"followthrough: {problem}")
    except (OperationalError, ProgrammingError) as problem:
        # A missing folder or table: nobody has served or prepared this installation yet.
        # DATABASE_URL itself may hold a password.
        where = "of DATABASE_URL" if os.environ.get("DATABASE_URL") else f"in {_data_folder()}"
        # PostgreSQL repeats the query below its first line.
        why = str(problem).strip().partition("\n")[0]
        sys.exit(
            f"followthrough: the database {where} cannot be used ({why}). "
            "Run `followthrough prepare` first."
        )


def _make_data_folder() -> None:
    # Before the settings are read: the key of the installation is kept there from then on.
    try:
        Path(_data_folder()).mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        sys.exit(f"followthrough: cannot make {_data_folder()}: {problem.strerror}.")


def _data_folder() -> str:
    return os.environ.get("DATA_DIR", ".data")


def _help(unknown: str | None) -> None:
    out = sys.stderr if unknown else sys.stdout
    if unknown:
        out.write(f"followthrough: there is no command {unknown!r}. There are:\n")
    else:
        out.write("usage: followthrough COMMAND [OPTIONS]   (COMMAND --help tells more)\n")
    out.writelines(f"  {name:20} {text}\n" for name, text in COMMANDS.items())
    sys.exit(2 if unknown else 0)


if __name__ == "__main__":
    main()
