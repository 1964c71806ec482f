"""The columns of a report as an Excel file, and the answers of an entry as its cells.

A cell is kept in one form whatever it shows: a code, an ISO day, a number or a text. What an
untouched cell said is known again by its digest, so that only what somebody changed is taken.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from followthrough.reporting.choices import FIELD_NAMES, TEXTS, forecast
from followthrough.reporting.models import Entry
from followthrough.reporting.queries.spreadsheets import Subject
from followthrough.reporting.values import OTHER, Situation, Values

# By field; of a field that the entry does not ask, there is none.
Cells = dict[str, str]

DIGITS = 8
# Between the reason "other" and the words that say which.
PARTING = ": "


class Form(Enum):
    """What the cells of a column hold."""

    # For the reader's eyes; the way back passes over it.
    NOTE = "note"
    CHOICE = "choice"
    TEXT = "text"
    DAY = "day"
    COUNT = "count"


@dataclass(frozen=True)
class Column:
    """A column; `hint` appears when a cell of it is chosen, at most 255 characters."""

    key: str
    heading: Promise | str
    form: Form
    width: int
    hint: Promise | str = ""


_HINT_OF_REASON = _(
    "Only if nothing changed, there is a problem, less is done than last time, or it will be "
    "finished after the deadline. For a reason of your own choose the last one, and write which "
    "after a colon."
)
_FIELDS = (
    Column("change", FIELD_NAMES["change"], Form.CHOICE, 16),
    Column("completion", FIELD_NAMES["completion"], Form.CHOICE, 16),
    Column("done", FIELD_NAMES["done"], Form.TEXT, 44, _("At most 600 characters.")),
    Column(
        "completed_on",
        FIELD_NAMES["completed_on"],
        Form.DAY,
        14,
        _("Only if it is complete: the day, such as 31.3.2027."),
    ),
    Column(
        "occurrences",
        FIELD_NAMES["occurrences"],
        Form.COUNT,
        11,
        _("Only for outputs that recur: all times since the plan began."),
    ),
    Column("reason", FIELD_NAMES["reason"], Form.CHOICE, 22, _HINT_OF_REASON),
    Column("expected_on", FIELD_NAMES["expected_on"], Form.CHOICE, 14),
    Column("next_step", FIELD_NAMES["next_step"], Form.TEXT, 28, _("At most 600 characters.")),
    Column("help_needed", FIELD_NAMES["help_needed"], Form.TEXT, 28, _("At most 600 characters.")),
    Column("help_from", FIELD_NAMES["help_from"], Form.CHOICE, 22),
)
INSTITUTION = Column("institution", _("Institution"), Form.NOTE, 24)
OUTPUT = Column("output", _("Output"), Form.NOTE, 34)
LAST = Column("last", _("Last time"), Form.NOTE, 30)
OF_REPORT = (OUTPUT, LAST, *_FIELDS)
OF_ROUND = (INSTITUTION, OUTPUT, *_FIELDS)
FIELDS = {column.key: column for column in _FIELDS}
# What a workbook and a form say of the same field under two names.
CELL_OF = {"reason_words": "reason"}


def asked(place: Situation) -> tuple[str, ...]:
    """The fields that an entry asks for."""
    if place.is_whole:
        return ("completion", "done")
    return tuple(key for key in FIELDS if key != "occurrences" or place.owed)


def cells_of(entry: Entry, place: Situation) -> Cells:
    """The answers as the file and the form show them at first."""
    asker = entry.help_from
    slugs = {asker.pk: asker.slug} if asker else {}
    shown = replace(Values.of(entry), expected_on=forecast(entry))
    return cells_of_values(shown, place, slugs)


def cells_of_values(values: Values, place: Situation, slugs: Mapping[int, str]) -> Cells:
    """The same for answers that are not saved; `slugs` names the institutions by primary key."""
    found = {name: tidy(str(getattr(values, name))) for name in TEXTS} | {
        "change": values.change,
        "completion": values.completion,
        "completed_on": _iso(values.completed_on),
        "occurrences": str(values.occurrences),
        "reason": reason_cell(values.reason, values.reason_words),
        "expected_on": _iso(values.expected_on),
        "help_from": slugs.get(values.help_from_id or 0, ""),
    }
    return {key: found[key] for key in asked(place)}


def values_of(
    entry: Entry, cells: Mapping[str, str], language: str, institutions: Mapping[str, int]
) -> Values:
    """The answers that the cells give; a field without a cell keeps the answer it had.

    A text that is written over keeps its language; a new one is in `language`.
    """
    reason, _parting, words = cells.get("reason", "").partition(PARTING)
    readers: dict[str, Any] = {
        "change": str,
        "completion": str,
        "completed_on": day_of,
        "occurrences": int,
        "expected_on": day_of,
    }
    found = {key: read(cells[key]) for key, read in readers.items() if key in cells}
    found |= {key: _text(entry, key, cells[key], language) for key in TEXTS if key in cells}
    if "reason" in cells:
        found |= {"reason": reason, "reason_words": words}
    if "help_from" in cells:
        found["help_from_id"] = institutions.get(cells["help_from"])
    return replace(Values.of(entry), **found)


def reason_cell(code: str, words: str) -> str:
    return f"{code}{PARTING}{words}" if code == OTHER and words else code


def tidy(text: str) -> str:
    """The text without what no spreadsheet keeps: spaces around it, the line ends of Windows."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def digest(key: str, cell: str) -> str:
    """What an untouched cell is known again by."""
    return hashlib.sha256(f"{key}\0{cell}".encode()).hexdigest()[:DIGITS]


@dataclass(frozen=True)
class Identity:
    """What the hidden column says of a row: whose it is and what its cells were."""

    name: str
    version: int
    digests: Mapping[str, str]

    @classmethod
    def of(cls, subject: Subject, output: str) -> "Identity":
        """`output` is what the first column shows."""
        cells = cells_of(subject.entry, subject.place) | {OUTPUT.key: tidy(output)}
        digests = {key: digest(key, cell) for key, cell in cells.items()}
        return cls(subject.name, subject.entry.version, digests)

    @property
    def institution(self) -> str:
        return self.name.partition(" ")[0]

    def __str__(self) -> str:
        digests = (f"{key}={one}" for key, one in self.digests.items())
        return " ".join([self.name, f"v{self.version}", *digests])

    @classmethod
    def read(cls, written: str) -> "Identity | None":
        """None where somebody changed it."""
        parts = written.split()
        named, rest = parts[:3], parts[3:]
        if len(named) < len(("institution", "commitment", "place")) or not rest:
            return None
        version, digests = rest[0].removeprefix("v"), [one.partition("=") for one in rest[1:]]
        is_whole = all(len(one) == DIGITS for _key, _sign, one in digests)
        if not version.isdecimal() or not digests or not is_whole:
            return None
        return cls(" ".join(named), int(version[:9]), {key: one for key, _sign, one in digests})

    def is_as_written(self, key: str, cell: str) -> bool:
        """Whether nobody has touched the cell since the file was written."""
        return self.digests.get(key) == digest(key, cell)


def _text(entry: Entry, key: str, cell: str, language: str) -> Any:
    before = getattr(entry, key)
    if tidy(str(before)) == cell:
        return before
    return before.reworded(cell, before.original or language)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def day_of(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
