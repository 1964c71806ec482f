"""The answers file: every doubt is asked, no answer is lost, and none is used for other words."""

import tomllib
from pathlib import Path

import pytest

from followthrough.plans.importers.pages.answers import (
    Answers,
    AnswerUnusable,
    read_answers,
    render,
    write_answers,
)
from followthrough.plans.importers.pages.doubts import Kind, doubts_of
from followthrough.plans.importers.pages.settle import all_doubts, open_doubts, settle
from followthrough.plans.tests.page_cast import answered, facts

DEADLINE = "milestone-2-output-1-deadline"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A fresh answers file for the full page."""
    path = tmp_path / "full.answers.toml"
    write_answers(path, facts(), doubts_of(facts()), Answers(path.name))
    return path


def fill(path: Path, key: str, answer: str) -> None:
    head, _, rest = path.read_text().partition(f"[{key}]")
    filled = rest.replace('answer = ""', f"answer = {answer}", 1)
    path.write_text(f"{head}[{key}]{filled}")


def test_every_doubtful_fact_is_asked() -> None:
    asked = " ".join(doubt.text for doubt in doubts_of(facts()))
    doubtful = [fact for _, fact in facts().all_facts() if fact.is_doubtful]
    assert len(doubtful) > 4
    assert all(fact.raw in asked for fact in doubtful)


def test_the_points_of_the_full_page() -> None:
    keys = [doubt.key for doubt in doubts_of(facts())]
    assert "plan" in keys
    assert "question-3" in keys
    assert "milestone-2-title" in keys
    assert [f"milestone-2-output-{number}-deadline" in keys for number in (1, 2, 3, 4)] == [
        True,
        True,
        True,
        False,
    ]
    assert "institution-rm-and-mill-inspection" in keys


def test_one_wording_is_asked_once() -> None:
    (doubt,) = [one for one in doubts_of(facts()) if one.text == "Friends of the Pike"]
    assert doubt.lines == (68, 70)


def test_a_rerun_leaves_the_file_alone(path: Path) -> None:
    path.write_text(path.read_text() + "# my own note\n")
    before = path.read_bytes()
    assert not write_answers(path, facts(), doubts_of(facts()), read_answers(path))
    assert path.read_bytes() == before


def test_answers_survive_new_questions(path: Path) -> None:
    fill(path, DEADLINE, '"Q1 2027"')
    more = facts("full.txt", ("Lead: RM\n", "Lead: Gauge Office\n"))
    assert write_answers(path, more, doubts_of(more), read_answers(path))
    assert read_answers(path).given[DEADLINE].value == "Q1 2027"
    assert "institution-gauge-office" in path.read_text()


def test_an_answer_to_other_words_is_asked_again(path: Path) -> None:
    fill(path, DEADLINE, '"Q1 2027"')
    changed = facts("full.txt", ("(2026-2028), Q1 2027", "(2026-2028), Q3 2027"))
    assert DEADLINE in {doubt.key for doubt in open_doubts(changed, read_answers(path))}
    write_answers(path, changed, doubts_of(changed), read_answers(path))
    assert not read_answers(path).given[DEADLINE].is_filled
    assert '# Before the page changed, the answer was "Q1 2027"' in path.read_text()


def test_listed_outputs_are_asked_for_their_deadlines() -> None:
    read = facts("full.txt", ("Weekly figures on the map.", "weekly figures on the map;"))
    keys = [doubt.key for doubt in all_doubts(read, answered(read))]
    assert "milestone-2-outputs" in keys
    assert "milestone-2-output-1-deadline" in keys


def test_settled_it_holds_what_the_person_said() -> None:
    answers = answered(facts(), milestone_2_output_2_deadline="Q1 2027")
    second = settle(facts(), answers).milestones[1]
    words = [output.due.words for output in second.outputs if output.due]
    assert words == ["Continuous (2026-2028)", "Q1 2027", "Continuous (2026-2028)"]
    assert second.unconfirmed == ("title",)


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("plan", "no"),
        (DEADLINE, "Q3 2027"),
        (DEADLINE, "soon"),
        ("institution-rm", "mlga"),
        ("institution-rm", [1]),
        ("milestone-2-title", 2),
    ],
)
def test_an_answer_that_will_not_do(key: str, answer: object) -> None:
    answers = answered(facts(), **{key.replace("-", "_"): answer})
    with pytest.raises(AnswerUnusable, match=rf"^page.answers.toml, “{key}”: ") as refused:
        settle(facts(), answers)
    assert str(refused.value).endswith(".")


def test_a_missing_answer_is_named() -> None:
    with pytest.raises(AnswerUnusable, match='“plan”: there is no answer yet. Answer "yes".'):
        settle(facts(), Answers("page.answers.toml"))


def test_answers_for_another_page(path: Path) -> None:
    other = facts("stripped.txt")
    wrong = "full.answers.toml, “page”: these are the answers for ZZ0001, not for ZZ0002"
    with pytest.raises(AnswerUnusable, match=wrong):
        write_answers(path, other, doubts_of(other), read_answers(path))
    with pytest.raises(AnswerUnusable, match=wrong):
        settle(other, read_answers(path))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('[plan]\nanswer = "yes', r"the file cannot be read: .*; check the quotation marks"),
        ('plan = "yes"', "“plan”: this belongs under one of the points"),
        ("new-institution = 1", "“new-institution”: each new institution needs"),
    ],
)
def test_a_file_that_is_not_toml(path: Path, text: str, wrong: str) -> None:
    path.write_text(text)
    with pytest.raises(AnswerUnusable, match=wrong):
        read_answers(path)


@pytest.mark.parametrize("field", ["kind", "sector", "name"])
def test_a_new_institution_is_described_whole(field: str) -> None:
    answers = answered(facts())
    answers.institutions["gauges"] = {"kind": "agency", "sector": "government", "name": "G"}
    answers.institutions["gauges"][field] = ""
    with pytest.raises(AnswerUnusable, match="“new-institution.gauges”"):
        settle(facts(), answers)


@pytest.mark.parametrize("nasty", ['"""', "a\\b", "\x7f", "ë”\u2028", "a\tb", "]\n[plan]"])
def test_any_words_are_written_safely(nasty: str) -> None:
    read = facts("full.txt", ("Friends of the Pike", f"Friends {nasty} Pike"))
    tables = tomllib.loads(render(read, doubts_of(read), Answers("x")))
    assert tables["page"] == "ZZ0001"
    assert all(isinstance(doubt.kind, Kind) for doubt in doubts_of(read))
