"""One thing that a check found."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much it matters."""

    # Unsafe, broken or missing: the exit status of `followthrough check` is 1.
    MEND = "mend"
    # Somebody should know, and may decide to leave it.
    NOTE = "note"
    FINE = "fine"


@dataclass(frozen=True)
class Finding:
    """What was found, and what to do about it; `todo` is empty when it is fine."""

    weight: Weight
    what: str
    todo: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.todo}".strip()


def mend(what: str, todo: str) -> Finding:
    return Finding(Weight.MEND, what, todo)


def note(what: str, todo: str) -> Finding:
    return Finding(Weight.NOTE, what, todo)


def fine(what: str) -> Finding:
    return Finding(Weight.FINE, what)
