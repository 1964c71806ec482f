"""A backup made while others write, everything wiped, and restored: the public sees the same."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.architecture.source import ROOT

pytestmark = [pytest.mark.slow]
STEPS_BEFORE = 3
ADDRESS = os.environ.get("DATABASE_URL", "")
on_sqlite = pytest.mark.skipif(bool(ADDRESS), reason="the database is not a file")


class House:
    """An installation in a folder, on SQLite or with a PostgreSQL database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.notes = folder / "data", folder / "notes"
        self.archive = folder / "backup.tar"
        self.folder.mkdir()
        kept = {key: one for key, one in os.environ.items() if not key.startswith(("DEMO", "DJ"))}
        self.environment = {**kept, "DATA_DIR": str(self.folder), "PYTHONPATH": str(ROOT)}
        self.environment |= {"ALLOWED_HOSTS": "testserver", "SECRET_KEY": "k" * 50}
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


def differences(seen: dict[str, Any], noted: dict[int, dict[str, str]], least: int) -> list[str]:
    """What is not as it was: acknowledged lines lost, pages that differ, files that are not it."""
    found = list(seen["faults"])
    if seen["lines"] < least:
        found.append(f"the log ends at {seen['lines']}, and {least} was acknowledged")
    then = noted.get(seen["lines"])
    if then is None:
        return [*found, f"nobody saw line {seen['lines']}"]
    return found + [one for one in then if then[one] != seen["pages"].get(one)]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Lived in, and backed up and (on SQLite) copied naively while others were writing."""
    house = House(tmp_path_factory.mktemp("house"))
    house.does("tests.faults.lived_in", "furnish")
    workers = house.at_work()
    try:
        while len(house.noted()) < STEPS_BEFORE:
            time.sleep(0.1)
            assert all(one.poll() is None for one in workers)
        house.least = max(house.noted())  # type: ignore[attr-defined]
        if not ADDRESS:
            naive = house.folder.parent / "naive"
            shutil.copytree(house.folder / "files", naive / "files")
            shutil.copy(house.folder / "followthrough.sqlite3", naive)
        house.does("followthrough.cli", "backup", str(house.archive))
        after = max(house.noted())
        while max(house.noted()) == after:
            time.sleep(0.1)
    finally:
        house.notes.with_suffix(".stop").touch()
        for one in workers:
            one.wait(60)
    yield house


def test_restored_after_a_wipe_everything_is_as_it_was(house: House) -> None:
    house.wipe()

    done = house.restore()

    assert done.returncode == 0, done.stderr
    assert "The log is intact" in done.stdout
    seen = house.look()
    assert len(seen["pages"]) > 80
    assert differences(seen, house.noted(), house.least) == []  # type: ignore[attr-defined]
    # The control: what the public saw a step later is another thing.
    later = {line - 1: pages for line, pages in house.noted().items()}
    assert differences(seen, later, 0)


@on_sqlite
def test_a_naive_copy_under_writes_is_caught(house: House) -> None:
    naive = house.folder.parent / "naive"
    house.environment["DATA_DIR"] = str(naive)
    try:
        seen = house.run("tests.faults.lived_in", "look")
    finally:
        house.environment["DATA_DIR"] = str(house.folder)

    least = house.least  # type: ignore[attr-defined]
    assert seen.returncode or differences(json.loads(seen.stdout), house.noted(), least)


@pytest.mark.parametrize("part", ["manifest", "database", "evidence", "end"])
def test_a_changed_byte_is_found_and_nothing_restored(
    house: House, tmp_path: Path, part: str
) -> None:
    content = bytearray(house.archive.read_bytes())
    marks = {"manifest": b"made_at", "evidence": b"Decision 2\nDecision 2\nDecision"}
    place = content.find(marks[part]) if part in marks else len(content) // 2
    if part == "end":
        content = content[:place]
    else:
        content[place + 14] ^= 1
    broken = tmp_path / "broken.tar"
    broken.write_bytes(content)

    done = house.run("followthrough.cli", "restore", str(broken), "--into", str(tmp_path / "new"))

    assert done.returncode == 1
    assert "Nothing was restored" in done.stderr
    assert not any((tmp_path / "new").iterdir())


def test_a_place_that_is_not_empty_is_left_alone(house: House, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")

    done = house.run("followthrough.cli", "restore", str(house.archive), "--into", str(tmp_path))

    assert done.returncode == 1
    assert "is not empty" in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]


@on_sqlite
def test_the_backup_holds_one_whole_database_and_no_key(house: House, tmp_path: Path) -> None:
    import tarfile

    with tarfile.open(house.archive) as tar:
        names = tar.getnames()
        tar.extract("followthrough.sqlite3", tmp_path, filter="data")

    with sqlite3.connect(tmp_path / "followthrough.sqlite3") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not [name for name in names if "secret" in name]
    assert house.archive.stat().st_mode & 0o077 == 0
