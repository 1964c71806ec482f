"""The clearance copy as a download: for whoever may read the report, and nobody else."""

from io import BytesIO

import docx
import pytest
from django.test import Client

from followthrough.accounts.models import Role
from followthrough.desk.tests.filing_cast import REPORT, at_desk
from followthrough.lib.documents.tests.readers import pages
from followthrough.reporting.tests.cast import NOW, Cast, appoint, seat, sent


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr("followthrough.desk.views.clearance.now", lambda: NOW)
    seated = seat()
    seated.open()
    return seated


def test_the_check_page_and_the_receipt_lead_to_it(cast: Cast) -> None:
    contact = at_desk(cast.contact)
    assert f"{REPORT}copy.docx".encode() in contact.get(f"{REPORT}check/").content
    sent(cast.report(), cast.contact)
    assert f"{REPORT}copy.pdf".encode() in contact.get(f"{REPORT}done/").content


def test_it_is_a_word_file_or_a_pdf_to_save(cast: Cast) -> None:
    contact = at_desk(cast.contact)
    word = contact.get(f"{REPORT}copy.docx")
    assert word["Content-Disposition"].endswith('"2026-H1-corruption-prevention-agency.docx"')
    assert "wordprocessingml" in word["Content-Type"]
    assert docx.Document(BytesIO(word.content)).core_properties.language == "en-GB"
    pdf = contact.get(REPORT.replace("/en/", "/sq/") + "copy.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert "Agjencia për Parandalimin e Korrupsionit" in pages(pdf.content)[0]


def test_who_clears_may_read_it_and_a_stranger_finds_nothing(cast: Cast) -> None:
    head = at_desk(appoint(Role.HEAD_OF_INSTITUTION, "corruption-prevention-agency"))
    assert head.get(f"{REPORT}copy.docx").status_code == 200
    for form in ("docx", "pdf"):
        address = f"{REPORT}copy.{form}"
        assert at_desk(cast.mlga_contact).get(address).status_code == 404
        assert at_desk(cast.member).get(address).status_code == 403
        assert Client().get(address).status_code == 302
        assert head.post(address).status_code == 405
