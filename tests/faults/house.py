"""An installation in a folder of its own, and what is done to it from outside."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.architecture.source import ROOT

ADDRESS = os.environ.get("DATABASE_URL", "")


class House:
    """An installation in a folder, on SQLite or with a PostgreSQL database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.notes = folder / "data", folder / "notes"
        self.archive = folder / "backup.tar"
        # The last step that was surely done when the backup began.
        self.least = 0
        self.folder.mkdir()
        kept = {key: one for key, one in os.environ.items() if not key.startswith(("DEMO", "DJ"))}
        self.environment = {**kept, "DATA_DIR": str(self.folder), "PYTHONPATH": str(ROOT)}
        self.environment |= {"ALLOWED_HOSTS": "testserver", "SECRET_KEY": "k" * 50}
        self.environment |= {"DJANGO_SETTINGS_MODULE": "followthrough.settings"}
        self.environment["LOG_LEVEL"] = "ERROR"
        if ADDRESS:
            self.empty_database()
            self.environment["DATABASE_URL"] = urlsplit(ADDRESS)._replace(path="/house").geturl()

    def empty_database(self) -> None:
        import psycopg

        with psycopg.connect(ADDRESS, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS house WITH (FORCE)")
            connection.execute("CREATE DATABASE house")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def does(self, *command: str) -> str:
        done = self.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def at_work(self) -> list[subprocess.Popen[bytes]]:
        command = [sys.executable, "-m", "tests.faults.lived_in"]
        return [
            subprocess.Popen([*command, verb, str(self.notes)], cwd=ROOT, env=self.environment)
            for verb in ("publish", "file")
        ]

    def noted(self) -> dict[int, dict[str, str]]:
        """What the public saw after each line of the log."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        return dict(map(json.loads, lines))

    def wipe(self) -> None:
        shutil.rmtree(self.folder)
        if ADDRESS:
            self.empty_database()

    def restore(self) -> subprocess.CompletedProcess[str]:
        place = str(self.folder)
        return self.run("followthrough.cli", "restore", str(self.archive), "--into", place)

    def look(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.does("tests.faults.lived_in", "look"))
        return found
