"""Sentences with marks in them, for texts that are translated whole.

`**strong**` and `[[place to fill in]]`. Only the sentence is read for marks: a value put into it
never is, so nothing that a person typed can become one.
"""

import re
from dataclasses import replace

from followthrough.lib.documents.tree import Run, Text, runs

_MARK = re.compile(r"\*\*(?P<strong>.+?)\*\*|\[\[(?P<blank>.+?)\]\]")
_VALUE = re.compile(r"%\((\w+)\)s")


def marked(sentence: str, **values: Text) -> tuple[Run, ...]:
    """The runs of a sentence, each `%(name)s` in it replaced by the text of that name."""
    found: list[Run] = []
    at = 0
    for mark in _MARK.finditer(sentence):
        found += _filled(Run(sentence[at : mark.start()]), values)
        if mark["strong"]:
            found += _filled(Run(mark["strong"], is_strong=True), values)
        else:
            found += _filled(Run(mark["blank"], is_blank=True), values)
        at = mark.end()
    found += _filled(Run(sentence[at:]), values)
    return tuple(one for one in found if one.text)


def _filled(run: Run, values: dict[str, Text]) -> list[Run]:
    """The run with its values: a plain text takes on how the run looks, other runs keep theirs."""
    pieces = _VALUE.split(run.text)
    found = []
    for number, piece in enumerate(pieces):
        if number % 2 == 0:
            found.append(replace(run, text=piece))
        elif isinstance(value := values[piece], str):
            found.append(replace(run, text=value))
        else:
            found += runs(value)
    return found
