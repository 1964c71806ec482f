"""Importing a plan: all or nothing, twice the same as once, and seen before it is written."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import CONSOLE, GRANTS, Actor, NotAllowed, Role
from followthrough.audit.models import Event
from followthrough.plans.importers.difference import Kind
from followthrough.plans.importers.plan_file import read_plan, write_plan
from followthrough.plans.models import Commitment, Deadline, MethodVersion, Output, Plan
from followthrough.plans.operations.import_plan import (
    ImportRefused,
    Outcome,
    import_plan,
    preview,
)
from followthrough.plans.queries import Document, plan_document
from followthrough.plans.tests.sample import continuous, quarter, sample_document, text

AT = datetime(2030, 2, 3, 12, tzinfo=UTC)
BUNDLED = Path(__file__).parents[2] / "demo" / "kosovo-2026-2028.json"

pytestmark = pytest.mark.django_db


def imported(document: Document, *, remove: bool = False) -> Outcome:
    return import_plan(document, by=CONSOLE, at=AT, remove=remove)


def stored() -> bytes:
    return write_plan(plan_document(Plan.objects.get(slug="sample-2030-2032")))


def output(document: Document, commitment: int = 0, milestone: int = 0, at: int = 0) -> Document:
    found: Document = document["commitments"][commitment]["milestones"][milestone]["outputs"][at]
    return found


def adopted(document: Document) -> Document:
    document["plan"]["adoption"] = {"body": text(en="Government"), "on": "2030-01-05", "act": "1"}
    return document


def test_what_is_imported_is_exported_byte_for_byte() -> None:
    document = sample_document()
    imported(document)
    assert stored() == write_plan(document)


def test_the_bundled_plan_survives_import_and_export() -> None:
    if not BUNDLED.exists():
        pytest.skip("no bundled plan yet")
    document = read_plan(BUNDLED.read_bytes())
    outcome = imported(document)
    assert write_plan(plan_document(outcome.plan)) == write_plan(document)


def test_an_import_is_one_public_event() -> None:
    outcome = imported(sample_document())
    event = Event.objects.get()
    assert outcome.event == event
    assert (event.verb, event.subject) == ("plan.imported", "plan:sample-2030-2032")
    assert event.is_public and event.by == CONSOLE.name
    assert event.payload["added"]["output"] == 75


def test_a_second_import_writes_nothing() -> None:
    imported(sample_document())
    with CaptureQueriesContext(connection) as queries:
        outcome = imported(sample_document())
    assert outcome.event is None and outcome.changes == []
    assert Event.objects.count() == 1
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert written == []


def test_a_preview_writes_nothing_and_lists_what_is_new() -> None:
    seen = preview(sample_document(1))
    assert not Plan.objects.exists()
    assert seen.refusals == []
    assert {change.kind for change in seen.changes} == {Kind.ADDED}
    assert "commitment 1, output 15" in {change.where for change in seen.changes}


def test_a_change_is_listed_before_and_after() -> None:
    imported(sample_document())
    document = sample_document()
    document["commitments"][1]["title"]["sq"] = "Titull i ri"
    (change,) = imported(document).changes
    assert (change.where, change.field) == ("commitment 2 (ZZ0002)", "title.sq")
    assert (change.before, change.after) == ("Angazhimi 2", "Titull i ri")
    assert stored() == write_plan(document)


def test_the_log_keeps_no_machine_draft() -> None:
    document = sample_document()
    document["method"]["adoption"] = None
    imported(document)
    document["method"]["definitions"][0]["meaning"]["sq"] = "Sekret"
    imported(document)
    line = Event.objects.latest("sequence").payload["changed"]
    assert line == [{"where": "definition completion/limited", "field": "meaning.sq"}]


def every_change(document: Document) -> None:
    document["plan"]["title"]["en"] = "Renamed"
    document["plan"]["languages"][2]["official"] = True
    document["method"]["version"] = "1.0"
    document["policy_areas"]["areas"][0]["name"]["sq"] = "Integriteti"
    document["institutions"][0]["kind"] = "other"
    first = document["commitments"][0]
    first |= {"policy_areas": ["unused"], "funding": {"state": "none", "until": None}}
    first["involved"].reverse()
    first["involved"][0]["role"], first["involved"][1]["role"] = "lead", "supporting"
    first["milestones"][1]["involved"] = [first["involved"][0]]
    first["milestones"][0]["deadline_words"] = "Q4 2030"
    moved = first["milestones"][0]["outputs"].pop()
    first["milestones"][1]["outputs"].insert(0, moved)
    output(document)["deadline"] = quarter(2032, 4)
    output(document, at=1)["current_deadline"] = quarter(2032, 3)
    output(document, at=2)["deadline"] = None


def test_every_kind_of_change_is_written() -> None:
    imported(sample_document())
    document = sample_document()
    every_change(document)
    document = read_plan(write_plan(document))
    imported(document)
    assert stored() == write_plan(document)
    assert preview(document).changes == []


def test_a_changed_deadline_is_another_row_and_the_old_one_stays_as_it_was() -> None:
    imported(sample_document(1))
    before = Output.objects.get(number=1).original_deadline
    document = sample_document(1)
    output(document)["deadline"] = continuous(12)
    imported(document)
    after = Output.objects.get(number=1).original_deadline
    assert before and after and before.pk != after.pk
    assert Deadline.objects.get(pk=before.pk).due == before.due


def test_outputs_with_the_same_deadline_share_its_row() -> None:
    imported(sample_document(40))
    dues = [row.due for row in Deadline.objects.all()]
    assert len(set(dues)) == len(dues) < Output.objects.count() / 10


def test_a_new_current_deadline_keeps_the_original_row() -> None:
    imported(sample_document(1))
    before = Output.objects.get(number=1)
    document = sample_document(1)
    output(document)["current_deadline"] = continuous(12)
    imported(document)
    after = Output.objects.get(number=1)
    assert after.original_deadline_id == before.original_deadline_id != after.current_deadline_id


def test_rows_that_left_the_file_stay_unless_removal_is_asked_for() -> None:
    imported(sample_document())
    outcome = imported(sample_document(4))
    assert {change.kind for change in outcome.kept} == {Kind.REMOVED}
    assert outcome.event is None and Commitment.objects.count() == 5
    assert imported(sample_document(4), remove=True).event
    assert stored() == write_plan(sample_document(4))
    used = Output.objects.values_list("original_deadline", "current_deadline")
    assert Deadline.objects.count() == len({pk for pair in used for pk in pair if pk})


def test_steps_and_definitions_are_removed_on_request() -> None:
    document = sample_document()
    document["method"]["adoption"] = None
    imported(document)
    document["method"]["definitions"].pop()
    del document["commitments"][0]["milestones"][2]
    del document["commitments"][1]["milestones"][0]["outputs"][0]
    imported(document, remove=True)
    assert stored() == write_plan(document)


def test_a_code_given_later_names_the_same_commitment() -> None:
    imported(sample_document())
    before = Commitment.objects.get(number=3)
    document = sample_document()
    document["commitments"][2]["code"] = "ZZ0003"
    (change,) = imported(document).changes
    assert change.field == "code"
    assert Commitment.objects.get(code="ZZ0003").pk == before.pk


def test_two_commitments_swap_their_numbers() -> None:
    imported(sample_document())
    before = Commitment.objects.get(code="ZZ0001").pk
    document = sample_document()
    one, two, *_ = document["commitments"]
    one["number"], two["number"] = 2, 1
    document = read_plan(write_plan(document))
    imported(document)
    assert stored() == write_plan(document)
    assert Commitment.objects.get(code="ZZ0001", number=2).pk == before


def test_a_number_still_taken_is_refused_and_free_after_removal() -> None:
    imported(sample_document())
    document = sample_document()
    del document["commitments"][1]
    document["commitments"][0]["number"] = 2
    with pytest.raises(ImportRefused, match="has this number"):
        imported(document)
    imported(document, remove=True)
    assert stored() == write_plan(document)


def test_a_code_of_another_plan_is_refused() -> None:
    imported(sample_document())
    document = sample_document()
    document["plan"]["slug"] = "another"
    with pytest.raises(ImportRefused, match="already has this code"):
        imported(document)
    assert Plan.objects.count() == 1


def test_a_second_plan_shares_institutions_areas_and_method() -> None:
    imported(sample_document())
    document = sample_document()
    document["plan"]["slug"] = "another"
    document["commitments"] = []
    outcome = imported(document)
    assert [change.where for change in outcome.changes] == ["plan"]
    assert Institution.objects.count() == 3 and MethodVersion.objects.count() == 1


FORBIDDEN: list[tuple[str, Any]] = [
    ("plan", lambda d: d["plan"]["title"].update(en="Other")),
    ("plan", lambda d: d["plan"].update(ends_on="2033-12-31")),
    ("plan", lambda d: d["plan"].update(adoption=None)),
    ("ommitment 1 ", lambda d: d["commitments"][0]["title"].update(en="Other")),
    ("ommitment 1 ", lambda d: d["commitments"][0].update(causes=text(en="New"))),
    ("ommitment 1 ", lambda d: d["commitments"][0].update(involved=[])),
    ("ommitment 1 ", lambda d: d["commitments"][0].update(code="ZZ9999")),
    ("output 1", lambda d: output(d).update(deadline=quarter(2032, 1))),
    ("output 1", lambda d: output(d).update(current_deadline=quarter(2032, 1))),
    ("output 5", lambda d: output(d, at=4).update(deadline=quarter(2032, 1))),
    ("added", lambda d: d["commitments"].append({**d["commitments"][0], "number": 9, "code": ""})),
]


@pytest.mark.parametrize(("where", "change"), FORBIDDEN)
def test_an_adopted_plan_refuses_changed_text_and_dates(where: str, change: Any) -> None:
    imported(adopted(sample_document()))
    document = adopted(sample_document())
    change(document)
    with pytest.raises(ImportRefused, match=where) as refused:
        imported(document)
    assert "adjustment" in refused.value.sentences[0]
    assert stored() == write_plan(adopted(sample_document()))


def test_an_adopted_plan_takes_codes_translations_funding_and_areas() -> None:
    imported(adopted(sample_document()))
    document = adopted(sample_document())
    third = document["commitments"][2]
    third |= {"code": "ZZ0003", "policy_areas": [], "unconfirmed": []}
    third["funding"] = {"state": "secured", "until": None}
    output(document)["title"]["sr-latn"] = "Očekivani rezultat"
    del third["summary"]["states"]
    third["summary"]["sq"] = "Tani i saktë"
    document = read_plan(write_plan(document))
    assert imported(document).event
    assert stored() == write_plan(document)


def test_an_adopted_plan_keeps_what_the_file_left_out() -> None:
    imported(adopted(sample_document()))
    with pytest.raises(ImportRefused, match="removed"):
        imported(adopted(sample_document(4)), remove=True)
    assert len(imported(adopted(sample_document(4))).kept) == 19


def test_an_adopted_method_refuses_another_meaning() -> None:
    imported(sample_document())
    document = sample_document()
    document["method"]["definitions"][1]["label"]["en"] = "Gold"
    with pytest.raises(ImportRefused, match="new version"):
        imported(document)


def test_importing_takes_the_permission(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GRANTS, Role.COORDINATOR, {})
    with pytest.raises(NotAllowed):
        import_plan(sample_document(), by=Actor("post:x", Role.COORDINATOR), at=AT)
    assert not Plan.objects.exists()


def test_an_adoption_in_a_file_takes_the_permission_to_adopt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rights = {one: reach for one, reach in GRANTS[Role.COORDINATOR].items() if one != "adopt_plan"}
    monkeypatch.setitem(GRANTS, Role.COORDINATOR, rights)
    coordinator = Actor("post:x", Role.COORDINATOR)
    with pytest.raises(NotAllowed):
        import_plan(adopted(sample_document()), by=coordinator, at=AT)
    assert import_plan(sample_document(), by=coordinator, at=AT).event


def test_a_failure_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*args: object, **options: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("followthrough.plans.operations.import_plan.record", full_disk)
    with pytest.raises(sqlite3.OperationalError):
        imported(sample_document())
    assert not Plan.objects.exists() and not Institution.objects.exists()


def test_the_document_is_read_in_the_same_number_of_queries_whatever_its_size() -> None:
    small = imported(sample_document(1)).plan
    with CaptureQueriesContext(connection) as few:
        plan_document(small)
    large = imported(sample_document(20)).plan
    with CaptureQueriesContext(connection) as many:
        plan_document(large)
    assert len(few) == len(many) <= 10


def test_an_import_takes_few_queries() -> None:
    with CaptureQueriesContext(connection) as queries:
        imported(sample_document(20))
    assert len(queries) < 60
