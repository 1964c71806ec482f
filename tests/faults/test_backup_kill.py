"""kill -9 while a backup is made or restored: what is there is whole, or not there at all."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from followthrough.upkeep import archive
from tests.architecture.source import ROOT
from tests.faults.house import ADDRESS, House

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(ADDRESS), reason="a killed pg_restore is rolled back by its server"),
]
KILLS = 8


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = House(tmp_path_factory.mktemp("house"))
    house.does("tests.faults.lived_in", "furnish")
    house.does("followthrough.cli", "backup", str(house.archive))
    return house


def killed(house: House, seconds: float, *arguments: str) -> int:
    """Run the command and kill it after so long; its status, negative when it was killed."""
    command = [sys.executable, "-m", "followthrough.cli", *arguments]
    process = subprocess.Popen(
        command, cwd=ROOT, env=house.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    time.sleep(seconds)
    process.kill()
    process.communicate()
    return process.returncode


def moments() -> list[float]:
    chance = random.Random(2026)  # noqa: S311
    return [chance.uniform(0.4, 2.5) for _ in range(KILLS)]


def test_a_killed_backup_is_whole_or_not_there(house: House, tmp_path: Path) -> None:
    statuses = [
        killed(house, moment, "backup", str(tmp_path / f"{number}.tar"))
        for number, moment in enumerate(moments())
    ]

    assert -signal.SIGKILL in statuses
    for made in tmp_path.glob("[0-9]*.tar"):
        assert archive.unpack(made, None)
    # The next one is not kept from its work by what the killed ones left.
    house.does("followthrough.cli", "backup", str(tmp_path / "after.tar"))


def test_a_killed_restore_leaves_a_whole_place_or_none(house: House, tmp_path: Path) -> None:
    statuses = []
    for number, moment in enumerate(moments()):
        place = tmp_path / str(number)
        arguments = ("restore", str(house.archive), "--into", str(place))
        statuses.append(killed(house, moment, *arguments))
        if (place / "followthrough.sqlite3").exists():
            named = archive.read_manifest(house.archive).members[1:]
            assert all((place / one.path).is_file() for one in named)
        elif place.exists() and any(place.iterdir()):
            again = house.run("followthrough.cli", *arguments)
            assert "is not empty" in again.stderr

    assert -signal.SIGKILL in statuses


def test_an_older_database_is_brought_up_to_date(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.does("followthrough.cli", "prepare")
    house.does("django", "migrate", "usersessions", "zero")
    house.does("followthrough.cli", "backup", str(house.archive))
    house.wipe()

    done = house.restore()

    assert "brought up to version" in done.stdout, done.stderr
    house.does("django", "migrate", "--check")


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.does("followthrough.cli", "prepare")
    row = "MigrationRecorder(connection).record_applied('plans', '0099_of_tomorrow')"
    house.does(
        "django",
        "shell",
        "-c",
        "from django.db.migrations.recorder import MigrationRecorder\n"
        f"from django.db import connection\n{row}",
    )
    house.does("followthrough.cli", "backup", str(house.archive))
    house.wipe()

    done = house.restore()

    assert done.returncode == 1
    assert "does not know its database" in done.stderr
    assert not any(house.folder.iterdir())
