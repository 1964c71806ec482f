"""A line of a queue."""

from dataclasses import dataclass
from datetime import date

from followthrough.lib.text import TranslatedText


@dataclass(frozen=True)
class Row:
    """What it is about, one sentence, and the one act it ends in; `code` is the commitment's."""

    about: TranslatedText
    sentence: str
    url: str
    act: str
    code: str = ""
    day: date | None = None
