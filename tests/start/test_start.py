"""The README's first command, on a clean clone and from the wheel."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.start.running import free_port, page, processes, running, wait_until_none

TOOLS = ("python3", "make", "git", "bash", "sh", "awk", "grep", "touch", "rm", "env", "cat", "ldd")
SET_UP_WORDS = ("Installing", "fetching", "cutting", "compiling", "collecting", "Loaded")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def without_node(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment that has the few tools of a bare machine and no Node."""
    tools = tmp_path_factory.mktemp("bin")
    for name in TOOLS:
        if found := shutil.which(name):
            (tools / name).symlink_to(found)
    # The interpreter itself, not a wrapper that needs more of the machine's own path.
    (tools / "python3").unlink()
    (tools / "python3").symlink_to(Path(sys.base_prefix) / "bin" / "python3")
    own = ("VIRTUAL", "DATA_DIR", "DEMO", "DJANGO", "PYTEST", "MAKE", "MFLAGS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    return {**kept, "PATH": str(tools)}


@pytest.fixture(scope="module")
def first_start(
    tmp_path_factory: pytest.TempPathFactory, without_node: dict[str, str]
) -> tuple[Path, str, str]:
    """A clean clone in which `make demo` ran once: the folder, what it said, and a page."""
    folder = tmp_path_factory.mktemp("clone") / "followthrough"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    with running(["make", "demo"], folder, without_node) as (address, said):
        return folder, said, page(address, "en/commitments/")


@pytest.fixture(scope="module")
def clone(first_start: tuple[Path, str, str]) -> Path:
    """A clone that is set up."""
    return first_start[0]


def test_make_demo_serves_from_a_clean_clone_without_node(
    first_start: tuple[Path, str, str], without_node: dict[str, str]
) -> None:
    _, said, shown = first_start

    assert shutil.which("node", path=without_node["PATH"]) is None
    assert "XK0018" in shown
    # The control of the next test: these are the words for work that a second start spares.
    assert [word for word in SET_UP_WORDS if word not in said] == []


def test_a_second_start_sets_nothing_up_again(clone: Path, without_node: dict[str, str]) -> None:
    # How long it takes is measured by `make bench`; here, that nothing is done twice.
    with running(["make", "demo"], clone, without_node) as (address, said):
        assert "XK0018" in page(address, "sq/")
        assert [word for word in SET_UP_WORDS if word in said] == []


def test_the_data_folder_can_be_chosen(
    clone: Path, without_node: dict[str, str], tmp_path: Path
) -> None:
    environment = {**without_node, "DATA_DIR": str(tmp_path / "elsewhere")}
    with running(["make", "demo"], clone, environment) as (address, _):
        assert page(address, "sr/")

    assert (tmp_path / "elsewhere" / "followthrough.sqlite3").exists()


def test_a_taken_port_is_said_in_a_sentence(clone: Path, tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port()))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [str(clone / ".venv/bin/followthrough"), "demo", "--port", port]
        done = subprocess.run(
            [*command, "--data-dir", str(tmp_path)], capture_output=True, text=True, check=False
        )

    assert done.returncode != 0
    assert "Choose another port" in done.stderr


def test_a_worker_does_not_outlive_its_server(
    clone: Path, without_node: dict[str, str], tmp_path: Path
) -> None:
    command = [str(clone / ".venv/bin/followthrough"), "demo", "--data-dir", str(tmp_path)]
    with running(command, clone, without_node) as (address, _):
        port = address.rstrip("/").rpartition(":")[2]
        parents = [one for one in processes(port) if b"demo" in cmdline(one)]
        workers = [one for one in processes(port) if b"worker" in cmdline(one)]

        for one in parents:
            os.kill(one, signal.SIGKILL)

        assert workers
        assert wait_until_none(port, 20) == []


def test_a_worker_whose_server_died_while_it_started_ends(
    clone: Path, without_node: dict[str, str], tmp_path: Path
) -> None:
    port = str(free_port())
    env = {**without_node, "PORT": port, "DATA_DIR": str(tmp_path), "DEMO": "1"}
    worker = str(clone / ".venv/bin/followthrough")
    subprocess.run([worker, "prepare", "--demo"], env=env, check=True)
    # Its parent's number, of a process that has ended: as the worker finds it after a kill -9.
    ended = subprocess.Popen(["true"])
    ended.wait()
    with subprocess.Popen([worker, "worker"], env={**env, "FOLLOWTHROUGH_PARENT": str(ended.pid)}):
        left = wait_until_none(port, 20)
        for one in left:
            os.kill(one, signal.SIGKILL)

    assert left == []


def cmdline(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


def test_the_wheel_serves_in_an_empty_environment(
    clone: Path, without_node: dict[str, str], tmp_path: Path
) -> None:
    subprocess.run(["make", "wheel"], cwd=clone, env=without_node, check=True, capture_output=True)
    wheel = next((clone / "dist").glob("*.whl"))
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    python = str(venv / "bin" / "python")
    uv = str(clone / ".venv" / "bin" / "uv")
    install = [uv, "pip", "install", "--quiet", "--python", python]
    subprocess.run([*install, "-r", str(clone / "requirements.lock")], check=True)
    subprocess.run([*install, "--no-deps", str(wheel)], check=True)

    with running([str(venv / "bin" / "followthrough"), "demo"], tmp_path, without_node) as started:
        found = page(started[0], "sq/commitments/XK0018/")

    assert "XK0018" in found
    assert "site." in found
    assert "Angazhim" in found or "angazhim" in found
