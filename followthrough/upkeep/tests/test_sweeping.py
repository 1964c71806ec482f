"""Files that no row names are put aside a day later; files that a row names never are."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from followthrough.reporting.tests.cast import Cast
from followthrough.upkeep.operations.sweeping import sweep, unclaimed
from followthrough.upkeep.tests.files import evidence

TOMORROW = timedelta(days=1, hours=1)
# Stores a file as `add_file` does and is killed before it can write the row.
KILLED = """
import os, signal, sys
import django
django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
if sys.argv[1] == "half":
    class Half(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            os.kill(os.getpid(), signal.SIGKILL)
    default_storage.save("evidence/killed.txt", Half(b""))
default_storage.save("evidence/killed.txt", ContentFile(b"whole"))
os.kill(os.getpid(), signal.SIGKILL)
"""


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize("when", ["half", "whole"])
def test_what_a_killed_process_left_is_put_aside(cast: Cast, data: Path, when: str) -> None:
    kept = evidence(cast)
    environment = {**os.environ, "DATA_DIR": str(data)}
    command = [sys.executable, "-c", KILLED, when]
    done = subprocess.run(command, check=False, env=environment)  # noqa: S603
    assert done.returncode == -signal.SIGKILL

    found = sweep(at=now() + TOMORROW)

    assert len(found) == 1
    assert "killed.txt" in found[0]
    aside = [one for one in (data / "unclaimed").rglob("*") if one.is_file()]
    assert len(aside) == 1
    # The control: what a row names stays.
    assert Path(kept.file.path).is_file()
    assert sweep(at=now() + TOMORROW) == []


def test_a_request_that_is_still_running_keeps_its_file(cast: Cast) -> None:
    default_storage.save("evidence/fresh.txt", ContentFile(b"a"))

    assert unclaimed(now() + timedelta(hours=1)) == []
    assert unclaimed(now() + TOMORROW) == ["evidence/fresh.txt"]


def test_what_was_put_aside_goes_after_thirty_days(cast: Cast, data: Path) -> None:
    default_storage.save("evidence/fresh.txt", ContentFile(b"a"))
    sweep(at=now() + TOMORROW)

    sweep(at=now() + timedelta(days=20))
    assert any((data / "unclaimed").iterdir())
    sweep(at=now() + timedelta(days=40))
    assert not any((data / "unclaimed").iterdir())
