"""Starting and stopping: the database made ready, then server and worker side by side.

This process imports no Django: it only minds the others, so it stays small.
"""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from followthrough.lib.demo_day import BadMoment, folder_of, moment_of

SECONDS_TO_START = 60
SECONDS_TO_STOP = 5


def run(*, demo: bool, arguments: Sequence[str]) -> None:
    """Set up and serve until interrupted; exits with a sentence when it cannot."""
    options = _options(demo, arguments)
    _choose_environment(options, demo)
    _check_port(options.host, options.port)
    _say(f"Data folder: {os.environ['DATA_DIR']}")
    _say("Preparing the database" + (" and the demonstration …" if demo else " …"))
    if not demo:
        # Known to this process and what it starts, and to whoever reads its console.
        os.environ["FOLLOWTHROUGH_SETUP_CODE"] = _set_up_code()
    _prepare(demo)
    _say("Starting server and worker …")
    os.environ["FOLLOWTHROUGH_PARENT"] = str(os.getpid())
    signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    stopping = threading.Event()
    worker = threading.Thread(target=_mind_worker, args=[stopping], daemon=True)
    worker.start()
    threading.Thread(target=_announce, args=[options, stopping], daemon=True).start()
    try:
        _serve(options)
    finally:
        stopping.set()
        worker.join(SECONDS_TO_STOP)
    _say("Stopped.")


def _options(demo: bool, arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"followthrough {'demo' if demo else 'serve'}")
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", default=os.environ.get("PORT", "8000"), type=_port)
    parser.add_argument("--data-dir", default=os.environ.get("DATA_DIR", ""))
    parser.add_argument("--workers", default=1, type=int, help="server processes")
    if demo:
        at = os.environ.get("DEMO_AT", "")
        parser.add_argument("--at", default=at, help="the day it shows: 2027-05-15")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: choose a number up to 65535")
    return int(text)


def _choose_environment(options: argparse.Namespace, demo: bool) -> None:
    # The demonstration keeps to a folder of its own, so that it never mixes with real data.
    data = Path(options.data_dir or (".data/demo" if demo else ".data")).resolve()
    if demo:
        data = _choose_moment(options.at, data)
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        sys.exit(f"followthrough: cannot make the data folder {data}: {problem.strerror}.")
    os.environ["DATA_DIR"] = str(data)
    # Links in mails lead to where it is served, unless PUBLIC_URL says another place.
    os.environ["PORT"] = str(options.port)


def _choose_moment(text: str, data: Path) -> Path:
    """Set the demonstration's clock; returns the folder for that day's data."""
    try:
        moment = moment_of(text)
    except BadMoment as problem:
        sys.exit(f"followthrough: {problem}")
    if os.environ.get("DATABASE_URL"):
        sys.exit(
            "followthrough: the demonstration lets anybody in, so it never runs on a database of "
            "yours. Unset DATABASE_URL; its data lie in its own folder."
        )
    os.environ["DEMO"] = "1"
    os.environ["DEMO_AT"] = moment.isoformat()
    # Server and worker count from the same start.
    os.environ["FOLLOWTHROUGH_STARTED"] = str(time.time())
    return data / folder_of(moment)


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            sys.exit(
                f"followthrough: cannot listen on {host}:{port} ({problem.strerror}). "
                "Choose another port, for example PORT=8001."
            )


def _prepare(demo: bool) -> None:
    command = [sys.executable, "-m", "followthrough.cli", "prepare"]
    command.append("--demo" if demo else "--serving")
    if subprocess.run(command, check=False).returncode:  # noqa: S603
        sys.exit("followthrough: not started, for the reasons above.")


def _set_up_code() -> str:
    """Sixty bits, without letters and digits that look alike."""
    letters = "".join(secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def _mind_worker(stopping: threading.Event) -> None:
    # A worker that dies takes no page with it, but its jobs would pile up unseen: start another.
    while not stopping.is_set():
        worker = subprocess.Popen(
            [sys.executable, "-m", "django", "worker"], start_new_session=True
        )
        while worker.poll() is None and not stopping.wait(1):
            pass
        if worker.poll() is None:
            _stop(worker)
        stopping.wait(2)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()


def _announce(options: argparse.Namespace, stopping: threading.Event) -> None:
    shown = "localhost" if options.host in {"127.0.0.1", "0.0.0.0", "::1"} else options.host  # noqa: S104
    address = f"http://{shown}:{options.port}/"
    for _ in range(SECONDS_TO_START * 10):
        try:
            with urllib.request.urlopen(address, timeout=5):
                _say(f"\n  Followthrough is ready: {address}\n\n  Ctrl-C stops it.")
                return
        except (urllib.error.URLError, OSError):
            if stopping.wait(0.1):
                return
    _say(f"The server does not answer at {address}; see the lines above.")


def _serve(options: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "followthrough.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=4,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        # Browsers keep connections open; stopping does not wait for them.
        workers_kill_timeout=SECONDS_TO_STOP,
    ).serve()


def _say(line: str, out: TextIO = sys.stdout) -> None:
    out.write(line + "\n")
    out.flush()
