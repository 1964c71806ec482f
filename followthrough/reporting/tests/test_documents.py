"""The clearance copy: all that the report says, marked as what it is, in the reader's language."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils.translation import override

from followthrough.lib.documents.docx import to_docx
from followthrough.lib.documents.pdf import to_pdf
from followthrough.lib.documents.tests.readers import pages
from followthrough.lib.documents.tree import Document, Field, Fields, Note, Table, plain
from followthrough.lib.text import text_in
from followthrough.reporting.documents import clearance_copy
from followthrough.reporting.models import Change, Report
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.operations.sending import Clearance, submit
from followthrough.reporting.tests.cast import NOW, SECOND, Cast, filled, seat, sent, verified
from followthrough.reporting.values import Values

LATER = datetime(2027, 1, 11, 9, tzinfo=UTC)


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    seated.open()
    return seated


def of(cast: Cast, round: str = "2026-H1") -> Document:
    related = Report.objects.select_related("round__plan__method", "institution")
    return clearance_copy(related.get(pk=cast.report(round=round).pk), at=NOW)


def fields(document: Document) -> list[Field]:
    return [one for part in document.parts if isinstance(part, Fields) for one in part.items]


def value(document: Document, label: str) -> list[str]:
    return [plain(one.value) for one in fields(document) if one.label == label]


def notes(document: Document) -> str:
    return " ".join(plain(part.text) for part in document.parts if isinstance(part, Note))


def test_an_untouched_report_is_a_draft_and_says_what_is_missing(cast: Cast) -> None:
    made = of(cast)
    assert made.mark == "DRAFT"
    assert "has not been sent yet" in notes(made)
    assert notes(made).count("Not complete yet:") == 3
    assert value(made, "What was done") == []
    assert value(made, "Answers") == ["0 of 3 completed"]


def test_it_tells_everything_that_was_answered(cast: Cast) -> None:
    entry = cast.report().entries.of_outputs()[0]
    values = Values(
        change=Change.PROBLEM.value,
        completion="limited",
        done=text_in("sq", "Puna ka filluar."),
        reason="other",
        reason_words="the server broke",
        expected_on=date(2027, 3, 31),
        next_step=text_in("en", "Buy another."),
        help_needed=text_in("en", "Money."),
        help_from_id=cast.plan.coordinator_id,
    )
    save_entry(entry, values, seen=entry.version, by=cast.contact, at=NOW)
    made = of(cast)
    assert value(made, "What has happened")[0] == "Problem or delay"
    assert value(made, "What was done") == ["Puna ka filluar. (Shqip)"]
    assert value(made, "Reason") == ["Other: the server broke"]
    assert value(made, "Expected finish") == ["Q1 2027"]
    assert value(made, "Next step") == ["Buy another."]
    assert value(made, "Help needed") == ["Money. – Ministry of Local Government Administration"]
    assert value(made, "Evidence") == ["None"]


def test_what_is_only_filled_in_from_last_time_is_no_answer(cast: Cast) -> None:
    publish(verified(cast.report(), cast.contact, cast.coordinator), by=cast.coordinator, at=NOW)
    cast.open(SECOND, LATER)
    table = next(part for part in of(cast, "2026-H2").parts if isinstance(part, Table))
    assert [[plain(cell) for cell in row[2:4]] for row in table.rows] == [
        ["Limited", "Not provided"],
        ["Limited", "Not provided"],
        # The word on the whole may be sent again as it was.
        ["Limited", "Limited"],
    ]
    assert value(of(cast, "2026-H2"), "What was done") == ["The work is on its way. (Shqip)"]


def test_a_sent_report_is_no_draft_and_names_who_cleared_it(cast: Cast) -> None:
    report = filled(cast.report(), cast.contact)
    cleared = Clearance("General Secretary", date(2026, 7, 5), "12/2026")
    submit(report, clearance=cleared, by=cast.contact, at=NOW)
    made = of(cast)
    assert made.mark == ""
    assert value(made, "Cleared by (post)") == ["General Secretary"]
    assert value(made, "Reference")[-1] == "12/2026"
    assert value(made, "State") == ["Submitted"]


def test_before_clearance_there_is_room_to_write(cast: Cast) -> None:
    sent(cast.report(), cast.contact)
    assert value(of(cast), "Cleared by (post)") == [""]


def test_the_demonstration_says_so_on_every_page(cast: Cast, settings: Any) -> None:
    settings.DEMO = True
    made = of(cast)
    assert made.mark == "EXAMPLE · DRAFT"
    assert all("EXAMPLE · DRAFT" in page for page in pages(to_pdf(made)))


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_it_is_whole_in_every_language(cast: Cast, language: str) -> None:
    with override(language):
        made = of(cast)
    assert made.language == language
    assert to_docx(made).startswith(b"PK")
    text = " ".join(pages(to_pdf(made)))
    assert "XK0017" in text and "2026-H1/corruption-prevention-agency" in text


def test_the_table_at_the_head_has_a_row_an_answer(cast: Cast) -> None:
    table = next(part for part in of(cast).parts if isinstance(part, Table))
    assert [plain(row[0]) for row in table.rows] == ["XK0017/1", "XK0017/2", "XK0017"]


def test_longer_reports_ask_the_database_no_more(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    related = Report.objects.select_related("round__plan__method", "institution")
    for slug in ("corruption-prevention-agency", "mlga"):
        report = related.get(pk=cast.report(slug).pk)
        with django_assert_max_num_queries(8):
            clearance_copy(report, at=NOW)
