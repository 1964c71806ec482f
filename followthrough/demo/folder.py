"""The demonstration's data folder is made anew when another version of the code filled it.

Its data are invented and made again in two seconds; a table of another shape would only be an error
on every page.
"""

import shutil
from hashlib import sha256
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
# What the data hang on: the tables, and the story told in them.
SOURCES = ("*/migrations/*.py", "demo/*.py", "demo/*.json")
MARK = "made-by"
DATABASE = "followthrough.sqlite3"
MADE = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "files", "mail")


def version() -> str:
    """Changes with the tables and with the demonstration's story."""
    found = sorted(path for pattern in SOURCES for path in PACKAGE.glob(pattern))
    return sha256(b"".join(path.read_bytes() for path in found)).hexdigest()


def empty_if_older(folder: Path) -> bool:
    """Remove what another version made in the demonstration's folder; whether there was any."""
    mark, now = folder / MARK, version()
    is_older = (folder / DATABASE).exists() and (not mark.exists() or mark.read_text() != now)
    if is_older:
        for name in MADE:
            _remove(folder / name)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(now)
    return is_older


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
