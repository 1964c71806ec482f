"""The desk of whoever checks: the queue, claim beside evidence, and the next that waits."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from followthrough.accounts.models import Role, User
from followthrough.accounts.permissions import Actor
from followthrough.accounts.tests.cast import sign_in
from followthrough.outbox.models import Message
from followthrough.reporting.models import Entry, EntryState, EvidenceKind, ReportState
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.operations.evidence import Details, add_link
from followthrough.reporting.operations.sending import Clearance, submit
from followthrough.reporting.tests.cast import (
    NOW,
    Cast,
    appoint,
    filled,
    progress,
    seat,
    sent,
    verified,
)

QUEUE = "/en/desk/verify/"
REPORT = f"{QUEUE}2026-H1/corruption-prevention-agency/"
FIRST = f"{REPORT}XK0017/1/"
SECOND = f"{REPORT}XK0017/2/"
TICKS = {"opens": "on", "within_period": "on", "shows_output": "on", "is_public": "on"}
FINISH = date(2026, 12, 31)
DECISION = Details(EvidenceKind.DECISION.value, "Decision 12/2026", "sq")


@pytest.fixture(autouse=True)
def _edges(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The moment of the cast; the second step has tests of its own."""
    settings.SECOND_FACTOR_COMPULSORY = False
    for name in ("verify", "publish"):
        monkeypatch.setattr(f"followthrough.desk.views.{name}.now", lambda: NOW)


@pytest.fixture
def cast(db: None) -> Cast:
    seated = seat()
    seated.open()
    return seated


@pytest.fixture
def filed(cast: Cast) -> Cast:
    """The agency's report has been sent, its first output with evidence."""
    add_link(first(cast), DECISION, "https://example.org/d", by=cast.contact, at=NOW)
    sent(cast.report(), cast.contact)
    return cast


def first(cast: Cast) -> Entry:
    return cast.report().entries.of_outputs()[0]


def signed_in(actor: Actor) -> Client:
    client = Client()
    sign_in(client, User.objects.get(pk=actor.user_id or 0))
    return client


def decided(cast: Cast, decision: str, **more: str) -> dict[str, str]:
    return {"seen": str(first(cast).version), "decision": decision, **more}


def test_the_queue_names_what_waits_and_how_long(filed: Cast) -> None:
    page = signed_in(filed.coordinator).get(QUEUE).content.decode()
    assert "3 outputs wait to be verified" in page
    assert "5 working days left" in page
    assert FIRST in page


def test_the_clock_says_when_it_is_late(filed: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    late = NOW + timedelta(days=8)
    monkeypatch.setattr("followthrough.desk.views.verify.now", lambda: late)
    page = signed_in(filed.coordinator).get(QUEUE).content.decode()
    assert "1 working day late" in page


def test_verified_leads_to_the_next_that_waits(filed: Cast) -> None:
    answer = signed_in(filed.coordinator).post(FIRST, decided(filed, "verify", **TICKS))
    assert answer.headers["Location"] == SECOND
    assert first(filed).state == EntryState.VERIFIED


def test_the_four_ticks_are_never_there_by_themselves(filed: Cast) -> None:
    page = signed_in(filed.coordinator).get(FIRST).content.decode()
    assert "checked" not in page
    ticked = signed_in(filed.coordinator).post(FIRST, {"all": "1"}).content.decode()
    assert ticked.count("checked>") == len(TICKS)
    assert first(filed).state == EntryState.SUBMITTED


def test_what_the_evidence_does_not_show_is_not_verified(filed: Cast) -> None:
    page = signed_in(filed.coordinator).post(FIRST, decided(filed, "verify", opens="on"))
    assert "Verify only what you saw" in page.content.decode()
    assert first(filed).state == EntryState.SUBMITTED


def test_sent_back_with_a_comment_by_a_mail_that_leads_to_the_field(filed: Cast) -> None:
    client = signed_in(filed.coordinator)
    client.post(FIRST, decided(filed, "send_back", comment="Which decision?"))
    assert first(filed).state == EntryState.RETURNED
    mail = Message.objects.filter(key__startswith="returned:")[0]
    assert "Which decision?" in mail.body
    found = re.search(r"/\w+/my/reports/\S+", mail.body)
    assert found and signed_in(filed.contact).get(found[0]).status_code == 200


def test_sending_back_without_a_word_is_refused(filed: Cast) -> None:
    page = signed_in(filed.coordinator).post(FIRST, decided(filed, "send_back"))
    assert "Write what is missing" in page.content.decode()
    assert first(filed).state == EntryState.SUBMITTED


def test_a_note_lets_it_be_published(filed: Cast) -> None:
    signed_in(filed.coordinator).post(FIRST, decided(filed, "note", comment="It is offline."))
    assert first(filed).is_noted


def test_an_edit_meanwhile_is_shown_before_anything_is_decided(filed: Cast) -> None:
    old = decided(filed, "verify", **TICKS)
    entry = first(filed)
    values = progress("substantial", "More was done.")
    save_entry(entry, values, seen=entry.version, by=filed.contact, at=NOW)
    page = signed_in(filed.coordinator).post(FIRST, old, follow=True).content.decode()
    assert "has changed this output" in page and "More was done." in page
    assert first(filed).state == EntryState.SUBMITTED


def test_an_expected_finish_is_shown_where_there_was_no_report_before(cast: Cast) -> None:
    report, values = filled(cast.report(), cast.contact), replace(progress(), expected_on=FINISH)
    save_entry(first(cast), values, seen=first(cast).version, by=cast.contact, at=NOW)
    submit(report, clearance=Clearance(), by=cast.contact, at=NOW)

    page = signed_in(cast.coordinator).get(FIRST)

    assert "Q4 2026" in page.content.decode()


def test_the_last_decision_leads_to_the_report_which_is_published_once(cast: Cast) -> None:
    verified(cast.report(), cast.contact, cast.coordinator)
    client = signed_in(cast.coordinator)
    assert "Publish the report" in client.get(REPORT).content.decode()
    for _ in range(2):
        assert client.post(f"{REPORT}publish/").headers["Location"] == REPORT
    assert cast.report().state == ReportState.PUBLISHED


def test_an_unfinished_report_is_not_published(filed: Cast) -> None:
    page = signed_in(filed.coordinator).post(f"{REPORT}publish/", follow=True)
    assert "once every entry is verified" in page.content.decode()
    assert filed.report().state == ReportState.SUBMITTED


def test_the_deputy_chair_sees_the_coordinators_reports_only(filed: Cast) -> None:
    sent(filed.report("mlga"), filed.mlga_contact)
    client = signed_in(filed.deputy_chair)
    page = client.get(QUEUE).content.decode()
    assert "16" in page or "17" in page
    assert "/2026-H1/mlga/" in page and FIRST not in page
    assert client.get(FIRST).status_code == 404
    assert client.get(f"{QUEUE}2026-H1/mlga/XK0018/1/").status_code == 200


def test_the_coordinator_reads_their_own_report_but_decides_nothing(filed: Cast) -> None:
    sent(filed.report("mlga"), filed.mlga_contact)
    client = signed_in(filed.coordinator)
    url = f"{QUEUE}2026-H1/mlga/XK0018/1/"
    assert "/2026-H1/mlga/" not in client.get(QUEUE).content.decode()
    assert 'name="decision"' not in client.get(url).content.decode()
    sent_anyway = client.post(url, {"seen": "2", "decision": "verify"})
    assert sent_anyway.status_code == 403


def test_strangers_and_drafts(cast: Cast) -> None:
    assert signed_in(cast.contact).get(QUEUE).status_code == 403
    assert signed_in(cast.member).get(FIRST).status_code == 403
    assert Client().get(QUEUE).status_code == 302
    # A draft is nobody's but its institution's.
    assert signed_in(cast.coordinator).get(FIRST).status_code == 404
    assert signed_in(cast.coordinator).post(QUEUE).status_code == 405
    assert signed_in(cast.coordinator).get(f"{REPORT}publish/").status_code == 405
    assert signed_in(appoint(Role.TRANSLATOR, "mlga")).get(QUEUE).status_code == 403


def test_pages_take_a_fixed_number_of_queries(
    filed: Cast, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(filed.coordinator)
    with django_assert_max_num_queries(20):
        client.get(QUEUE)
    with django_assert_max_num_queries(20):
        client.get(FIRST)
