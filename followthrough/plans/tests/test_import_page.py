"""Writing a page into a plan: twice the same as once, and nothing overwritten unasked."""

import pytest

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import GRANTS, Actor, NotAllowed, Role
from followthrough.audit.models import Event
from followthrough.lib.text import State
from followthrough.plans.importers.pages.answers import AnswerUnusable
from followthrough.plans.importers.pages.facts import PageFacts
from followthrough.plans.models import Commitment, ImportedPage, Output, Plan, PolicyArea
from followthrough.plans.operations.import_page import (
    PageRefused,
    Undecided,
    differences,
    import_commitment,
    page_changes,
)
from followthrough.plans.tests.page_cast import answered, facts, imported, plan, with_changes
from followthrough.plans.tests.test_import_plan import AT

pytestmark = pytest.mark.django_db

RETITLED = ("Clean rivers through", "Cleaner rivers through")


def undecided(read: PageFacts, into: Plan) -> Undecided:
    with pytest.raises(Undecided) as waiting:
        imported(read, into)
    return waiting.value


def decided(read: PageFacts, into: Plan, value: str) -> None:
    doubts = undecided(read, into).doubts
    imported(read, into, with_changes(answered(read), doubts, value))


def test_a_whole_page_is_written() -> None:
    commitment = imported(facts(), plan()).commitment
    assert (commitment.key, commitment.number) == ("ZZ0001", 1)
    assert commitment.title.texts["en"] == facts().title
    assert commitment.problem.original == "en"
    assert not commitment.accountability
    assert [row.milestone.number for row in commitment.outputs.all()] == [1, 1, 2, 2, 2, 3]
    assert {area.list_version for area in commitment.policy_areas.all()} == {"2026", "2030"}


def test_deadlines_are_the_answers_of_the_person() -> None:
    answers = answered(facts(), milestone_2_output_3_deadline="Q1 2027")
    commitment = imported(facts(), plan(), answers).commitment
    words = [row.current_deadline for row in commitment.outputs.order_by("number")]
    assert [str(deadline) for deadline in words] == [
        *("Q2 2026", "Q2 2026"),
        *("Continuous (2026-2028)", "Continuous (2026-2028)", "Q1 2027"),
        "Q4 2028",
    ]


def test_institutions_by_role_and_sector() -> None:
    commitment = imported(facts(), plan()).commitment
    rows = commitment.involved.values_list("role", "institution__slug", "sector")
    assert list(rows) == [
        ("lead", "ministry-of-samples", "government"),
        ("supporting", "ministry-of-samples", "government"),
        ("supporting", "watchdog", "civil_society"),
        ("supporting", "water-mills", "other"),
    ]
    assert Institution.objects.get(slug="water-mills").name.texts == {"en": "Union of Water Mills"}


def test_one_event_that_says_what_was_imported() -> None:
    outcome = imported(facts(), plan())
    event = Event.objects.in_order().last()
    assert event and outcome.event == event
    assert (event.verb, event.subject, event.is_public) == (
        "commitment.imported",
        "commitment:ZZ0001",
        True,
    )
    assert event.payload["page_sha256"] == facts().digest


def test_twice_is_the_same_as_once() -> None:
    into = plan()
    imported(facts(), into)
    before = Event.objects.count()
    outcome = imported(facts("saved.htm"), into)
    assert (outcome.event, outcome.changes) == (None, [])
    assert (Event.objects.count(), ImportedPage.objects.count()) == (before, 1)


def test_a_changed_page_waits_for_a_person() -> None:
    into = plan()
    imported(facts(), into)
    changed = facts("full.txt", RETITLED)
    (doubt,) = undecided(changed, into).doubts
    assert doubt.key == "change-title"
    assert "The plan: Clean rivers" in doubt.text
    assert "The page: Cleaner rivers" in doubt.text
    assert Commitment.objects.get().title.texts["en"].startswith("Clean rivers")


@pytest.mark.parametrize(("value", "title"), [("keep", "Clean rivers"), ("page", "Cleaner rivers")])
def test_the_person_decides_which_counts(value: str, title: str) -> None:
    into = plan()
    imported(facts(), into)
    decided(facts("full.txt", RETITLED), into, value)
    assert Commitment.objects.get().title.texts["en"].startswith(title)
    assert ImportedPage.objects.count() == 2


def test_what_was_decided_is_not_asked_again() -> None:
    into = plan()
    imported(facts(), into)
    changed = facts("full.txt", RETITLED)
    answers = with_changes(answered(changed), undecided(changed, into).doubts, "keep")
    imported(changed, into, answers)
    assert imported(changed, into, answers).event is None


def test_a_change_makes_translations_stale() -> None:
    into = plan()
    commitment = imported(facts(), into).commitment
    commitment.title = commitment.title.with_translation("sq", "Lumenj", State.TRANSLATED)
    commitment.save()
    decided(facts("full.txt", RETITLED), into, "page")
    assert Commitment.objects.get().title.state("sq") is State.STALE


def test_rows_that_come_and_go() -> None:
    into = plan()
    imported(facts(), into)
    fewer = facts(
        "full.txt", ("Report of the anglers read in public. ", ""), ("Q4 2028", "Q3 2028")
    )
    decided(fewer, into, "page")
    assert [str(row.title) for row in Output.objects.order_by("number")][2:4] == [
        "Weekly figures on the map",
        "Plan mended",
    ]
    decided(facts(), into, "page")
    assert Output.objects.count() == 6
    assert imported(facts(), into).event is None


def test_a_new_row_of_the_table() -> None:
    into = plan()
    imported(facts(), into)
    row = "Feast for the anglers | Feast held | Q1 2029 | Lead: RM"
    decided(facts("full.txt", ("\n\n\nCommitments", f"\n\n{row}\n\nCommitments")), into, "page")
    assert Commitment.objects.get().milestones.count() == 4
    decided(facts(), into, "page")
    assert Commitment.objects.get().milestones.count() == 3


def test_what_only_the_page_says_of_itself_is_kept_with_it() -> None:
    into = plan()
    imported(facts(), into)
    active = facts("full.txt", ("Status:", "Status: Active"))
    assert [change.field for change in page_changes(active)] == ["heading status"]
    imported(active, into)
    assert ImportedPage.objects.count() == 2


def test_a_commitment_of_the_plan_file_is_not_overwritten() -> None:
    into = plan(commitments=1)
    doubts = {doubt.key for doubt in undecided(facts(), into).doubts}
    assert {"change-title", "change-summary", "change-milestone-1-title"} <= doubts
    assert "change-problem" not in doubts
    decided(facts(), into, "keep")
    commitment = Commitment.objects.get()
    assert commitment.title.texts["en"] == "Commitment 1"
    # Its text exists in Serbian only: the page's English is a translation of it.
    assert commitment.problem.state("en") is State.TRANSLATED
    assert commitment.causes.texts == {"en": facts().answers["causes"].value}


def test_what_the_page_does_not_speak_of_stays() -> None:
    into = plan(commitments=1)
    decided(
        facts("compact.txt", ("ZZ0003", "ZZ0001"), ("\nDescription", "\nDescription")), into, "page"
    )
    assert Commitment.objects.get().milestones.count() == 3
    assert Commitment.objects.get().problem


def test_an_adopted_plan_refuses_changes() -> None:
    into = plan(is_adopted=True)
    with pytest.raises(PageRefused, match="only through an adjustment"):
        imported(facts(), into)
    assert not Commitment.objects.exists()


def test_an_adopted_plan_keeps_the_page() -> None:
    into = plan(commitments=1, is_adopted=True)
    decided(facts(), into, "keep")
    assert ImportedPage.objects.count() == 1
    assert not Commitment.objects.get().causes


def test_the_page_of_another_plan() -> None:
    read = facts("full.txt", ("ZZ0001", "YY0001"), ("/zz0001/", "/yy0001/"))
    with pytest.raises(PageRefused, match="YY0001 is no commitment of the plan “sample-2030-2032”"):
        imported(read, plan())


def test_a_code_that_is_none() -> None:
    read = facts("full.txt", ("/zz0001/", "/yy0001/"))
    with pytest.raises(AnswerUnusable, match="“YY01” is not a code such as XK0018"):
        imported(read, plan(), answered(read, code="YY01"))


def test_a_language_the_plan_does_not_have() -> None:
    read = facts("french.txt")
    with pytest.raises(PageRefused, match="Import the page in one of: sq, sr-latn, en."):
        imported(read, plan(), answered(read, language="fr"))


def test_an_unknown_institution_stops_everything() -> None:
    answers = answered(facts(), institution_friends_of_the_pike=["pikes"])
    with pytest.raises(AnswerUnusable, match="there is no institution “pikes”. Correct the short"):
        imported(facts(), plan(), answers)
    assert not Commitment.objects.exists()
    assert not Institution.objects.filter(slug="water-mills").exists()


def test_one_code_stands_in_one_plan() -> None:
    other = plan(commitments=1)
    into = Plan.objects.get(pk=other.pk)
    into.pk, into.slug = None, "another"
    into.save()
    with pytest.raises(PageRefused, match="already stands in the plan “sample-2030-2032”"):
        imported(facts(), into)


def test_differences_are_read_only() -> None:
    into = plan(commitments=1)
    assert len(differences(facts(), answered(facts()), into)) > 10
    assert not ImportedPage.objects.exists()
    assert not PolicyArea.objects.filter(list_version="2026").exists()


def test_who_may_not() -> None:
    stranger = Actor("post:stranger", Role.COORDINATOR)
    into = plan()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(GRANTS, Role.COORDINATOR, {})
        with pytest.raises(NotAllowed):
            import_commitment(facts(), answered(facts()), plan=into, by=stranger, at=AT)
