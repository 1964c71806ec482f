"""What other programs read in our documents: LibreOffice and poppler."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def tool(name: str, package: str) -> str:
    """Where the program is; without it the test is left out, or fails where all are asked for."""
    found = shutil.which(name)
    if found is None and os.environ.get("REQUIRE_ALL"):
        pytest.fail(f"no {name}: install the package {package}")
    if found is None:
        pytest.skip(f"left out: no {name} (package {package})")
    return found


def as_pdf(word: bytes, folder: Path) -> bytes:
    """The Word file as LibreOffice prints it."""
    (folder / "one.docx").write_bytes(word)
    office = tool("soffice", "libreoffice-writer-nogui")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", "pdf", "one.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)  # noqa: S603
    return (folder / "one.pdf").read_bytes()


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    command = [tool("pdftotext", "poppler-utils"), "-layout", "-", "-"]
    done = subprocess.run(command, input=pdf, check=True, capture_output=True)  # noqa: S603
    # The narrow spaces of "1 / 2" do not show in it.
    return done.stdout.decode().replace(" / ", "/").split("\f")[:-1]
