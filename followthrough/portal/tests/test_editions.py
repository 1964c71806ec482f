"""Published reports as the public reads them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client, override_settings

from followthrough.lib.text import State, text_in
from followthrough.publishing.operations import writing
from followthrough.publishing.operations.files import make_waiting
from followthrough.publishing.tests.cast import AT, Desk, desk
from followthrough.reporting.tests.cast import seat

REPORT = "/en/reports/2026-H1/"


@pytest.fixture
def office(db: None, tmp_path: Path) -> Iterator[Desk]:
    cast = seat()
    cast.open()
    with override_settings(MEDIA_ROOT=tmp_path):
        yield desk(cast)


def test_before_the_first_report_the_page_says_so(office: Desk, client: Client) -> None:
    assert b"No report is published yet." in client.get("/en/reports/").content


def test_the_page_shows_files_once_they_are_made(office: Desk, client: Client) -> None:
    office.compile()
    edition = office.published()
    page = client.get(REPORT).content.decode()
    assert "are being made" in page
    assert client.get(f"{REPORT}1.0/report.pdf").status_code == 404
    make_waiting(edition.pk, at=AT)
    page = client.get(REPORT).content.decode()
    assert f"{REPORT}1.0/report.pdf" in page
    assert "are being made" not in page
    assert "cleared by: Secretary" in page


def test_an_old_version_leads_to_the_new_one_and_stays(office: Desk, client: Client) -> None:
    office.compile()
    first = office.published()
    before = client.get(f"{REPORT}1.0/report.json").content
    erratum = text_in("sq", "Gabim.").with_translation("sr-latn", "Greška.", State.TRANSLATED)
    writing.correct(first, erratum, by=office.by, at=AT)
    office.published(AT + timedelta(days=1))
    assert client.get(f"{REPORT}1.0/report.json").content == before
    old = client.get(f"{REPORT}1.0/").content.decode()
    assert f'<a href="{REPORT}1.1/">read version 1.1</a>' in old
    newest = client.get(REPORT).content.decode()
    assert "Errata" in newest
    assert "Gabim." in newest


@pytest.mark.parametrize("version", ["2.0", "1.1", "x", "1.0\x00"])
def test_a_version_that_is_not_there_is_a_404(office: Desk, client: Client, version: str) -> None:
    office.compile()
    office.published()
    assert client.get(f"{REPORT}{version}/").status_code == 404


def test_the_schema_is_published(office: Desk, client: Client) -> None:
    answer = client.get("/en/data/report.schema.json")
    assert answer.headers["Content-Type"] == "application/schema+json"
