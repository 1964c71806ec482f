"""What an editor may do with a section: put own words in, and name the report's numbers in them."""

import json
from datetime import datetime

from followthrough.publishing.content.build import picture
from followthrough.publishing.content.numbers import figures, named_in
from followthrough.publishing.content.sentences import EDITABLE
from followthrough.publishing.models import Edition

__all__ = ["EDITABLE", "figures_of", "unknown_numbers"]


def figures_of(edition: Edition, at: datetime) -> dict[str, int]:
    """The numbers of the edition by name: those given to the cabinet, else as they stand."""
    if edition.facts:
        found: dict[str, int] = json.loads(edition.facts)["figures"]
        return found
    return figures(picture(edition, at))


def unknown_numbers(words: str, known: dict[str, int]) -> list[str]:
    """The names in braces that stand for no number of the report."""
    return [name for name in named_in(words) if name not in known]
