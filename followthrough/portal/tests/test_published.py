"""What the pages say once reports are published, and that nothing else of them gets out."""

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followthrough.accounts.models import User
from followthrough.audit.operations import record
from followthrough.lib.text import text_in
from followthrough.plans.models import Commitment, MethodVersion
from followthrough.portal.progress_tables import TABLES
from followthrough.portal.queries import claims
from followthrough.reporting.models import (
    Contribution,
    Entry,
    Evidence,
    Obstacle,
    PublishedEntry,
    Rating,
    Verdict,
    Verification,
)
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.operations.sending import Clearance, submit
from followthrough.reporting.operations.verifying import verify
from followthrough.reporting.tests.cast import (
    NOW,
    SECOND,
    SEEN,
    Cast,
    complete,
    seat,
    verified,
)
from followthrough.reporting.values import Values

SECRET = "words-nobody-may-read"
LATER = datetime(2026, 8, 20, 9, tzinfo=UTC)
PAGES = [
    "",
    "commitments/",
    "commitments/?sort=attention",
    "commitments/XK0017/",
    "commitments/XK0017/history/",
    "commitments/XK0017/figure.csv",
    "outputs/",
    "outputs/?source=evidence_missing",
    "outputs/?completion=complete",
    "institutions/",
    "institutions/corruption-prevention-agency/",
    "reporting/",
    "coordination/",
    "data/coordination.csv",
    "how-it-works/",
    "data/",
    "data/figure.csv",
    "data/plan.json",
    "embed/",
    "embed/commitments/XK0017/",
    *[f"data/{name}.{ending}" for name in TABLES for ending in ("csv", "json")],
]


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    seated.open()
    return seated


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr("followthrough.reporting.emails._tell", lambda *a, **k: None)
    with time_machine.travel(LATER, tick=False):
        yield


def finished(entry: Entry) -> Values:
    """The agency's first output is claimed complete, the rest has begun."""
    if entry.output and entry.output.number == 1:
        return Values(
            change="completed",
            completion="complete",
            completed_on=date(2026, 6, 1),
            done=text_in("sq", "U hap."),
        )
    return complete(entry)


def published(cast: Cast) -> None:
    report = cast.report()
    for entry in report.entries.all():
        save_entry(entry, finished(entry), seen=entry.version, by=cast.contact, at=NOW)
    submit(report, clearance=Clearance(SECRET, date(2026, 7, 5), SECRET), by=cast.contact, at=NOW)
    at = NOW + timedelta(hours=1)
    for entry in report.entries.all():
        verify(entry, ticks=SEEN, seen=entry.version, by=cast.coordinator, at=at)
    publish(report, by=cast.coordinator, at=at)


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode("utf-8-sig")


def rows(client: Client, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(client, f"/en/data/{name}.csv"))))


def test_home_counts_what_was_published(client: Client, cast: Cast) -> None:
    published(cast)
    page = text(client, "/en/")

    assert "1 of 17 expected outputs is complete" in page
    assert "1 of 2 institutions reported" in page
    assert "No commitment is known to be behind schedule" in page
    assert "?source=evidence_missing" in page


def test_a_commitment_shows_word_claim_and_history(client: Client, cast: Cast) -> None:
    published(cast)
    page = text(client, "/en/commitments/XK0017/")
    lines = text(client, "/en/commitments/XK0017/history/")

    assert "Complete (claimed)" in page
    assert 'lang="sq"' in page
    assert "Verified on 6 July 2026 by: Coordinator" in page
    assert "Not known → Complete" in lines
    assert "@" not in lines.partition("<main")[2].partition("</main")[0]


def test_the_home_counts_can_be_recomputed(client: Client, cast: Cast) -> None:
    published(cast)
    outputs = rows(client, "outputs")

    for line in rows(client, "figure"):
        assert Counter(row[line["question"]] for row in outputs)[line["code"]] == int(
            line["outputs"]
        )
    claimed = [row for row in outputs if row["evidence_missing"] == "1"]
    assert text(client, "/en/outputs/?source=evidence_missing").count('class="row"') == len(claimed)


@pytest.mark.parametrize("word", ["complete", "limited", "not_known"])
def test_a_filter_shows_exactly_the_rows_counted(client: Client, cast: Cast, word: str) -> None:
    published(cast)
    counted = [row for row in rows(client, "outputs") if row["completion"] == word]
    assert text(client, f"/en/outputs/?completion={word}").count('class="row"') == len(counted)


def test_silence_is_public_only_under_an_adopted_method(client: Client, cast: Cast) -> None:
    assert "No report received" not in text(client, "/en/reporting/")
    MethodVersion.objects.update(adopted_on=date(2026, 5, 1), adoption_act="12/2026")
    record("method.adopted", "method:1", by="system:console", at=NOW, public=True)

    page = text(client, "/en/reporting/")

    assert page.count("No report received") == 2
    # MLGA's outputs of the second quarter are now known to be late; no level has changed.
    outputs = rows(client, "outputs")
    assert {row["completion"] for row in outputs} == {"not_known"}
    assert [row["schedule"] for row in outputs].count("overdue") == 4
    assert "1 of 5 commitments" not in text(client, "/en/")


def test_silence_is_not_public_before_ten_working_days(client: Client, cast: Cast) -> None:
    MethodVersion.objects.update(adopted_on=date(2026, 5, 1), adoption_act="12/2026")
    for day, is_silent in ((28, False), (29, True)):
        with time_machine.travel(datetime(2026, 7, day, 9, tzinfo=UTC), tick=False):
            assert ("No report received" in text(client, "/en/reporting/")) == is_silent


def test_a_half_year_before_the_first_round_was_not_collected(client: Client, db: None) -> None:
    cast = seat()
    cast.open(SECOND, datetime(2027, 1, 4, 9, tzinfo=UTC))
    at = datetime(2027, 1, 6, 9, tzinfo=UTC)
    with time_machine.travel(at + timedelta(days=3), tick=False):
        report = cast.report(round="2026-H2")
        verified(report, cast.contact, cast.coordinator, at)
        publish(report, by=cast.coordinator, at=at + timedelta(hours=2))
        page = text(client, "/en/")
    assert "not collected" in page
    assert "July–December 2026" in page


def plant(cast: Cast) -> None:
    """The marker in every place that is nobody else's business."""
    entry = Entry.objects.filter(report=cast.report()).of_outputs().first()
    assert entry
    draft = text_in("sq", SECRET)
    Entry.objects.update(done=draft, next_step=draft, help_needed=draft, reason_words=SECRET)
    Verification.objects.update(comment=SECRET)
    hidden = Evidence.objects.create(
        institution=entry.report.institution,
        kind="decision",
        title=SECRET,
        link=f"https://example.org/{SECRET}",
        is_public=False,
        added_at=NOW,
        added_by=SECRET,
        verdict=Verdict.ACCEPTED,
    )
    row = PublishedEntry.objects.filter(output=entry.output_id).get()
    row.evidence.add(hidden)
    plant_others(cast, entry)
    for user in User.objects.all():
        user.name = f"{SECRET} {user.pk}"
        user.email = f"{SECRET}{user.pk}@example.org"
        user.save()


def plant_others(cast: Cast, entry: Entry) -> None:
    draft = text_in("sq", SECRET)
    Obstacle.objects.create(
        commitment=entry.commitment,
        output=entry.output,
        owner=entry.report.institution,
        reason="staff",
        description=draft,
        is_public=False,
        private_because=SECRET,
        opened_on=NOW.date(),
        opened_by=SECRET,
    )
    Rating.objects.create(
        organisation_id=cast.member.institution_id or 0,
        commitment=entry.commitment,
        round=entry.report.round,
        completion="limited",
        sentence=draft,
        method=cast.plan.method,
        saved_at=NOW,
    )
    Contribution.objects.create(
        entry=entry,
        institution=entry.report.institution,
        email=f"{SECRET}@example.org",
        language="sq",
        question=SECRET,
        token_sha256="0",
        asked_at=NOW,
        asked_by=SECRET,
        answer=SECRET,
    )


def leaks(client: Client) -> list[str]:
    found = []
    for prefix in ("sq", "sr", "en"):
        for page in PAGES:
            address = f"/{prefix}/{page}"
            if SECRET in text(client, address):
                found.append(address)
    return found


def test_nothing_private_is_on_any_public_page(client: Client, cast: Cast) -> None:
    published(cast)
    plant(cast)
    assert leaks(client) == []


def test_a_page_that_read_drafts_would_be_caught(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(cast)
    plant(cast)
    published_rows = claims._rows

    def drafts(commitment: Commitment) -> list[PublishedEntry]:
        found = published_rows(commitment)
        for row in found:
            row.done = row.entry.done
        return found

    monkeypatch.setattr(claims, "_rows", drafts)
    assert leaks(client)


@pytest.mark.parametrize("prefix", ["sq", "sr", "en"])
def test_the_demonstration_says_example_everywhere(
    client: Client, cast: Cast, settings: object, prefix: str
) -> None:
    from django.utils.translation import gettext, override

    settings.DEMO = True  # type: ignore[attr-defined]
    published(cast)
    with override({"sr": "sr-latn"}.get(prefix, prefix)):
        word = gettext("EXAMPLE")
    for page in ["", "commitments/XK0017/", "reporting/", "embed/", "data/figure.csv"]:
        assert word in text(client, f"/{prefix}/{page}"), page
    answer = client.get(f"/{prefix}/data/outputs.csv")
    assert word in answer.headers["Content-Disposition"]
    assert all(row["example"] == word for row in rows(client, "outputs")) or prefix != "en"


@pytest.mark.parametrize("page", PAGES)
def test_queries_do_not_grow_with_what_is_published(client: Client, cast: Cast, page: str) -> None:
    published(cast)
    counts = []
    for _ in range(2):
        record("plan.edited", "plan:x", by="system:console", at=NOW, public=True)
        with CaptureQueriesContext(connection) as queries:
            text(client, f"/en/{page}")
        counts.append(len(queries))
        report = cast.report("mlga")
        if report.state == "draft":
            verified(report, cast.mlga_contact, cast.deputy_chair)
            publish(report, by=cast.coordinator, at=NOW + timedelta(hours=3))
    # A list that has become empty is not read.
    assert counts[0] - 1 <= counts[1] <= counts[0]
