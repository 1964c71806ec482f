"""Text that the fonts of the PDF can show: one missing glyph would leave no PDF at all.

The build writes the fonts and the list of what they cover (frontend/build.py).
"""

import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
COVERAGE = FONTS / "coverage.txt"
# Shown for what no font of ours has, so that the reader sees that something stood there.
STAND_IN = "□"


@cache
def covered() -> frozenset[str]:
    """All characters that every font of ours has. Raises FileNotFoundError before a build."""
    found: set[str] = set()
    for line in COVERAGE.read_text().split():
        first, _, last = line.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


def drawable(text: str) -> str:
    """The text with what cannot be drawn replaced by its like without marks, or by a box."""
    known = covered()
    return "".join(one if one == "\n" or one in known else _nearest(one) for one in text)


def _nearest(one: str) -> str:
    if unicodedata.category(one).startswith("M"):
        return ""
    like = "".join(
        part for part in unicodedata.normalize("NFKD", one) if not unicodedata.combining(part)
    )
    return like if like and set(like) <= covered() else STAND_IN
