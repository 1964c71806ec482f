"""Files of evidence: to who may read them, as downloads that no browser runs."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from followthrough.accounts.models import User
from followthrough.accounts.permissions import Actor
from followthrough.reporting.models import Evidence, EvidenceKind
from followthrough.reporting.operations.evidence import Details, add_file
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.tests.cast import NOW, Cast, seat, verified

PUBLIC = Details(EvidenceKind.DECISION.value, "Decision", "sq")
PRIVATE = Details(EvidenceKind.MINUTES.value, "Minutes", "sq", is_public=False)


@pytest.fixture(autouse=True)
def _edges(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.SECOND_FACTOR_COMPULSORY = False
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """The agency's draft names a public and a private file."""
    seated = seat()
    seated.open()
    entry = seated.report().entries.of_outputs()[0]
    for number, details in enumerate([PUBLIC, PRIVATE]):
        file = io.BytesIO(f"Decision {number}/2026\n".encode() * 9)
        add_file(entry, details, file, "vendimi.txt", by=seated.contact, at=NOW)
    return seated


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id or 0))
    return client


def read(answer: Any) -> bytes:
    """What was sent; reading to the end closes the file."""
    return b"".join(answer)


def address(details: Details, place: str = "my/evidence") -> str:
    return f"/en/{place}/{Evidence.objects.get(kind=details.kind).pk}/"


def test_its_institution_downloads_it_and_nothing_runs(cast: Cast) -> None:
    answer = signed_in(cast.contact).get(address(PRIVATE))
    assert read(answer).startswith(b"Decision 1/2026")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="vendimi.txt"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_who_may_not_read_the_report_gets_nothing(cast: Cast) -> None:
    allowed = signed_in(cast.coordinator).get(address(PRIVATE))
    assert read(allowed)
    assert signed_in(cast.mlga_contact).get(address(PUBLIC)).status_code == 404
    assert signed_in(cast.member).get(address(PUBLIC)).status_code == 403
    assert Client().get(address(PUBLIC)).status_code == 302
    assert signed_in(cast.contact).post(address(PUBLIC)).status_code == 405


def test_the_public_reads_what_was_published_and_is_not_private(cast: Cast) -> None:
    assert Client().get(address(PUBLIC, "evidence")).status_code == 404
    report = verified(cast.report(), cast.contact, cast.coordinator)
    assert Client().get(address(PUBLIC, "evidence")).status_code == 404
    publish(report, by=cast.coordinator, at=NOW)
    answer = Client().get(address(PUBLIC, "evidence"))
    assert read(answer).startswith(b"Decision 0/2026")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert Client().get(address(PRIVATE, "evidence")).status_code == 404
    assert not answer.cookies


def test_a_file_that_is_gone_is_no_error_of_the_server(cast: Cast, tmp_path: Path) -> None:
    for one in tmp_path.rglob("*.txt"):
        one.unlink()
    assert signed_in(cast.contact).get(address(PUBLIC)).status_code == 404
