"""One edition as PDF, Word, Excel, JSON and web page: the same figures, in three languages."""

import json
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
import pikepdf
import pytest
import python_calamine
from django.test import Client
from django.utils.html import strip_tags
from django.utils.translation import override
from jsonschema import Draft202012Validator

from followthrough.audit.models import Event
from followthrough.lib.documents.tests.readers import pages
from followthrough.lib.documents.tests.samples import POISON
from followthrough.lib.documents.tests.test_pdf import nodes, tags
from followthrough.lib.languages import BY_CODE
from followthrough.lib.text import text_in
from followthrough.plans.words import Completion
from followthrough.publishing.models import Edition, EditionFile
from followthrough.publishing.operations.files import make_waiting
from followthrough.publishing.schema import SCHEMA_FILE
from followthrough.publishing.tests.cast import AT, Desk
from followthrough.reporting.models import PublishedEntry

LANGUAGES = ("sq", "sr-latn", "en")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Read:
    """What is read in one format: the table of levels, and all of its words in one line."""

    levels: dict[str, int]
    words: str


def flat(text: str) -> str:
    return SPACES.sub(" ", text)


def file(edition: Edition, language: str, form: str) -> bytes:
    one = edition.files.get(language=language, format=form)
    assert one.file, one.problem
    with one.file.open("rb") as content:
        return bytes(content.read())


def labels(language: str) -> dict[str, str]:
    with override(language):
        return {str(one.label): one.value for one in Completion}


def in_pdf(edition: Edition, language: str) -> Read:
    words = flat(" ".join(pages(file(edition, language, "pdf"))))
    # The list of contents names no tables: what stands between two captions is the table.
    first, following = (caption(edition, name, language) for name in ("levels", "schedule"))
    table = words[words.index(first) + len(first) : words.index(following)]
    rows = (
        (code, re.findall(rf"{re.escape(word)} (\d+)", table))
        for word, code in labels(language).items()
    )
    return Read({code: int(counts[0]) for code, counts in rows if counts}, words)


def caption(edition: Edition, name: str, language: str) -> str:
    parts = [part for one in json.loads(edition.content)["sections"] for part in one["parts"]]
    table = next(one for one in parts if one["kind"] == "table" and one["name"] == name)
    return str(table["caption"][language])


def in_word(edition: Edition, language: str) -> Read:
    made = docx.Document(BytesIO(file(edition, language, "docx")))
    words = " ".join(one.text for one in made.paragraphs)
    words += " ".join(
        cell.text for table in made.tables for row in table.rows for cell in row.cells
    )
    known = labels(language)
    table = next(
        one for one in made.tables if len(one.rows) > 1 and one.rows[1].cells[0].text in known
    )
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    return Read({known[row[0]]: int(row[1]) for row in rows}, flat(words))


def in_excel(edition: Edition, language: str) -> Read:
    book = python_calamine.load_workbook(BytesIO(file(edition, language, "xlsx")))
    known = labels(language)
    rows = book.get_sheet_by_name("levels").to_python()[1:]
    words = " ".join(
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    )
    return Read({known[str(row[0])]: int(float(str(row[1]))) for row in rows}, flat(words))


def in_page(edition: Edition, language: str) -> Read:
    prefix = BY_CODE[language].prefix
    answer = Client().get(f"/{prefix}/reports/2026-H1/1.0/")
    assert answer.status_code == 200
    page = answer.content.decode()
    table = page[page.index('<table class="table">') :]
    table = table[: table.index("</table>")]
    known = labels(language)
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th><td.*?>(.*?)</td></tr>", table)
    found = {known[flat(strip_tags(word)).strip()]: int(strip_tags(count)) for word, count in rows}
    return Read(found, flat(strip_tags(page)))


READERS = {"pdf": in_pdf, "docx": in_word, "xlsx": in_excel, "page": in_page}


@pytest.fixture
def edition(at_desk: Desk) -> Edition:
    at_desk.compile()
    found = at_desk.published()
    assert make_waiting(found.pk, at=AT) == 9
    return found


def levels_of(content: dict[str, Any]) -> dict[str, int]:
    tables = [part for one in content["sections"] for part in one["parts"]]
    table = next(one for one in tables if one["name"] == "levels" and one["kind"] == "table")
    numbers = content["figures"]
    return {row["level"]: numbers[row["2026-H1"]["figure"]] for row in table["rows"]}


def test_the_same_figures_stand_in_every_format_and_language(edition: Edition) -> None:
    content = json.loads(edition.content)
    expected = levels_of(content)
    assert sum(expected.values()) == content["figures"]["outputs"] == 17
    for language in LANGUAGES:
        for name, read in READERS.items():
            found = read(edition, language)
            assert found.levels == expected, (name, language)
            for title in texts_of(content, language):
                # In the PDF a title is broken over the lines of its cell.
                assert flat(title) in found.words or name == "pdf", (name, language, title)


def texts_of(content: dict[str, Any], language: str) -> list[str]:
    """The titles of all outputs, as a reader of the language meets them."""
    tables = [part for one in content["sections"] for part in one["parts"]]
    rows = [row for one in tables if one.get("name") == "outputs" for row in one["rows"]]
    return [row["output"].get(language) or row["output"][row["output"]["original"]] for row in rows]


def test_the_content_keeps_to_its_schema_and_is_public(edition: Edition) -> None:
    schema = json.loads(SCHEMA_FILE.read_text())
    Draft202012Validator.check_schema(schema)
    assert not list(Draft202012Validator(schema).iter_errors(json.loads(edition.content)))
    broken = {**json.loads(edition.content), "figures": {"outputs": "many"}}
    assert list(Draft202012Validator(schema).iter_errors(broken))
    answer = Client().get("/en/reports/2026-H1/1.0/report.json")
    assert answer.content == edition.content.encode()


def test_the_pdf_is_tagged_named_and_in_its_language(edition: Edition) -> None:
    for language, tag in (("sq", "sq-AL"), ("sr-latn", "sr-RS"), ("en", "en-GB")):
        with pikepdf.open(BytesIO(file(edition, language, "pdf"))) as made:
            root = made.Root
            assert str(root.Lang) == tag
            assert root.MarkInfo.Marked and root.ViewerPreferences.DisplayDocTitle
            title = json.loads(edition.content)["title"][language]
            assert str(made.docinfo["/Title"]) == title
            assert root.Outlines.Count
            found = tags(root.StructTreeRoot)
            assert {"/TOC", "/H1", "/H2", "/Table", "/TH", "/Caption", "/Figure"} <= set(found)
            figures = [one for one in nodes(root.StructTreeRoot) if str(one.get("/S")) == "/Figure"]
            assert all(str(one.Alt) for one in figures)
            headers = [one for one in nodes(root.StructTreeRoot) if str(one.get("/S")) == "/TH"]
            assert headers
            with made.open_metadata() as about:
                assert about["pdfuaid:part"] == "1"


def test_every_letter_of_the_languages_is_drawn(edition: Edition) -> None:
    for language, letters in (("sq", "ëç"), ("sr-latn", "čćšž")):
        words = " ".join(pages(file(edition, language, "pdf")))
        assert "□" not in words
        assert all(letter in words for letter in letters)


def test_files_are_told_of_with_their_hashes_and_handed_out_as_files(edition: Edition) -> None:
    told = Event.objects.get(verb="edition.files_made").payload
    assert len(told) == 9
    answer = Client().get("/sr/reports/2026-H1/1.0/report.docx")
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert body == file(edition, "sr-latn", "docx")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["ETag"] == f'"{told["sr-latn.docx"]}"'


def test_a_file_that_cannot_be_made_holds_up_no_other(
    at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_desk.compile()
    found = at_desk.published()

    def fail(*args: object, **kwargs: object) -> bytes:
        raise OSError("the disk is full")

    monkeypatch.setattr("followthrough.publishing.renderers.formats.to_docx", fail)
    assert make_waiting(found.pk, at=AT) == 6
    problems = found.files.filter(format=EditionFile.Format.WORD)
    assert {one.problem for one in problems} == {"the disk is full"}
    assert not Event.objects.filter(verb="edition.files_made").exists()
    monkeypatch.undo()
    assert make_waiting(found.pk, at=AT) == 3
    assert Event.objects.filter(verb="edition.files_made").count() == 1


def test_poison_passes_harmlessly_through_all_formats(at_desk: Desk) -> None:
    texts = list(POISON.values())
    rows = PublishedEntry.objects.all()
    for number, row in enumerate(rows):
        words = "\n".join(texts) if number == 0 else texts[number % len(texts)]
        # A surrogate and a zero byte never reach the database.
        words = words.encode("utf-8", "ignore").decode().replace("\x00", "") or "x"
        row.done = row.next_step = text_in("sq", words)
        row.reason_words = words[:200]
        row.save()
    at_desk.compile()
    edition = at_desk.published()
    assert make_waiting(edition.pk, at=AT) == 9
    for read in READERS.values():
        words = read(edition, "en").words
        assert "root:" not in words
        assert "#read" in words
    page = Client().get("/en/reports/2026-H1/1.0/").content.decode()
    assert "<script>alert" not in page
    book = python_calamine.load_workbook(BytesIO(file(edition, "en", "xlsx")))
    said = [str(cell) for row in book.get_sheet_by_name("said").to_python() for cell in row]
    assert any(cell.startswith("'=cmd|") for cell in said)
