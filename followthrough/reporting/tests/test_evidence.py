"""Evidence: the same twice is one, a bad file says why, a verdict lapses with what it judged."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.test import override_settings

from followthrough.accounts.permissions import NotAllowed
from followthrough.reporting.models import Entry, Evidence, EvidenceKind, Verdict
from followthrough.reporting.operations.evidence import (
    BadEvidence,
    Details,
    add_file,
    add_link,
    add_mail,
    change,
    remove,
    use_again,
)
from followthrough.reporting.operations.sending import Clearance, begin_on_behalf, submit
from followthrough.reporting.operations.verifying import verify
from followthrough.reporting.refusals import Conflict, WrongState
from followthrough.reporting.tests.cast import NOW, SEEN, Cast, filled, verified

DECISION = Details(EvidenceKind.DECISION.value, "Decision 12/2026", "sq")
OTHER = Details(EvidenceKind.DECISION.value, "Other", "sq")
LINK = "https://example.org/decision"


@pytest.fixture(autouse=True)
def _files(tmp_path: Path) -> object:
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def first(cast: Cast) -> Entry:
    return cast.report().entries.of_outputs()[0]


def text(words: str = "Decision 12/2026 of the Agency.\n") -> io.BytesIO:
    return io.BytesIO(words.encode() * 10)


def test_a_link_added_twice_is_one(cast: Cast) -> None:
    for _ in range(2):
        add_link(first(cast), DECISION, f" {LINK} ", by=cast.contact, at=NOW)
    assert [one.link for one in first(cast).evidence.all()] == [LINK]


def test_a_file_added_twice_is_one_and_stored_once(cast: Cast, tmp_path: Path) -> None:
    for _ in range(2):
        add_file(first(cast), DECISION, text(), "../vendimi.txt", by=cast.contact, at=NOW)
    evidence = first(cast).evidence.get()
    assert len(list((tmp_path / "evidence").iterdir())) == 1
    assert evidence.file_name == "vendimi.txt"
    assert evidence.media_type.startswith("text/plain")
    with evidence.file.open() as stored:
        assert stored.read() == text().read()


def test_a_bad_file_leaves_nothing(cast: Cast, tmp_path: Path) -> None:
    page = io.BytesIO(b"<!doctype html><script>alert(1)</script>")
    with pytest.raises(BadEvidence):
        add_file(first(cast), DECISION, page, "page.txt", by=cast.contact, at=NOW)
    assert not Evidence.objects.exists()
    assert not list(tmp_path.rglob("*.txt"))


def test_a_refused_step_leaves_no_file(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        add_file(first(cast), DECISION, text(), "a.txt", by=cast.mlga_contact, at=NOW)
    assert not list(tmp_path.rglob("*.txt"))


@pytest.mark.parametrize(
    "link",
    [
        "",
        "decision",
        "javascript:alert(1)",
        "ftp://example.org/",
        "https://user:word@example.org/",
        "https://exa mple.org/",
        "http://[",
        "https://example.org/" + "a" * 1000,
    ],
)
def test_what_is_no_web_address_is_refused(cast: Cast, link: str) -> None:
    with pytest.raises(BadEvidence):
        add_link(first(cast), DECISION, link, by=cast.contact, at=NOW)


def test_evidence_used_again_is_a_piece_of_its_own(cast: Cast) -> None:
    evidence = add_link(first(cast), DECISION, LINK, by=cast.contact, at=NOW)
    second = cast.report().entries.of_outputs()[1]
    for _ in range(2):
        use_again(second, evidence, by=cast.alternate, at=NOW)
    copy = second.evidence.get()
    assert (copy.link, copy.verdict) == (evidence.link, Verdict.NONE)
    assert copy.pk != evidence.pk


def test_another_institution_s_evidence_is_not_ours(cast: Cast) -> None:
    evidence = add_link(first(cast), DECISION, LINK, by=cast.contact, at=NOW)
    foreign = cast.report("mlga").entries.of_outputs()[0]
    with pytest.raises(BadEvidence):
        use_again(foreign, evidence, by=cast.mlga_contact, at=NOW)


def test_removing_twice_does_no_harm(cast: Cast) -> None:
    evidence = add_link(first(cast), DECISION, LINK, by=cast.contact, at=NOW)
    for _ in range(2):
        remove(first(cast), evidence, by=cast.contact, at=NOW)
    assert not first(cast).evidence.exists()


def test_the_verdict_is_somebody_else_s_and_lapses(cast: Cast) -> None:
    add_link(first(cast), DECISION, LINK, by=cast.contact, at=NOW)
    report = verified(cast.report(), cast.contact, cast.coordinator)
    evidence = Evidence.objects.get()
    assert (evidence.verdict, evidence.verdict_by) == (Verdict.ACCEPTED, cast.coordinator.name)
    with pytest.raises(WrongState):
        change(first(cast), evidence, OTHER, by=cast.contact, at=NOW)
    report.entries.update(state="submitted")
    report.state = "submitted"
    report.save()
    change(first(cast), evidence, OTHER, by=cast.contact, at=NOW)
    evidence.refresh_from_db()
    assert (evidence.verdict, evidence.verdict_by) == (Verdict.NONE, "")


def test_evidence_added_while_it_is_verified_is_noticed(cast: Cast) -> None:
    report = submit(
        filled(cast.report(), cast.contact), clearance=Clearance(), by=cast.contact, at=NOW
    )
    entry = report.entries.of_outputs()[0]
    add_link(entry, DECISION, LINK, by=cast.contact, at=NOW)
    with pytest.raises(Conflict):
        verify(entry, ticks=SEEN, seen=entry.version, by=cast.coordinator, at=NOW)


def test_a_mail_is_the_source_of_a_report_typed_on_behalf(cast: Cast) -> None:
    report = cast.report()
    mail = add_mail(report, text("From: contact\n"), "mail.txt", by=cast.coordinator, at=NOW)
    begin_on_behalf(report, mail, by=cast.coordinator, at=NOW)
    assert not mail.is_public
    filled(cast.report(), cast.coordinator)
    assert cast.report().source == mail


def test_a_file_stays_as_long_as_one_row_names_it(
    cast: Cast, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    evidence = add_file(first(cast), DECISION, text(), "a.txt", by=cast.contact, at=NOW)
    second = cast.report().entries.of_outputs()[1]
    copy = use_again(second, evidence, by=cast.contact, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        remove(first(cast), evidence, by=cast.contact, at=NOW)
    assert default_storage.exists(str(copy.file))
    with django_capture_on_commit_callbacks(execute=True):
        remove(second, copy, by=cast.contact, at=NOW)
    assert not list(tmp_path.rglob("*.txt"))


def test_a_write_that_fails_half_way_leaves_no_name(tmp_path: Path) -> None:
    class Torn(ContentFile[bytes]):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"half"
            raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        default_storage.save("evidence/torn.pdf", Torn(b""))
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]
    # What Django would have left behind: half a file under the final name.
    with pytest.raises(OSError, match="No space"):
        FileSystemStorage(tmp_path).save("control.pdf", Torn(b""))
    assert (tmp_path / "control.pdf").read_bytes() == b"half"
