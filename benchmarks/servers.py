"""Servers started as an installation starts them, and what they use of the machine."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from load import Address, NotServed, get

ROOT = Path(__file__).resolve().parents[1]
OURS = "followthrough.settings"
BARE = "benchmarks.bare_settings"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 15
# clock_gettime's number for the CPU clock of a whole process, made of its id (see the kernel's
# posix-timers.h). /proc/<id>/stat counts in steps of 10 ms, too coarse for a round.
CPU_CLOCK_OF_PROCESS = 2


@dataclass(frozen=True)
class Server:
    """A running installation: the process that minds the others, the server and the worker.

    `session` is the id of the first: it was started in a session of its own.
    """

    port: int
    session: int

    def processes(self) -> list[int]:
        return [pid for pid in _all_processes() if _session(pid) == self.session]

    def cpu_seconds(self) -> float:
        """CPU time of all its processes since they started."""
        clocks = [(~pid << 3) | CPU_CLOCK_OF_PROCESS for pid in self.processes()]
        return sum(time.clock_gettime_ns(clock) for clock in clocks) / 1e9

    def memory_mb(self) -> float:
        """PSS of all its processes: pages that several share are counted once."""
        return sum(_pss_kb(pid) for pid in self.processes()) / 1024


def environment(folder: Path, settings: str = OURS) -> dict[str, str]:
    """The environment of a process that works with the installation in a folder."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def serving(folder: Path, settings: str = OURS) -> Iterator[Server]:
    """`followthrough serve` on a free port; on leaving, nothing of it is left running."""
    port = _free_port()
    with (folder / "server.log").open("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "followthrough.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment(folder, settings),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        server = Server(port, process.pid)
        try:
            _wait_until_ready(process, server, Path(log.name))
            yield server
        finally:
            _stop(process, server)


def _wait_until_ready(process: subprocess.Popen[bytes], server: Server, log: Path) -> None:
    given_up_at = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < given_up_at and process.poll() is None:
        with suppress(OSError, NotServed):
            get(Address(server.port, "/", {}))
            return
        time.sleep(0.1)
    sys.exit(f"The server did not start:\n{log.read_text()}")


def _stop(process: subprocess.Popen[bytes], server: Server) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        print("A server did not stop and is killed.", file=sys.stderr)
    for pid in server.processes():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _all_processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return 0


def _pss_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
