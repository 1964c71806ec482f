"""kill -9 in the middle of everything: what was acknowledged is there, once and whole."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from tests.architecture.source import ROOT
from tests.faults.filing import Filing
from tests.start.running import free_port

pytestmark = [pytest.mark.slow]
CYCLES = int(os.environ.get("KILLS", "20"))
CAREFUL, CARELESS = "followthrough.wsgi:application", "tests.faults.careless:application"


class Installation:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = {
            **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
            "DATA_DIR": str(folder),
            "PYTHONPATH": str(ROOT),
            "DEMO": "1",
            # A day on which the round of the cast is open, whenever this runs.
            "DEMO_AT": "2026-07-06T09:00",
        }
        command = [sys.executable, "-m", "tests.faults.installation"]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        people: dict[str, list[list[str]]] = json.loads(done.stdout)
        self.stop = Event()
        self.filings = [
            Filing(self.port, session, [(slug, key) for slug, key in mine], self.stop)
            for session, mine in people.items()
        ]

    def start(self, application: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
        command += ["--blocking-threads", "4", "--port", str(self.port), application]
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/en/", timeout=5):
                    return server
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server does not start")

    def live(self, application: str, cycles: int) -> None:
        """So many servers one after the other, each killed at a moment of chance."""
        chance = random.Random(2026)  # noqa: S311
        workers = [Thread(target=filing.work) for filing in self.filings]
        for worker in workers:
            worker.start()
        for _ in range(cycles):
            server = self.start(application)
            time.sleep(chance.uniform(0.1, 1.0))
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        self.stop.set()
        for worker in workers:
            worker.join()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.folder / "followthrough.sqlite3") as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return connection.execute(query).fetchall()

    def faults(self) -> list[str]:
        """Everything acknowledged that is not there once, and everything half there."""
        found = [*self._texts(), *self._files(), *self._sent()]
        return found + [f"refused: {one}" for filing in self.filings for one in filing.refused]

    def _texts(self) -> Iterator[str]:
        rows = self.rows(
            "SELECT i.slug, e.done FROM reporting_entry e"
            " JOIN reporting_report r ON r.id=e.report_id JOIN accounts_institution i"
            " ON i.id=r.institution_id WHERE e.output_id IS NOT NULL"
        )
        stored = {slug: json.loads(done).get("en") for slug, done in rows}
        for filing in self.filings:
            for slug, text in filing.saved.items():
                if stored[slug] != text:
                    yield f"text of {slug} is lost"

    def _files(self) -> Iterator[str]:
        rows = self.rows("SELECT file, sha256 FROM reporting_evidence")
        digests = [digest for _, digest in rows]
        for name, digest in rows:
            path = self.folder / "files" / name
            if not path.exists() or sha256(path.read_bytes()).hexdigest() != digest:
                yield f"{name} is half there"
        for filing in self.filings:
            for slug, digest in filing.uploaded.items():
                if digests.count(digest) != 1:
                    yield f"file of {slug} is there {digests.count(digest)} times"

    def _sent(self) -> Iterator[str]:
        rows = self.rows("SELECT subject FROM audit_event WHERE verb='report.submitted'")
        logged = [subject for (subject,) in rows]
        rows = self.rows(
            "SELECT i.slug FROM reporting_report r JOIN accounts_institution i"
            " ON i.id=r.institution_id WHERE r.state='submitted'"
        )
        sent = {slug for (slug,) in rows}
        for slug in sent:
            if logged.count(f"report:2026-H1/{slug}") != 1:
                yield f"{slug} was sent without its one line in the log"
        if len(logged) != len(sent):
            yield "the log tells of more than was sent"
        for filing in self.filings:
            yield from (f"report of {slug} is lost" for slug in filing.sent if slug not in sent)

    @property
    def acknowledged(self) -> int:
        return sum(len(one.saved) + len(one.uploaded) + len(one.sent) for one in self.filings)


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    installation = Installation(tmp_path)

    installation.live(CAREFUL, CYCLES)

    assert installation.acknowledged > CYCLES
    assert installation.faults() == []


def test_a_server_that_acknowledges_too_early_is_caught(tmp_path: Path) -> None:
    installation = Installation(tmp_path)

    installation.live(CARELESS, 3)

    assert any("lost" in fault or "times" in fault for fault in installation.faults())
