"""How a table of a report is built: typed columns with labels in every language."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from followthrough.lib.deadline_labels import deadline_label, period_label
from followthrough.lib.deadlines import Due
from followthrough.publishing.content.phrases import Speaker, Value
from followthrough.publishing.content.picture import Picture

# Columns that only the data files carry have no width.
DATA_ONLY = 0.0


class Columns:
    """What every table of one picture is made with, in the languages of its plan."""

    def __init__(self, picture: Picture, speaker: Speaker, numbers: dict[str, int]) -> None:
        self.picture, self.say, self.numbers = picture, speaker.say, numbers

    def _column(
        self, name: str, kind: str, width: float, label: Callable[[], str], **more: str
    ) -> Value:
        return {"name": name, "type": kind, "width": width, "label": self.say(label), **more}

    def _word(
        self, name: str, words: str, width: float, label: Callable[[], str], **more: str
    ) -> Value:
        """A column of codes, whose words stand once for the whole report."""
        return self._column(name, "word", width, label, words=words, **more)

    def _table(
        self,
        name: str,
        caption: Callable[[], str],
        columns: Sequence[Value],
        rows: Sequence[dict[str, Any]],
        *,
        row: str,
    ) -> Value:
        """`row` is the column whose cells name their row."""
        return {
            "kind": "table",
            "name": name,
            "row": row,
            "caption": self.say(caption),
            "columns": list(columns),
            "rows": list(rows),
        }

    def _period_label(self, first: date, last: date) -> Callable[[], str]:
        return lambda: period_label(first, last)

    def _due_columns(self, width: float) -> list[Value]:
        return [
            self._column("due", "phrase", width, lambda: gettext("Deadline")),
            self._column("due_start", "day", DATA_ONLY, lambda: gettext("Deadline, first day")),
            self._column("due_end", "day", DATA_ONLY, lambda: gettext("Deadline, last day")),
        ]

    def _due_row(self, due: Due | None) -> dict[str, Any]:
        return {
            "due": self.say(lambda: deadline_label(due)) if due else {},
            "due_start": iso(due.start) if due else None,
            "due_end": iso(due.end) if due else None,
        }


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
