"""A backup made while others write, everything wiped, and restored: the public sees the same."""

import json
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.faults.house import ADDRESS, House

pytestmark = [pytest.mark.slow]
STEPS_BEFORE = 3
on_sqlite = pytest.mark.skipif(bool(ADDRESS), reason="the database is not a file")


def differences(seen: dict[str, Any], noted: dict[int, dict[str, str]], least: int) -> list[str]:
    """What is not as it was: acknowledged lines lost, pages that differ, files that are not it."""
    found = list(seen["faults"])
    if seen["lines"] < least:
        found.append(f"the log ends at {seen['lines']}, and {least} was acknowledged")
    then = noted.get(seen["lines"])
    if then is None:
        return [*found, f"nobody saw line {seen['lines']}"]
    return found + [one for one in then if then[one] != seen["pages"].get(one)]


def copy_if_there(source: str, target: str) -> None:
    """As `cp -r` does: what is gone before its turn, such as a file being written, is left out."""
    with suppress(FileNotFoundError):
        shutil.copy2(source, target)


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
        house.least = max(house.noted())
        if not ADDRESS:
            naive = house.folder.parent / "naive"
            copied = naive / "files"
            shutil.copytree(house.folder / "files", copied, copy_function=copy_if_there)
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
    assert differences(seen, house.noted(), house.least) == []
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

    least = house.least
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
