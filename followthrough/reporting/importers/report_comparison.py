"""What an Excel file of reports would change: row by row, before anything is written (rule R8).

A cell that nobody touched since the download changes nothing, whatever was saved meanwhile. Where
both the file and the page changed one cell, both are shown and what is saved stays until somebody
chooses: nothing is overwritten silently (rule R5).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext

from followthrough.reporting.importers.report_columns import (
    CELL_OF,
    FIELDS,
    Cells,
    Form,
    Identity,
    cells_of,
    cells_of_values,
    day_of,
    values_of,
)
from followthrough.reporting.importers.report_mark import WHOLE_ROUND
from followthrough.reporting.importers.report_reading import Book, Fault, Line
from followthrough.reporting.importers.report_words import Vocabulary
from followthrough.reporting.queries.spreadsheets import Subject
from followthrough.reporting.values import Values, normalised, problems


@dataclass(frozen=True)
class Difference:
    """One cell that would change what is saved. `before` and `after` are values for the reader.

    In a conflict `before` was saved after the download, and stays unless somebody chooses `after`.
    """

    key: str
    label: Promise | str
    cell: str
    before: Any
    after: Any
    is_conflict: bool = False

    @property
    def is_text(self) -> bool:
        return FIELDS[self.key].form is Form.TEXT

    @property
    def is_day(self) -> bool:
        return FIELDS[self.key].form is Form.DAY


@dataclass(frozen=True)
class Proposal:
    """What the file says of one entry.

    `faults` keep it from being saved; `missing` only from being sent.
    """

    line: Line
    subject: Subject
    values: Values
    differences: tuple[Difference, ...] = ()
    faults: tuple[Fault, ...] = ()
    missing: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()

    @property
    def is_change(self) -> bool:
        return bool(self.differences) and not self.faults

    @property
    def has_conflict(self) -> bool:
        return any(one.is_conflict for one in self.differences)

    @property
    def settled(self) -> list[Difference]:
        """Those that are saved as soon as somebody confirms."""
        return [one for one in self.differences if not one.is_conflict]


@dataclass
class Comparison:
    """The whole file beside what is saved."""

    proposals: list[Proposal] = field(default_factory=list)
    # Entries of which the file has no row; they stay as they are.
    absent: list[Subject] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def changes(self) -> list[Proposal]:
        return [one for one in self.proposals if one.is_change]

    @property
    def refused(self) -> list[Proposal]:
        return [one for one in self.proposals if one.faults]

    @property
    def unchanged(self) -> int:
        return sum(not one.differences and not one.faults for one in self.proposals)


def compare(
    book: Book, subjects: Iterable[Subject], words: Vocabulary, taken: Collection[str] = ()
) -> Comparison:
    """The file beside the entries; `taken` names the conflicts in which the file wins.

    A conflict is named by entry and field: "mlga XK0018 3 done".
    """
    known = {subject.name: subject for subject in subjects}
    own, others = {subject.entry.report.institution.slug for subject in known.values()}, 0
    found = Comparison(faults=list(book.faults), notes=list(book.notes))
    comparer = _Comparer(words, book.language, taken)
    for line in book.lines:
        subject = known.pop(line.identity.name, None)
        if subject is not None:
            found.proposals.append(comparer.proposal(line, subject))
        elif book.mark.institution != WHOLE_ROUND or line.identity.institution in own:
            found.faults.append(Fault(str(line.row), _elsewhere(line.row)))
        else:
            others += 1
    if others:
        found.notes.append(_of_others(others))
    found.absent = list(known.values())
    return found


@dataclass(frozen=True)
class _Comparer:
    words: Vocabulary
    language: str
    taken: Collection[str]

    def proposal(self, line: Line, subject: Subject) -> Proposal:
        saved = Values.of(subject.entry)
        if line.faults:
            return Proposal(line, subject, saved, faults=line.faults, notes=line.notes)
        mine = cells_of(subject.entry, subject.place)
        written = _written(line, mine)
        # A level beside "no change", say: what follows from the other answers wins over it.
        follows = self._after(subject, mine | written)
        idle = [key for key, cell in written.items() if follows[key] != cell]
        asked = {key: cell for key, cell in written.items() if key not in idle}
        notes = (*line.notes, *(Fault(line.cell(key), _idle()) for key in idle))
        if not asked:
            return Proposal(line, subject, saved, notes=notes)
        return replace(self._merged(line, subject, mine, asked), notes=notes)

    def _merged(self, line: Line, subject: Subject, mine: Cells, asked: Cells) -> Proposal:
        """The file's cells over what is saved, except where the page has changed the same cell."""
        contested = {key for key in asked if not line.identity.is_as_written(key, mine[key])}
        kept = {key for key in contested if f"{subject.name} {key}" not in self.taken}
        cells = mine | {key: cell for key, cell in asked.items() if key not in kept}
        values, after = self._values(subject, cells), self._after(subject, cells)
        differences = [
            self._difference(line, key, mine[key], after[key])
            for key in mine
            if _differs(key, mine, after, subject)
        ]
        differences += [
            self._difference(line, key, mine[key], asked[key], is_conflict=True)
            for key in asked
            if key in kept
        ]
        missing = self._missing(line, values, subject)
        return Proposal(line, subject, values, tuple(differences), missing=tuple(missing))

    def _after(self, subject: Subject, cells: Cells) -> Cells:
        return cells_of_values(self._values(subject, cells), subject.place, self._slugs(subject))

    def _values(self, subject: Subject, cells: Cells) -> Values:
        asked = subject.entry.help_from
        institutions = self.words.institutions | ({asked.slug: asked.pk} if asked else {})
        found = values_of(subject.entry, cells, self.language, institutions)
        return normalised(found, subject.place)

    def _slugs(self, subject: Subject) -> dict[int, str]:
        asked = subject.entry.help_from
        known = {pk: slug for slug, pk in self.words.institutions.items()}
        return known | ({asked.pk: asked.slug} if asked else {})

    def _difference(
        self, line: Line, key: str, before: str, after: str, *, is_conflict: bool = False
    ) -> Difference:
        shown = self._shown(key, before), self._shown(key, after)
        return Difference(key, FIELDS[key].heading, line.cell(key), *shown, is_conflict)

    def _shown(self, key: str, cell: str) -> Any:
        form = FIELDS[key].form
        if form is Form.DAY:
            return day_of(cell)
        if form is Form.CHOICE and cell:
            return self.words.word(key, cell, get_language() or "en")
        return cell

    def _missing(self, line: Line, values: Values, subject: Subject) -> list[Fault]:
        return [
            Fault(line.cell(CELL_OF.get(one.field, one.field)), str(one.sentence))
            for one in problems(values, subject.place)
        ]


def _written(line: Line, mine: Cells) -> Cells:
    """The cells that somebody has changed since the download, to something not saved yet."""
    return {
        key: cell
        for key, cell in line.cells.items()
        if key in mine and cell != mine[key] and not line.identity.is_as_written(key, cell)
    }


def _differs(key: str, mine: Cells, after: Cells, subject: Subject) -> bool:
    # A forecast that was only the plan's own deadline is no answer that anybody loses.
    is_suggestion = key == "expected_on" and subject.entry.expected_on is None and not after[key]
    return mine[key] != after[key] and not is_suggestion


def lines_to_json(proposals: Iterable[Proposal]) -> list[dict[str, Any]]:
    """The rows as they lie in the page between preview and confirmation."""
    return [
        {
            "row": one.line.row,
            "identity": str(one.line.identity),
            "cells": one.line.cells,
            "letters": one.line.letters,
            "seen": one.subject.entry.version,
        }
        for one in proposals
    ]


def lines_from_json(written: Iterable[dict[str, Any]]) -> list[Line]:
    found = ((one, Identity.read(one["identity"])) for one in written)
    return [
        Line(one["row"], identity, one["cells"], one["letters"])
        for one, identity in found
        if identity is not None
    ]


def _elsewhere(row: int) -> str:
    return gettext(
        "Row %(row)s belongs to another report and was left out. Upload it where it belongs."
    ) % {"row": row}


def _of_others(count: int) -> str:
    words = ngettext(
        "%(count)s row of other institutions was not read.",
        "%(count)s rows of other institutions were not read.",
        count,
    )
    return words % {"count": count}


def _idle() -> str:
    return gettext("After the answer under “What happened” this is not asked; it was not read.")
