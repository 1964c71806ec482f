"""The tables of an edition as an Excel file: one sheet a table, one header row, nothing merged."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext, override
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from followthrough.lib.documents.text import cleaned
from followthrough.lib.documents.tree import plain
from followthrough.lib.spreadsheets.writing import excel_file, safe_cell
from followthrough.publishing.renderers.reading import Reader

# Excel's own limit.
MOST_IN_A_CELL = 32_000
WIDE, NARROW = 48, 16


def to_xlsx(content: dict[str, Any], language: str, *, sha256: str) -> bytes:
    """Every table of the content, and first a sheet that says what the file is."""
    with override(language):
        return _Book(content, language, sha256).write()


class _Book:
    def __init__(self, content: dict[str, Any], language: str, sha256: str) -> None:
        self.content, self.sha256 = content, sha256
        self.read = Reader(content, language)
        self.buffer = BytesIO()
        title = self.read.phrase(content["title"])
        self.workbook = excel_file(self.buffer, cleaned(title))
        self.head: Format = self.workbook.add_format(
            {"bold": True, "bg_color": "#EDF3F6", "text_wrap": True, "valign": "top"}
        )
        self.wrapped: Format = self.workbook.add_format({"text_wrap": True, "valign": "top"})
        self.plain: Format = self.workbook.add_format({"valign": "top"})

    def write(self) -> bytes:
        self._about()
        for name, tables in self._by_name().items():
            self._sheet(name, tables)
        self.workbook.close()
        return self.buffer.getvalue()

    def _about(self) -> None:
        content, read = self.content, self.read
        sheet = self._new_sheet(gettext("About"))
        rows = [
            (gettext("Report"), read.phrase(content["title"])),
            (gettext("Version"), content["version"]),
            (gettext("Published"), content["published_on"] or gettext("DRAFT")),
            (gettext("“On time” as of"), content["as_of"]),
            (gettext("Method"), content["method"]["version"]),
            (gettext("Address"), read.phrase(content["permalink"])),
            ("SHA-256", self.sha256),
        ]
        if content["example"]:
            note = gettext("This is an example: what is said in it is invented.")
            rows.insert(0, (read.phrase(content["example"]), note))
        for at, (label, value) in enumerate(rows):
            sheet.write_string(at, 0, label, self.head)
            self._text(sheet, at, 1, value)
        sheet.set_column(0, 0, NARROW)
        sheet.set_column(1, 1, WIDE + WIDE // 2)

    def _by_name(self) -> dict[str, list[dict[str, Any]]]:
        """Tables of one name are parts of one table: the outputs of each commitment."""
        found: dict[str, list[dict[str, Any]]] = {}
        for section in self.content["sections"]:
            for part in section["parts"]:
                if part["kind"] == "table":
                    found.setdefault(part["name"], []).append(part)
        return found

    def _sheet(self, name: str, tables: list[dict[str, Any]]) -> None:
        sheet = self._new_sheet(name)
        columns = tables[0]["columns"]
        for at, column in enumerate(columns):
            sheet.write_string(0, at, self.read.phrase(column["label"]), self.head)
            is_wide = column["type"] == "text"
            sheet.set_column(at, at, WIDE if is_wide else NARROW)
        line = 1
        for table in tables:
            for row in table["rows"]:
                for at, column in enumerate(columns):
                    self._cell(sheet, line, at, column, row)
                line += 1
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(line - 1, 1), len(columns) - 1)

    def _new_sheet(self, name: str) -> Worksheet:
        sheet = self.workbook.add_worksheet(name[:31])
        sheet.set_landscape()
        sheet.repeat_rows(0)
        if self.content["example"]:
            sheet.set_header(f"&R{self.read.phrase(self.content['example'])}")
        return sheet

    def _cell(
        self, sheet: Worksheet, line: int, at: int, column: dict[str, Any], row: dict[str, Any]
    ) -> None:
        value = row[column["name"]]
        if column["type"] in {"number", "change"}:
            number = self.read.number(value)
            if number is not None:
                sheet.write_number(line, at, number, self.plain)
        elif column["type"] == "day":
            self._text(sheet, line, at, value or "")
        else:
            alone = {name: part for name, part in column.items() if name != "beside"}
            self._text(sheet, line, at, plain(self.read.cell({}, alone, row)))

    def _text(self, sheet: Worksheet, line: int, at: int, words: str) -> None:
        if words:
            sheet.write_string(line, at, safe_cell(cleaned(words)[:MOST_IN_A_CELL]), self.wrapped)
