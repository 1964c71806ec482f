"""Completing a plan before its adoption; after it nothing moves but by an adjustment."""

from datetime import UTC, date, datetime

import pytest

from followthrough.accounts.permissions import CLOCK, CONSOLE, NotAllowed
from followthrough.audit.models import Event
from followthrough.demo import bundled
from followthrough.lib.text import State, TranslatedText, text_in
from followthrough.plans.models import Commitment, Output, Plan
from followthrough.plans.operations import edit_parts
from followthrough.plans.operations.adopt import Adoption, adopt_method, adopt_plan
from followthrough.plans.operations.edit_parts import DoubtfulDeadline
from followthrough.plans.operations.edit_plan import (
    Adopted,
    EditRefused,
    Overtaken,
    Place,
    digest,
)
from followthrough.plans.queries import plan_document

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
XK0018, OUTPUT = Place(5), Place(5, output=2)
BODY = TranslatedText("sq", {"sq": "Qeveria", "sr-latn": "Vlada", "en": "Government"})
ACT = Adoption(BODY, date(2026, 4, 30), "05/2026")


@pytest.fixture
def plan(db: None) -> Plan:
    bundled.load(at=AT)
    return Plan.objects.get()


def seen(plan: Plan, place: Place) -> str:
    return digest(place.find(plan_document(plan)))


def retitle(plan: Plan, words: str, version: str) -> None:
    title = Commitment.objects.get(code="XK0018").title.with_original(words)
    edit_parts.edit_fields(plan, XK0018, {"title": title}, seen=version, by=CONSOLE, at=AT)


def edits() -> int:
    return Event.objects.filter(verb="plan.edited", is_public=True).count()


def test_a_changed_original_makes_translations_stale_and_is_logged_once(plan: Plan) -> None:
    version = seen(plan, XK0018)
    retitle(plan, "A shorter title", version)
    retitle(plan, "A shorter title", version)
    assert Commitment.objects.get(code="XK0018").title.state("sq") is State.STALE
    assert edits() == 1


def test_who_saw_an_older_text_is_shown_both(plan: Plan) -> None:
    version = seen(plan, XK0018)
    retitle(plan, "A shorter title", version)
    with pytest.raises(Overtaken) as refused:
        retitle(plan, "Another title", version)
    assert refused.value.current["title"]["en"] == "A shorter title"


def test_a_deadline_is_read_from_the_plans_own_words(plan: Plan) -> None:
    edit_parts.set_deadline(plan, OUTPUT, "Q3 2027", seen=seen(plan, OUTPUT), by=CONSOLE, at=AT)
    output = Output.objects.get(commitment__code="XK0018", number=2)
    assert output.original_deadline == output.current_deadline
    assert output.current_deadline and output.current_deadline.ends_on == date(2027, 9, 30)


@pytest.mark.parametrize("words", ["4/1/2027", "Spring 2027", "Q1 2027, Q2 2027"])
def test_a_doubtful_deadline_asks(plan: Plan, words: str) -> None:
    with pytest.raises(DoubtfulDeadline):
        edit_parts.set_deadline(plan, OUTPUT, words, seen=seen(plan, OUTPUT), by=CONSOLE, at=AT)


def test_milestones_and_outputs_are_added_moved_and_removed(plan: Plan) -> None:
    edit_parts.add_milestone(plan, 4, text_in("en", "Open the data"), by=CONSOLE, at=AT)
    edit_parts.add_milestone(plan, 4, text_in("en", "Use them"), by=CONSOLE, at=AT)
    first = Place(4, milestone=1)
    edit_parts.add_output(plan, first, text_in("en", "A set"), "Q4 2026", by=CONSOLE, at=AT)
    edit_parts.move_output(plan, Place(4, output=1), 2, by=CONSOLE, at=AT)
    assert Output.objects.get(commitment__number=4).milestone.number == 2
    edit_parts.remove(plan, first, by=CONSOLE, at=AT)
    edit_parts.remove(plan, Place(4, output=1), by=CONSOLE, at=AT)
    edit_parts.remove(plan, Place(4, output=1), by=CONSOLE, at=AT)
    assert [one.number for one in Commitment.objects.get(number=4).milestones.all()] == [2]


def test_a_milestone_with_outputs_is_not_removed(plan: Plan) -> None:
    with pytest.raises(EditRefused):
        edit_parts.remove(plan, Place(5, milestone=1), by=CONSOLE, at=AT)


def test_outputs_change_places_with_all_that_hangs_on_them(plan: Plan) -> None:
    row = Output.objects.get(commitment__number=5, number=1)
    assert edit_parts.reorder_output(plan, Place(5, output=1), 1, by=CONSOLE, at=AT)
    row.refresh_from_db()
    assert row.number == 2
    assert not edit_parts.reorder_output(plan, Place(5, output=1), -1, by=CONSOLE, at=AT)


def test_a_doubtful_point_is_confirmed_once(plan: Plan) -> None:
    version = seen(plan, Place())
    for _ in range(2):
        edit_parts.confirm(plan, Place(), "starts_on", seen=version, by=CONSOLE, at=AT)
    plan.refresh_from_db()
    assert plan.unconfirmed == ["ends_on", "adoption"] and edits() == 1


def test_an_institution_is_added_once(plan: Plan) -> None:
    body = {"slug": "new-body", "kind": "office", "sector": "government",
            "name": text_in("sq", "Zyra").to_json(), "short_name": {}}  # fmt: skip
    edit_parts.save_institution(plan, body, seen="", by=CONSOLE, at=AT)
    with pytest.raises(EditRefused):
        edit_parts.save_institution(plan, body, seen="", by=CONSOLE, at=AT)


def test_others_do_not_edit(plan: Plan) -> None:
    with pytest.raises(NotAllowed):
        edit_parts.confirm(plan, Place(), "starts_on", seen="", by=CLOCK, at=AT)


def test_adoption_is_recorded_once_and_freezes_the_plan(plan: Plan) -> None:
    adopt_plan(plan, ACT, by=CONSOLE, at=AT)
    adopt_plan(plan, ACT, by=CONSOLE, at=AT)
    assert Event.objects.filter(verb="plan.adopted").count() == 1
    with pytest.raises(EditRefused):
        adopt_plan(plan, Adoption(BODY, ACT.on, "06/2026"), by=CONSOLE, at=AT)
    plan.refresh_from_db()
    with pytest.raises(Adopted, match="30 April 2026"):
        retitle(plan, "Another title", seen(plan, XK0018))
    with pytest.raises(Adopted):
        edit_parts.set_deadline(plan, OUTPUT, "Q3 2027", seen=seen(plan, OUTPUT), by=CONSOLE, at=AT)
    with pytest.raises(Adopted):
        edit_parts.reorder_output(plan, Place(5, output=1), 1, by=CONSOLE, at=AT)
    with pytest.raises(Adopted):
        edit_parts.add_milestone(plan, 5, text_in("en", "More"), by=CONSOLE, at=AT)


@pytest.mark.parametrize(
    "wrong",
    [Adoption(BODY, date(2026, 6, 1), "1"), Adoption(BODY, ACT.on, " "),
     Adoption(text_in("sq", "Qeveria"), ACT.on, "1")],
)  # fmt: skip
def test_an_adoption_names_body_day_and_act(plan: Plan, wrong: Adoption) -> None:
    with pytest.raises(EditRefused):
        adopt_plan(plan, wrong, by=CONSOLE, at=AT)


def test_the_method_is_adopted_once(plan: Plan) -> None:
    assert adopt_method(plan, ACT, by=CONSOLE, at=AT).is_adopted
    adopt_method(plan, ACT, by=CONSOLE, at=AT)
    assert Event.objects.filter(verb="method.adopted").count() == 1
    with pytest.raises(NotAllowed):
        adopt_method(plan, ACT, by=CLOCK, at=AT)
