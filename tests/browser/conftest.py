"""A real browser on the real server with the demonstration in it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from frontend.build import node, npm
from tests.architecture.source import ROOT
from tests.start.running import running

HERE = Path(__file__).parent
UNPACK = "import('@sparticuz/chromium').then(m => m.default.executablePath()).then(console.log)"
# Chromium looks for its maker's hosts unless told not to; root needs --no-sandbox.
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]


def chromium() -> str | None:
    """The system's Chromium, or the one that npm brings to a machine without root."""
    if found := shutil.which("chromium") or shutil.which("chromium-browser"):
        return found
    if not (HERE / "node_modules").is_dir():
        subprocess.run([*npm(), "ci", "--ignore-scripts"], cwd=HERE, check=False)
    done = subprocess.run(
        [*node(), "--input-type=module", "-e", UNPACK],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail("no browser: install the package chromium")
        pytest.skip("left out: no browser (package chromium, or npm's @sparticuz/chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("data")
    command = [str(Path(sys.executable).with_name("followthrough")), "demo"]
    environment = {**os.environ, "DATA_DIR": str(data)}
    with running(command, ROOT, environment) as (found, _):
        yield found


def sign_in(page: Page, address: str, who: str) -> None:
    """Sign in as one of the demonstration's cast, by address: "contact.mlga@example.org"."""
    page.goto(f"{address}en/demo/")
    with page.expect_navigation():
        page.locator(f'button[value="{who}"]').first.click()
