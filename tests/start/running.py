"""Starting Followthrough as a person would, and stopping it with Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

READY = re.compile(r"ready: (http://\S+/)")
SECONDS_TO_START = 240


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str], folder: Path, environment: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Run a command that serves; yields its address and all that it said until it was ready.

    On leaving, Ctrl-C goes to the whole group as from a terminal; nothing may be left running.
    """
    port = str(free_port())
    env = {**environment, "PORT": port, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield _wait_until_ready(process)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        assert not wait_until_none(port, 30), "something was left running"
    finally:
        for left in processes(port):
            os.kill(left, signal.SIGKILL)
        process.communicate()


def _wait_until_ready(process: subprocess.Popen[str]) -> tuple[str, str]:
    lines: list[str] = []
    assert process.stdout
    for line in process.stdout:
        lines.append(line)
        if found := READY.search(line):
            return found.group(1), "".join(lines)
    raise AssertionError("it stopped before it was ready:\n" + "".join(lines))


def processes(port: str) -> list[int]:
    """All that run with this PORT: what was started and everything that it started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            variables = (folder / "environ").read_bytes().split(b"\0")
        except (OSError, PermissionError):
            continue
        if f"PORT={port}".encode() in variables:
            found.append(int(folder.name))
    return found


def wait_until_none(port: str, seconds: float) -> list[int]:
    """Those still running after at most so many seconds."""
    end = time.monotonic() + seconds
    while (left := processes(port)) and time.monotonic() < end:
        time.sleep(0.1)
    return left


def page(address: str, path: str = "") -> str:
    with urllib.request.urlopen(address + path, timeout=10) as answer:  # noqa: S310 - our own
        body: bytes = answer.read()
        return body.decode()
