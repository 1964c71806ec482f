"""LibreOffice without a screen, for tests: a file opened and saved again by another program."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

# A cold start on a busy machine.
SECONDS = 120


def saved_by_libreoffice(
    data: bytes, folder: Path, to: str = "xlsx", ending: str = "xlsx"
) -> bytes:
    """An Excel file as LibreOffice saves it in the format `to`. Skips without LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail("no LibreOffice: install the package libreoffice-calc-nogui")
        pytest.skip("left out: no LibreOffice (package libreoffice-calc-nogui)")
    source, target = folder / "given.xlsx", folder / "saved"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [program, profile, "--headless", "--convert-to", to, "--outdir", str(target)]
    subprocess.run(  # noqa: S603 – a program of the machine, files of ours
        [*command, str(source)], check=True, capture_output=True, timeout=SECONDS
    )
    return (target / f"given.{to}").read_bytes()
