"""The coordinator's page of a consolidated report, and the sentences of its sections."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from followthrough.desk.tests.filing_cast import at_desk
from followthrough.publishing.models import Edition, EditionFile, EditionState
from followthrough.publishing.tests.cast import AT, Desk, desk
from followthrough.reporting.tests.cast import seat

PAGE = "/en/desk/reports/2026-H1/compile/"
TEXT = f"{PAGE}next/sq/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _edges(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.SECOND_FACTOR_COMPULSORY = False
    for name in ("editions", "edition_text"):
        monkeypatch.setattr(f"followthrough.desk.views.{name}.now", lambda: AT)
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def office(db: None) -> Desk:
    cast = seat()
    cast.open()
    return desk(cast)


@pytest.fixture
def coordinator(office: Desk) -> Client:
    return at_desk(office.by)


def test_it_is_compiled_with_one_press(coordinator: Client) -> None:
    assert b"Compile the report" in coordinator.get(PAGE).content
    assert coordinator.post(PAGE, {"do": "compile"}).status_code == 302
    page = coordinator.get(PAGE).content.decode()
    assert "2 of 2 reports published" in page
    assert "2 of 17 expected outputs are complete." in page
    assert coordinator.post(PAGE, {"do": "compile"}).status_code == 302
    assert Edition.objects.count() == 1


def test_the_whole_road_on_the_page(coordinator: Client, office: Desk) -> None:
    coordinator.post(PAGE, {"do": "compile"})
    refused = coordinator.post(PAGE, {"do": "publish"})
    assert refused.status_code == 409
    assert b"The report has not been given to the cabinet." in refused.content
    day = AT.date().isoformat()
    coordinator.post(PAGE, {"do": "cabinet", "since": day})
    assert b"With the cabinet since" in coordinator.get(PAGE).content
    unfit = coordinator.post(PAGE, {"do": "clearance", "post": "", "on": day})
    assert unfit.status_code == 422
    coordinator.post(PAGE, {"do": "clearance", "post": "Secretary", "on": day, "reference": "7"})
    assert coordinator.post(PAGE, {"do": "publish"}).status_code == 302
    edition = Edition.objects.get()
    assert (edition.state, edition.cleared_by) == (EditionState.PUBLISHED, "Secretary")
    page = coordinator.get(PAGE).content.decode()
    assert "0 of 9 files made" in page
    assert edition.sha256 in page


def test_files_that_failed_are_made_once_more(coordinator: Client, office: Desk) -> None:
    office.compile()
    edition = office.published()
    edition.files.update(problem="the disk is full")
    assert b"the disk is full" in coordinator.get(PAGE).content
    coordinator.post(PAGE, {"do": "again"})
    assert not EditionFile.objects.exclude(problem="").exists()


def test_a_correction_begins_with_what_is_corrected(coordinator: Client, office: Desk) -> None:
    office.compile()
    office.published()
    assert coordinator.post(PAGE, {"do": "erratum", "sq": ""}).status_code == 409
    coordinator.post(PAGE, {"do": "erratum", "sq": "Gabim.", "sr-latn": "Greška.", "en": ""})
    second = Edition.objects.latest("number")
    assert (second.version, str(second.erratum)) == ("1.1", "Gabim.")


def test_a_sentence_is_saved_as_it_is_typed(coordinator: Client, office: Desk) -> None:
    office.compile()
    assert b"{due_next}" in coordinator.get(TEXT).content
    saved = coordinator.post(TEXT, {"seen": "0", "words": "E para."}, headers=HTMX)
    assert b"Saved 11:00" in saved.content
    assert b'data-seen="1"' in saved.content
    met = coordinator.post(TEXT, {"seen": "0", "words": "E dyta."}, headers=HTMX)
    assert met.status_code == 409
    assert b"E para." in met.content and b"E dyta." in met.content
    wrong = coordinator.post(TEXT, {"seen": "1", "words": "{nothing}"}, headers=HTMX)
    assert wrong.status_code == 422
    assert b"{nothing}" in wrong.content


def test_the_generated_sentences_sent_back_are_no_words_of_ones_own(
    coordinator: Client, office: Desk
) -> None:
    office.compile()
    page = coordinator.get(TEXT)
    words = page.context["form"]["words"].value()
    coordinator.post(TEXT, {"seen": "0", "words": words})
    assert b"generated" in coordinator.get(PAGE).content
    assert not Edition.objects.get().texts.exclude(text="").exists()


def test_a_translator_translates_and_does_nothing_else(office: Desk) -> None:
    office.compile()
    office.write("next", "sq", "E para.")
    translator = at_desk(office.translator)
    page = f"{PAGE}next/sr-latn/"
    assert b"E para." in translator.get(page).content
    assert translator.post(page, {"seen": "0", "words": "Prva."}).status_code == 302
    assert translator.post(PAGE, {"do": "cabinet", "since": "2026-09-07"}).status_code == 403
    assert translator.post(f"{PAGE}levels/sq/", {"seen": "0", "words": "x"}).status_code == 403


def test_it_is_looked_at_in_every_language_and_format(coordinator: Client, office: Desk) -> None:
    office.compile()
    for prefix, words in (("sq", "rezultate"), ("sr", "rezultata"), ("en", "outputs")):
        page = coordinator.get(f"/{prefix}/desk/reports/2026-H1/preview/")
        assert words in page.content.decode()
    for form, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("json", b"{")):
        answer = coordinator.get(f"/en/desk/reports/2026-H1/preview.{form}")
        assert answer.content.startswith(start)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_draft_is_nobody_else_s_to_read(office: Desk, client: Client) -> None:
    office.compile()
    assert client.get("/en/reports/2026-H1/").status_code == 404
    assert client.get("/en/reports/2026-H1/1.0/").status_code == 404
    assert client.get("/en/reports/2026-H1/1.0/report.json").status_code == 404
    contact = at_desk(office.cast.contact)
    assert contact.get(PAGE).status_code == 403
    assert contact.get("/en/desk/reports/2026-H1/preview/").status_code == 403
    assert b"January" not in client.get("/en/reports/").content
    office.to_cabinet()
    assert b"with the cabinet since" in client.get("/en/reports/").content
