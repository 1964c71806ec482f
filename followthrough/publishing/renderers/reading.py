"""Values of the frozen content, as one language reads them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from followthrough.lib.documents.translated import with_note
from followthrough.lib.documents.tree import Run, Text
from followthrough.lib.glyphs import CODES
from followthrough.lib.text import TranslatedText
from followthrough.publishing.content.numbers import filled

BESIDE = " · "
# Codes that share the shape of another.
SIGNS = {"not_verified": "reported", "on_time": "done_on_time", "late": "done_late"}
SIGNS |= {"awaited": "due_unreported"}


class Reader:
    """Reads one frozen content in the active language."""

    def __init__(self, content: dict[str, Any], language: str) -> None:
        self.content, self.language = content, language
        self.numbers: dict[str, int] = content["figures"]

    def phrase(self, value: dict[str, str]) -> str:
        """Our own words, with the numbers filled in; empty where there are none."""
        return filled(value.get(self.language) or value.get("", ""), self.numbers)

    def text(self, value: dict[str, Any]) -> tuple[Run, ...]:
        """Anybody's words: with the language's name behind what is not in the reader's."""
        if "original" not in value:
            return (Run(self.phrase(value)),)
        return with_note(TranslatedText.from_json(value))

    def lines(self, value: dict[str, Any]) -> list[tuple[Run, ...]]:
        """The sentences of a section, one a line, with the numbers filled in."""
        if "original" not in value:
            return [(Run(line),) for line in self.phrase(value).split("\n") if line.strip()]
        runs = with_note(TranslatedText.from_json(value))
        words, *note = runs
        found = [
            (Run(filled(line, self.numbers), language=words.language),)
            for line in words.text.split("\n")
            if line.strip()
        ]
        return [*found[:-1], (*found[-1], *note)]

    def number(self, value: Any) -> int | None:
        """A number of the report, by its name or as it stands."""
        if isinstance(value, dict):
            return self.numbers[value["figure"]]
        return None if value is None else int(value)

    def word(self, axis: str, code: str) -> tuple[Run, ...]:
        """The word of a code; a code that is not known stays as it is."""
        if not code:
            return ()
        known = self.content["words"].get(axis, {}).get(code)
        if not known:
            return (Run(code),)
        first, *rest = self.text(known)
        sign = SIGNS.get(code, code)
        return (replace(first, sign=sign if sign in CODES else ""), *rest)

    def day(self, value: str | None) -> str:
        return date_format(date.fromisoformat(value), "DATE_FORMAT") if value else ""

    def cell(self, table: dict[str, Any], column: dict[str, Any], row: dict[str, Any]) -> Text:
        """A cell of the table as it is read, with what stands beside it."""
        shown = tuple(self._cell(column, row))
        if "beside" not in column:
            return shown
        other = next(one for one in table["columns"] if one["name"] == column["beside"])
        beside = tuple(run for run in self._cell(other, row) if run.text)
        return (*shown, Run(BESIDE), *beside) if shown and beside else shown or beside

    def _cell(self, column: dict[str, Any], row: dict[str, Any]) -> Iterator[Run]:
        value, kind = row[column["name"]], column["type"]
        if kind == "number":
            number = self.number(value)
            yield Run("" if number is None else str(number))
        elif kind == "change":
            yield Run(signed(value))
        elif kind == "word":
            yield from self.word(column["words"], value)
        elif kind == "day":
            yield Run(self.day(value))
        elif kind == "name":
            yield Run(str(value or ""))
        else:
            yield from self.text(value) if value else ()

    def rating(self, value: dict[str, Any]) -> tuple[Run, ...]:
        differs = gettext("differs from the official word") if value["differs"] else ""
        level = self.word("completion", value["level"])
        tail = Run(f"{BESIDE}{differs}") if differs else Run("")
        return (*self.text(value["organisation"]), Run(": "), *level, tail)


def signed(number: int | None) -> str:
    """A difference with its sign: "+2", "−1", "0"."""
    if number is None:
        return ""
    return f"+{number}" if number > 0 else f"−{-number}" if number else "0"
