"""A report, or all reports of a round, as an Excel file to fill in without the web page.

One sheet: instructions, a hidden row of keys, headings, one row an output. Grey cells are locked;
the lists of the white ones lie on a sheet that no menu shows, because Excel takes a list of its
own only up to 255 characters.
"""

import io
from datetime import date
from typing import Any

from django.utils.translation import gettext, override
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from followthrough.lib.deadline_labels import deadline_label, half_label, quarter_label
from followthrough.lib.deadlines import quarter_of
from followthrough.lib.languages import INTERFACE, own_name
from followthrough.lib.spreadsheets.writing import excel_file
from followthrough.lib.text import TranslatedText
from followthrough.reporting.choices import FIRST_WORDS
from followthrough.reporting.importers.report_columns import (
    FIELDS,
    OF_REPORT,
    OF_ROUND,
    Cells,
    Column,
    Form,
    Identity,
    asked,
    cells_of,
    tidy,
)
from followthrough.reporting.importers.report_mark import LANGUAGE, LISTS, WHOLE_ROUND, Mark
from followthrough.reporting.importers.report_words import CHOSEN, Vocabulary
from followthrough.reporting.models import Change, Report, Round
from followthrough.reporting.queries.spreadsheets import Subject
from followthrough.reporting.values import MOST_CHARACTERS

# Excel's own limits.
LONGEST_HINT, LONGEST_TITLE, LONGEST_SHEET_NAME = 255, 32, 31
# In points: a line of text, a row of instructions, a row of headings.
LINE_HEIGHT, INSTRUCTION_HEIGHT, HEADING_HEIGHT = 15, 20, 32
# Room to write in, and what still fits on a screen.
FEWEST_LINES, MOST_LINES = 4, 16
GREY, PETROL, LINE = "#EDF0F3", "#0A5A80", "#B9C2CB"
PROTECTION = {"format_cells": True, "format_columns": True, "format_rows": True}


def write_report(report: Report, subjects: list[Subject], language: str, example: str) -> bytes:
    """The file of one institution; `example` is the word that marks invented progress."""
    one = report.round
    with override(language):
        body = _in(report.institution.name, language)
        title = " · ".join(filter(None, [example, half_label(one.covers_until), body]))
        mark = Mark(one.plan.slug, one.slug, report.institution.slug, language)
        return _Writer(one, mark, OF_REPORT, title).write(subjects)


def write_round(one: Round, subjects: list[Subject], language: str, example: str) -> bytes:
    """The file of all institutions, in the same form."""
    with override(language):
        title = " · ".join(filter(None, [example, half_label(one.covers_until)]))
        mark = Mark(one.plan.slug, one.slug, WHOLE_ROUND, language)
        return _Writer(one, mark, OF_ROUND, title).write(subjects)


class _Writer:
    """Writes one file, in the language that is active."""

    def __init__(self, one: Round, mark: Mark, columns: tuple[Column, ...], title: str) -> None:
        self.round, self.mark, self.columns, self.title = one, mark, columns, title
        self.language = mark.language
        self.words = Vocabulary(one)
        self.hidden = len(columns)
        self.buffer = io.BytesIO()
        self.book = excel_file(self.buffer, title)
        self.formats = _formats(self.book)
        self.sheet = self.book.add_worksheet(gettext("Report")[:LONGEST_SHEET_NAME])
        self.lists = self.book.add_worksheet(LISTS)

    def write(self, subjects: list[Subject]) -> bytes:
        row = self._write_instructions(subjects)
        headings = row + 1
        self._write_keys(row)
        self._write_headings(headings)
        for at, subject in enumerate(subjects, headings + 1):
            self._write_subject(at, subject)
        self._offer(headings + 1, headings + len(subjects))
        self._arrange(headings, headings + len(subjects))
        self.book.close()
        return self.buffer.getvalue()

    def _write_instructions(self, subjects: list[Subject]) -> int:
        """The title, what to do, and the language of the texts; returns the next free row."""
        last = self.hidden - 1
        self.sheet.merge_range(0, 0, 0, last, "", self.formats["title"])
        self.sheet.write_string(0, 0, self.title, self.formats["title"])
        lines = self._instructions()
        for row, line in enumerate(lines, 1):
            self.sheet.merge_range(row, 0, row, last, "", self.formats["line"])
            self.sheet.write_string(row, 0, line, self.formats["line"])
            self.sheet.set_row(row, INSTRUCTION_HEIGHT)
        row = len(lines) + 1
        question = gettext("Language of the texts that you write")
        self.sheet.write_string(row, 0, question, self.formats["line"])
        self.sheet.write_string(row, 1, own_name(self._spoken(subjects)), self.formats["text"])
        self.sheet.write_string(row, self.hidden, LANGUAGE)
        return row + 1

    def _instructions(self) -> list[str]:
        unchanged = FIRST_WORDS[Change.NO_CHANGE] if self.round.is_first else Change.NO_CHANGE.label
        return [
            gettext("Fill in the white cells; where a list opens, choose from it."),
            gettext(
                "If nothing changed, choose “%(unchanged)s” and the main reason: that is enough."
            )
            % {"unchanged": unchanged},
            gettext(
                "Save it as .xlsx and upload it on the page from which you downloaded it. You see "
                "what would change before anything is saved; nothing is sent by that."
            ),
            gettext("Evidence, such as links and files, is added on the page of each output."),
        ]

    def _spoken(self, subjects: list[Subject]) -> str:
        """The language in which the report has been written so far, else that of the file."""
        written = (subject.entry.done.original for subject in subjects)
        known = {language.code for language in INTERFACE}
        return next((one for one in written if one in known), self.language)

    def _write_keys(self, row: int) -> None:
        for at, column in enumerate(self.columns):
            self.sheet.write_string(row, at, column.key)
        self.sheet.write_string(row, self.hidden, str(self.mark))
        self.sheet.set_row(row, None, None, {"hidden": True})

    def _write_headings(self, row: int) -> None:
        for at, column in enumerate(self.columns):
            self.sheet.write_string(row, at, str(column.heading), self.formats["heading"])
            self.sheet.set_column(at, at, column.width)
        self.sheet.set_row(row, HEADING_HEIGHT)

    def _write_subject(self, row: int, subject: Subject) -> None:
        cells = cells_of(subject.entry, subject.place)
        output = self._output(subject)
        notes = {
            "institution": _in(subject.entry.report.institution.name, self.language),
            "output": output,
            "last": self._last(subject),
        }
        for at, column in enumerate(self.columns):
            if column.form is Form.NOTE:
                self.sheet.write_string(row, at, notes[column.key], self.formats["note"])
            elif column.key not in asked(subject.place):
                self.sheet.write_blank(row, at, None, self.formats["note"])
            else:
                self._write_cell(row, at, column, cells)
        self.sheet.write_string(row, self.hidden, str(Identity.of(subject, output)))
        # Programs other than Excel do not widen a row to its text by themselves.
        shown = [(cells | notes).get(column.key, "") for column in self.columns]
        lines = max(map(_lines, shown, (column.width for column in self.columns)))
        self.sheet.set_row(row, LINE_HEIGHT * min(max(lines, FEWEST_LINES), MOST_LINES))

    def _write_cell(self, row: int, at: int, column: Column, cells: Cells) -> None:
        cell, style = cells[column.key], self.formats[column.form.value]
        if not cell:
            self.sheet.write_blank(row, at, None, style)
        elif column.form is Form.DAY:
            self.sheet.write_datetime(row, at, date.fromisoformat(cell), style)
        elif column.form is Form.COUNT:
            self.sheet.write_number(row, at, int(cell), style)
        elif column.form is Form.CHOICE:
            word = self.words.word(column.key, cell, self.language)
            self.sheet.write_string(row, at, word, style)
        else:
            self.sheet.write_string(row, at, cell, style)

    def _output(self, subject: Subject) -> str:
        """Its code, number and title, and by when: as the task list shows it."""
        entry = subject.entry
        if entry.output is None:
            return f"{entry.commitment.key} · {gettext('The commitment as a whole')}"
        title = _in(entry.output.title, self.language)
        due = deadline_label(subject.place.due) if subject.place.due else ""
        named = f"{entry.commitment.key} · {entry.output.number} · {title}"
        return f"{named}\n{due}" if due else named

    def _last(self, subject: Subject) -> str:
        last = subject.last
        if last is None:
            return gettext("Nothing published yet")
        expected = quarter_label(quarter_of(last.expected_on)) if last.expected_on else ""
        lines = [
            str(last.get_completion_display()),
            _in(last.done, self.language),
            _said(gettext("Next step"), _in(last.next_step, self.language)),
            _said(gettext("Expected finish"), expected),
        ]
        return tidy("\n".join(line for line in lines if line))

    def _offer(self, first: int, last: int) -> None:
        """The lists, and a word beside the cell that is chosen."""
        at_of = {column.key: at for at, column in enumerate(self.columns)}
        for at, key in enumerate(CHOSEN):
            words = self._choices(key)
            self.lists.write_column(0, at, words)
            rule = _list_rule(at, len(words)) | _hint(FIELDS[key])
            # A reason of one's own is typed after the word of the list.
            rule["show_error"] = key != "reason"
            self._rule(first, last, at_of[key], rule)
        for key, column in FIELDS.items():
            if column.form is Form.TEXT:
                self._rule(first, last, at_of[key], _length_rule() | _hint(column))
            elif column.form in {Form.DAY, Form.COUNT}:
                self._rule(first, last, at_of[key], {"validate": "any"} | _hint(column))
        names = [language.name for language in INTERFACE]
        self.lists.write_column(0, len(CHOSEN), names)
        self._rule(first - 3, first - 3, 1, _list_rule(len(CHOSEN), len(names)))

    def _choices(self, key: str) -> list[str]:
        words = self.words.words(key, self.language)
        if key != "help_from" or self.mark.institution == WHOLE_ROUND:
            return words
        own = self.words.word(key, self.mark.institution, self.language)
        return [word for word in words if word != own]

    def _rule(self, first: int, last: int, at: int, rule: dict[str, Any]) -> None:
        if last >= first:
            self.sheet.data_validation(first, at, last, at, rule)

    def _arrange(self, headings: int, last: int) -> None:
        self.lists.very_hidden()
        self.sheet.set_column(self.hidden, self.hidden, None, None, {"hidden": True})
        self.sheet.freeze_panes(headings + 1, self.columns.index(OF_ROUND[1]) + 1)
        self.sheet.protect("", PROTECTION)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(headings)
        self.sheet.print_area(0, 0, last, self.hidden - 1)
        # A text such as "007" is no mistake to be marked.
        cells = f"A1:{xl_col_to_name(self.hidden)}{last + 1}"
        self.sheet.ignore_errors({"number_stored_as_text": cells})
        self.sheet.set_footer("&L&A&R&P / &N")


def _formats(book: Workbook) -> dict[str, Format]:
    cell = {"valign": "top", "text_wrap": True, "border": 1, "border_color": LINE}
    # "@" keeps Excel from turning "3-4" or "=x" into a day or a formula when a cell is edited.
    mine = {**cell, "num_format": "@", "locked": False}
    wanted: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 14, "font_color": PETROL},
        "line": {"valign": "vcenter"},
        "heading": {**cell, "bold": True, "bg_color": PETROL, "font_color": "#FFFFFF"},
        Form.NOTE.value: {**cell, "num_format": "@", "bg_color": GREY},
        Form.CHOICE.value: mine,
        Form.TEXT.value: mine,
        # The month in letters: 3/4 is another day in the next country.
        Form.DAY.value: {**mine, "num_format": "d mmm yyyy", "align": "left"},
        Form.COUNT.value: {**mine, "num_format": "0", "align": "left"},
    }
    return {name: book.add_format(style) for name, style in wanted.items()}


def _list_rule(at: int, count: int) -> dict[str, Any]:
    letter = xl_col_to_name(at)
    return {
        "validate": "list",
        "source": f"={LISTS}!${letter}$1:${letter}${max(count, 1)}",
        "error_title": gettext("Not in the list")[:LONGEST_TITLE],
        "error_message": gettext("Choose one of the words of the list.")[:LONGEST_HINT],
    }


def _length_rule() -> dict[str, Any]:
    return {
        "validate": "length",
        "criteria": "<=",
        "value": MOST_CHARACTERS,
        "error_type": "warning",
        "error_title": gettext("Too long")[:LONGEST_TITLE],
        "error_message": gettext("At most 600 characters.")[:LONGEST_HINT],
    }


def _hint(column: Column) -> dict[str, Any]:
    if not column.hint:
        return {}
    title, words = str(column.heading), str(column.hint)
    return {"input_title": title[:LONGEST_TITLE], "input_message": words[:LONGEST_HINT]}


def _in(text: TranslatedText, language: str) -> str:
    reading = text.reading(language)
    return reading.text if reading else ""


def _lines(text: str, width: int) -> int:
    return sum(1 + len(line) // width for line in text.split("\n"))


def _said(label: str, words: str) -> str:
    return f"{label}: {words}" if words else ""
