"""One hostile file, and the reasons that its sender is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Content = bytes | Callable[[], bytes]

MACROS = "macros or scripts"
OUTSIDE = "from elsewhere"
DTD = "definitions (DTD)"
ARCHIVE = "an archive"
PROGRAM = "a program or a script"
PAGE = "web page or drawing code"
DAMAGED = "is damaged"
INCOMPLETE = "is incomplete"
ADDED = "does not belong"
LOCKED = "without protection"
EMBEDDED = "is embedded"
OTHER_OFFICE = "Presentations, drawings"
TOO_MUCH = "unpacks to far more"
PICTURE = "Pictures of this kind"
PIXELS = "more pixels"
UNKNOWN = "of this kind are not taken"
RECORDING = "Sound and video"
OLD_OFFICE = "old Office file"
FORMULAS = "holds formulas"
PATHS = "parts have names"


@dataclass(frozen=True)
class Hostile:
    """One file; `says` is part of the sentence that its sender must read."""

    category: str
    name: str
    content: Content
    says: str

    def build(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else self.content()


def group(category: str, says: str, files: Mapping[str, Content]) -> list[Hostile]:
    return [Hostile(category, name, content, says) for name, content in files.items()]
