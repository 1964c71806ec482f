"""kill -9 of a worker in the middle of 200 reminders: none comes twice, none is forgotten."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from aiosmtpd.controller import Controller

from followthrough.outbox.tests.conftest import free_port
from tests.architecture.source import ROOT
from tests.faults.sending import RECIPIENTS, Mailbox

pytestmark = [pytest.mark.slow]
CAREFUL = [sys.executable, "manage.py", "worker"]
CARELESS = [sys.executable, "-m", "tests.faults.sending", "careless"]
# Killed when so many mails have been taken, and the server has not yet said so.
WORST_MOMENTS = (1, 37, 38, 120, RECIPIENTS)
KILLS = 8
SECONDS = 240


@dataclass
class Outbox:
    """An installation's outbox, its mail server, and its workers one after the other."""

    folder: Path
    mailbox: Mailbox
    environment: dict[str, str]
    killed: int = 0
    worker: subprocess.Popen[bytes] | None = None
    gone: Event = field(default_factory=Event)

    def states(self) -> dict[str, str]:
        with sqlite3.connect(self.folder / "followthrough.sqlite3", timeout=20) as connection:
            return dict(connection.execute('SELECT "to", state FROM outbox_message').fetchall())

    def start(self, command: list[str]) -> None:
        self.gone.clear()
        self.worker = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """Without any chance to say good-bye."""
        if self.worker is not None and self.worker.poll() is None:
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()
            self.killed += 1
        self.gone.set()

    def run(self, command: list[str], is_over: Callable[[], bool]) -> None:
        """Start a worker, and another whenever one was killed, until it is over."""
        end = time.monotonic() + SECONDS
        self.start(command)
        while not is_over():
            assert time.monotonic() < end, self.mailbox.received.total()
            if self.gone.wait(0.02):
                self.start(command)
        self.stop()

    def stop(self) -> None:
        if self.worker is not None and self.worker.poll() is None:
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()

    def is_settled(self) -> bool:
        return "waiting" not in self.states().values()

    def kill_at(self, moments: tuple[int, ...]) -> None:
        def interrupt(count: int) -> None:
            if count in moments:
                self.kill()

        self.mailbox.interrupt = interrupt


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installation with 200 mails in its outbox; each test gets a copy."""
    folder = tmp_path_factory.mktemp("prepared")
    command = [sys.executable, "-m", "tests.faults.sending", "prepare"]
    environment = _environment(folder)
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return folder


def _environment(folder: Path) -> dict[str, str]:
    kept = {key: one for key, one in os.environ.items() if key not in {"DATABASE_URL", "DEMO"}}
    return {**kept, "DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}


@pytest.fixture
def outbox(prepared: Path, tmp_path: Path) -> Iterator[Outbox]:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    port, mailbox = free_port(), Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port)}
    environment = _environment(tmp_path) | mail
    made = Outbox(tmp_path, mailbox, environment)
    yield made
    made.stop()
    controller.stop()


def test_killed_at_the_worst_moments_nobody_gets_a_reminder_twice(outbox: Outbox) -> None:
    """The server has the mail, the worker is gone before it hears so: one each stays in doubt."""
    outbox.kill_at(WORST_MOMENTS)

    outbox.run(CAREFUL, outbox.is_settled)

    states = outbox.states()
    assert outbox.killed == len(WORST_MOMENTS)
    assert set(outbox.mailbox.received.values()) == {1}
    assert len(outbox.mailbox.received) == len(states) == RECIPIENTS
    doubtful = [to for to, state in states.items() if state != "sent"]
    assert len(doubtful) == outbox.killed
    assert {states[to] for to in doubtful} == {"sending"}


def test_killed_at_any_moment_each_gets_one_or_is_in_doubt(outbox: Outbox) -> None:
    chance = random.Random(2027)  # noqa: S311
    moments = sorted(chance.sample(range(1, RECIPIENTS), KILLS))

    def is_over() -> bool:
        if moments and outbox.mailbox.received.total() >= moments[0]:
            time.sleep(chance.uniform(0, 0.05))
            outbox.kill()
            moments.pop(0)
        return outbox.is_settled()

    outbox.run(CAREFUL, is_over)

    states = outbox.states()
    doubtful = {to for to, state in states.items() if state != "sent"}
    assert 0 < outbox.killed <= KILLS
    assert len(doubtful) <= outbox.killed
    for to in states:
        arrived = outbox.mailbox.received[to]
        assert arrived == 1 or (to in doubtful and arrived == 0), f"{to} got {arrived}"


def test_a_worker_that_claims_afterwards_would_be_seen(outbox: Outbox) -> None:
    """The control: whoever was in flight gets it again."""
    outbox.kill_at((37, 120))

    outbox.run(CARELESS, outbox.is_settled)

    twice = [to for to, count in outbox.mailbox.received.items() if count > 1]
    assert len(twice) == outbox.killed == 2
