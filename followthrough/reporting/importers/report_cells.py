"""What one cell of a report says, however the spreadsheet has turned it."""

import re
from datetime import date, datetime, timedelta

from django.utils.translation import gettext

from followthrough.lib.spreadsheets.reading import Value
from followthrough.reporting.importers.report_columns import Column, Form, tidy
from followthrough.reporting.importers.report_words import Vocabulary

# The day that a spreadsheet counts from, and numbers that can only be a day of our time.
FIRST_DAY = date(1899, 12, 30)
SERIALS = range(36_526, 73_051)
DAY = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4})\.?")
MOST_CHARACTERS = 10_000
MOST_TIMES = 1000
SHOWN = 40


class Misfit(Exception):
    """A cell holds what its column cannot; the message says what to do."""


def read_cell(column: Column, value: Value, words: Vocabulary, language: str) -> str:
    """The cell as a code, an ISO day, a number or a text. Raises Misfit."""
    if column.form is Form.DAY:
        return _day(value)
    if column.form is Form.COUNT:
        return _count(value)
    if column.form is Form.CHOICE:
        return _choice(column.key, value, words, language)
    return _text(value)


def _text(value: Value) -> str:
    if isinstance(value, bool):
        raise Misfit(gettext("Write this in words."))
    if isinstance(value, datetime | date):
        return f"{value.day}.{value.month}.{value.year}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    written = tidy(str(value))
    if len(written) > MOST_CHARACTERS:
        raise Misfit(gettext("The text is far too long. Shorten it to 600 characters."))
    return written


def _choice(key: str, value: Value, words: Vocabulary, language: str) -> str:
    if key == "expected_on" and isinstance(value, datetime | date):
        value = f"{value.day}.{value.month}.{value.year}"
    written = _text(value)
    if not written:
        return ""
    code = words.code(key, written, language)
    if code is not None:
        return code
    near = words.nearest(key, written, language)
    said = {"written": _shown(written), "near": near}
    if near:
        raise Misfit(
            gettext(
                "“%(written)s” is not in the list. Did you mean “%(near)s”? Choose from the list."
            )
            % said
        )
    raise Misfit(gettext("“%(written)s” is not in the list. Choose a word from the list.") % said)


def _day(value: Value) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool) and int(value) in SERIALS:
        return (FIRST_DAY + timedelta(days=int(value))).isoformat()
    written = _text(value)
    if not written:
        return ""
    found = DAY.fullmatch(written)
    try:
        if found:
            day, month, year = map(int, found.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(written).isoformat()
    except ValueError as error:
        raise Misfit(
            gettext("“%(written)s” is not a day. Write it with points, such as 31.3.2027.")
            % {"written": _shown(written)}
        ) from error


def _count(value: Value) -> str:
    written = _text(value) or "0"
    if not (written.isascii() and written.isdigit()) or int(written[:9]) > MOST_TIMES:
        raise Misfit(
            gettext("“%(written)s” is not a number of times. Write a whole number, such as 2.")
            % {"written": _shown(written)}
        )
    return str(int(written))


def _shown(written: str) -> str:
    return written if len(written) <= SHOWN else written[:SHOWN] + "…"
