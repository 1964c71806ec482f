"""The plan as open data: what a table is, what its columns mean, and how its rows read.

The dictionary on the data page, every file, the API and their tests all read these definitions.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from followthrough.lib.text import PUBLIC_STATES, State, TranslatedText
from followthrough.portal.queries.shared import Shared

type_of_row = dict[str, Any]


class Kind(StrEnum):
    """What stands in a column. A text has one column a language in CSV and Excel."""

    WORD = "word"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    YES_NO = "yes_no"
    # Several codes; in CSV and Excel with a space between them.
    WORDS = "words"
    TEXT = "text"


@dataclass(frozen=True)
class Column:
    """A column of a table. One whose `is_text` appears once for each language of the plan."""

    name: str
    meaning: Promise
    kind: Kind = Kind.WORD

    @property
    def is_text(self) -> bool:
        return self.kind is Kind.TEXT

    def names(self, languages: Sequence[str]) -> list[str]:
        """Its names in a flat file: a text column is followed by its language, as `title_sq`."""
        return [f"{self.name}_{code}" for code in languages] if self.is_text else [self.name]


@dataclass(frozen=True)
class Table:
    """`found` gives all of the table in its order, to be filtered and cut; `told` their rows."""

    name: str
    title: Promise
    columns: tuple[Column, ...]
    # The columns that name a row.
    key: tuple[str, ...]
    found: Callable[[Shared, date], "QuerySet[Any] | Sequence[Any]"]
    told: Callable[[Shared, Sequence[Any], date], Iterable[type_of_row]]
    # It tells of progress, which the demonstration invents.
    is_progress: bool = False

    @cached_property
    def kinds(self) -> tuple[tuple[str, Kind], ...]:
        return tuple((column.name, column.kind) for column in self.columns)

    def rows(self, shared: Shared, today: date) -> Iterable[type_of_row]:
        # Read once, whatever `told` does with them.
        return self.told(shared, list(self.found(shared, today)), today)


def header(table: Table, languages: Sequence[str]) -> list[str]:
    """The column names of a flat file."""
    return [name for column in table.columns for name in column.names(languages)]


def cells(table: Table, languages: Sequence[str], row: type_of_row) -> Iterator[Any]:
    """A row of a flat file: texts and lists taken apart, yes and no as 1 and 0."""
    for column in table.columns:
        value = row[column.name]
        if column.is_text:
            yield from (public(value, code) for code in languages)
        elif column.kind is Kind.WORDS:
            yield " ".join(value)
        elif column.kind is Kind.YES_NO:
            yield int(value)
        else:
            yield value


def as_json(table: Table, languages: Sequence[str], row: type_of_row) -> type_of_row:
    """The same row for programs: texts with all their languages, lists, true and false."""
    found = {}
    for name, kind in table.kinds:
        value = row[name]
        if kind is Kind.TEXT:
            value = text_as_json(value, languages)
        elif kind is Kind.DAY:
            value = value.isoformat() if value else None
        elif kind is Kind.YES_NO:
            value = bool(value)
        found[name] = None if value == "" else value
    return found


def text_as_json(text: TranslatedText, languages: Sequence[str]) -> dict[str, Any] | None:
    """Every language of the plan, null where it is missing; None where there is no text at all.

    `original` says which one was written first; `stale` lists those older than it.
    """
    if not text:
        return None
    codes = [*languages, *({text.original} - set(languages))]
    found: dict[str, Any] = {"original": text.original}
    found |= {code: public(text, code) or None for code in codes}
    stale = [code for code in codes if text.state(code) is State.STALE]
    return {**found, "stale": stale} if stale else found


def public(text: TranslatedText, language: str) -> str:
    """The text in the language as the public may read it: a machine draft is none."""
    return text.texts.get(language, "") if text.state(language) in PUBLIC_STATES else ""
