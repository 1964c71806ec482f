"""Sentences with marks in them, for texts that are translated whole.

`**strong**`, `[[place to fill in]]`. Only the sentence is read for marks: a
value put into it is never, so nothing that a person typed can become one.
"""

import re
from typing import Any

from followthrough.lib.documents.tree import Run

_MARK = re.compile(r"\*\*(?P<strong>.+?)\*\*|\[\[(?P<blank>.+?)\]\]")


def marked(sentence: str, **values: Any) -> tuple[Run, ...]:
    """The runs of a sentence; `%(name)s` in it is replaced by the value of that name."""
    found: list[Run] = []
    at = 0
    for mark in _MARK.finditer(sentence):
        found.append(Run(sentence[at : mark.start()]))
        found.append(Run(mark["strong"], is_strong=True) if mark["strong"] else _blank(mark))
        at = mark.end()
    found.append(Run(sentence[at:]))
    return tuple(_with_values(one, values) for one in found if one.text)


def _blank(mark: re.Match[str]) -> Run:
    return Run(mark["blank"], is_blank=True)


def _with_values(run: Run, values: dict[str, Any]) -> Run:
    if not values:
        return run
    return Run(run.text % values, run.is_strong, run.is_emphasised, run.is_blank)
