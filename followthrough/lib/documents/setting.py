"""The typesetter, started as a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from followthrough.lib.documents.glyphs import FONTS

_TYPESETTER = Path(__file__).parent / "typesetter.py"
_SECONDS = 120


class NotSet(Exception):
    """The typesetter gave no document; says what it complained about."""


def set_type(work: str, told: Any) -> bytes:
    """What the typesetter makes of it: a "pdf", or "pictures". Raises NotSet.

    A child process, because the typesetter keeps what it set: 500 MB after 40 reports.
    """
    done = subprocess.run(  # noqa: S603 (our own interpreter and file; the document is its input)
        [sys.executable, "-P", str(_TYPESETTER), work, str(FONTS)],
        input=json.dumps(told).encode(),
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        raise NotSet(done.stderr.decode(errors="replace").strip())
    return done.stdout
