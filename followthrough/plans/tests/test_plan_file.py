"""Plan files: the same bytes out as in, and one plain sentence for whatever does not fit."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from followthrough.accounts.models import InstitutionKind, Sector
from followthrough.lib.deadlines import Precision
from followthrough.lib.text import State
from followthrough.plans.importers.plan_file import (
    MEGABYTE,
    PlanFileError,
    read_plan,
    write_plan,
)
from followthrough.plans.importers.plan_schema import SCHEMA
from followthrough.plans.models import ANSWERS, DefinitionKind, FundingState, InvolvementRole
from followthrough.plans.queries import FORMAT, Document
from followthrough.plans.tests.sample import sample_document

Change = Callable[[Any], Any]


def refusals(data: bytes) -> list[str]:
    """The sentences of the refusal; each must be one a terminal can print."""
    with pytest.raises(PlanFileError) as refused:
        read_plan(data)
    for sentence in refused.value.sentences:
        assert "\n" not in sentence and sentence.encode()
        assert sentence.endswith((".", ")."))
    return refused.value.sentences


def put(path: str, value: Any) -> Change:
    """Set what stands at a path of dots and numbers."""

    def change(document: Any) -> None:
        *above, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in above:
            document = document[step]
        document[last] = value

    return change


def test_a_canonical_file_is_read_and_written_byte_for_byte() -> None:
    data = write_plan(sample_document())
    assert write_plan(read_plan(data)) == data
    assert data.endswith(b"}\n") and "Пример".encode() in data


def test_order_white_space_and_line_ends_do_not_matter() -> None:
    document = sample_document()
    document["institutions"].reverse()
    document["commitments"].reverse()
    document["commitments"][0]["milestones"].reverse()
    document["commitments"][0]["involved"].reverse()
    document["plan"]["title"]["sq"] = "  Plani shembull 2030–2032\r\n"
    backwards = {name: document[name] for name in reversed(document)}
    assert read_plan(b"\xef\xbb\xbf" + json.dumps(backwards).encode()) == sample_document()


def test_what_says_nothing_is_left_out() -> None:
    document = sample_document()
    output = document["commitments"][0]["milestones"][0]["outputs"][0]
    output["current_deadline"] = dict(output["deadline"])
    output["title"] |= {"sr-latn": "", "states": {}}
    document["commitments"][0]["additional"] = {"original": "en", "en": " "}
    assert read_plan(json.dumps(document).encode()) == sample_document()


NOT_PLANS = {
    "empty": (b"", "empty"),
    "blank": (b" \n" * 99, "empty"),
    "binary": (b"\x89PNG\r\n\0\0", "not a text file"),
    "utf-16": ('{"format": 1}'.encode("utf-16"), "not a text file"),
    "latin": ('{"format":\n "Përmbledhje"}'.encode("cp1252"), "Line 2: this is not UTF-8"),
    "50 MB": (b"x" * 50 * MEGABYTE, "The file has 50 MB"),
    "cut": (write_plan(sample_document(1))[:-1000], "cut off"),
    "cut in a text": (b'{"format": "followthr', "cut off"),
    "no JSON": (b"Dear Sir or Madam", "Line 1, column 1: the JSON is broken here"),
    "comma": (b'{\n"format": "x",\n}', "the JSON is broken here"),
    "other JSON": (b"[1, 2]", "not a plan file"),
    "other format": (b'{"format": "other/1"}', "not a plan file"),
    "deep": (b"[" * 200_000, "nested too deeply"),
    "digits": (b'{"format": 1' + b"0" * 9000 + b"}", "thousands of digits"),
    "not a number": (b'{"format": NaN}', "NaN stands"),
}


@pytest.mark.parametrize("name", NOT_PLANS)
def test_what_is_no_plan_file_is_refused_in_one_sentence(name: str) -> None:
    data, expected = NOT_PLANS[name]
    (sentence,) = refusals(data)
    assert expected in sentence


OUTPUT = "commitments.0.milestones.0.outputs.0"
FAULTS: dict[str, tuple[Change, str]] = {
    "missing": (lambda d: d["plan"].pop("slug"), "plan.slug: this is missing"),
    "unknown name": (put("commitments.0.titel", {}), "commitments[0].titel: this name is not"),
    "hint": (put("commitments.0.titel", {}), "Did you mean “title”?"),
    "unknown kind": (put("institutions.0.kind", "minstry"), "Did you mean “ministry”?"),
    "unknown institution": (
        put("commitments.0.involved.1.institution", "watchdogs"),
        "commitments[0].involved[1].institution: “watchdogs” is not among the institutions. Did",
    ),
    "unknown area": (put("commitments.0.policy_areas.0", "x"), "“x” is not among the policy"),
    "unknown zone": (put("plan.time_zone", "Europe/Prishtina"), "not a known time zone"),
    "unknown language": (put("plan.title.de", "Plan"), "“de” is not a language of this plan"),
    "no text": (put(f"{OUTPUT}.title", {}), "this has no text"),
    "no original": (put("plan.title.original", "fr"), "“fr”, but it has no text"),
    "idle state": (put("plan.title.states", {"sq": "stale"}), "only a translation"),
    "same number": (put("commitments.1.number", 1), "1 is already used in commitments[0]"),
    "same code": (put("commitments.1.code", "ZZ0001"), '"ZZ0001" is already used'),
    "same slug": (put("institutions.1.slug", "watchdog"), "institutions[2].slug"),
    "same output": (
        put("commitments.0.milestones.1.outputs.0.number", 1),
        "already in commitments[0].milestones[0].outputs[0]",
    ),
    "same milestone": (put("commitments.0.milestones.1.number", 1), "milestones[1].number"),
    "same part twice": (
        lambda d: d["commitments"][0]["involved"].append(d["commitments"][0]["involved"][0]),
        "commitments[0].involved[2].institution",
    ),
    "backward plan": (put("plan.ends_on", "2029-01-01"), "ends before it starts"),
    "backward deadline": (
        put(f"{OUTPUT}.deadline.end", "2029-12-31"),
        "commitments[0].milestones[0].outputs[0].deadline.end: the deadline ends before",
    ),
    "no such day": (put(f"{OUTPUT}.deadline.end", "2031-02-30"), "not a day of the calendar"),
    "other way of writing days": (put("plan.ends_on", "31.12.2032"), "such as 2026-03-31"),
    "recurs": (put("commitments.0.milestones.0.outputs.1.deadline.every_months", 6), "again"),
    "not continuous": (put(f"{OUTPUT}.deadline.continuous", False), "does not agree"),
    "half a deadline": (put(f"{OUTPUT}.current_deadline", None), "or none"),
    "lone surrogate": (put("plan.title.en", "\ud83d"), "cannot be printed (U+D83D)"),
    "surrogate in a name": (put("plan.\ud83d", 1), "cannot be printed"),
    "NUL": (put("plan.title.en", "a\0b"), "plan.title.en: this contains a character"),
    "wrong encoding": (put("plan.title.en", "P\x89rm"), "cannot be printed (U+0089)"),
    "long text": (put("plan.title.en", "x" * 16_001), "Shorten it to 16000"),
    "large number": (put("commitments.0.number", 10**40), "too large. Most: 9999"),
    "fraction": (put("commitments.0.number", 1.5), "Write a whole number"),
    "truth": (put("commitments.0.number", True), "Write a whole number"),
    "wrong type": (put("commitments", {}), "commitments: {} does not fit. Write a list"),
    "empty list": (put("plan.languages", []), "this list is empty"),
    "many items": (put("commitments", [1] * 100_000), "commitments: this is too large"),
    "no list name": (put("policy_areas.list", ""), "policy_areas.list: this is empty"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_path_and_what_to_do(name: str) -> None:
    document: Document = sample_document()
    change, expected = FAULTS[name]
    change(document)
    sentences = refusals(json.dumps(document).encode())
    assert any(expected in sentence for sentence in sentences), sentences


def test_a_name_that_is_there_twice_is_refused_with_its_path() -> None:
    data = write_plan(sample_document(1)).replace(b'"sq": "Plani', b'"en": "x", "sq": "Plani')
    assert refusals(data) == ["plan.title.en: this is there twice. Remove one of them."]


def test_many_faults_are_cut_short() -> None:
    document = sample_document(100)
    for commitment in document["commitments"]:
        commitment["number"] = 7
    sentences = refusals(json.dumps(document).encode())
    assert len(sentences) == 51 and sentences[-1].startswith("There are more")


def test_hostile_depth_inside_a_plan_is_refused() -> None:
    deep = b'{"format": "%s", "plan": %s%s}' % (FORMAT.encode(), b"[" * 900, b"]" * 900)
    assert any("too large" in sentence or "deep" in sentence for sentence in refusals(deep))


def test_the_example_in_the_documentation_is_a_plan_file() -> None:
    page = (Path(__file__).parents[3] / "docs" / "plan-file.md").read_text(encoding="utf-8")
    example = page.partition("```json\n")[2].partition("```")[0]
    assert len(example.splitlines()) <= 15
    assert read_plan(example.encode())["plan"]["slug"] == "example-2030"


def test_the_schema_is_a_schema_and_explains_every_name() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for part in (SCHEMA, *SCHEMA["$defs"].values()):
        assert part["title"] and part["description"]
        for name, rule in part.get("properties", {}).items():
            assert rule.get("description") or "$ref" in rule, name


def test_the_schema_knows_the_words_of_the_models() -> None:
    properties, parts = SCHEMA["properties"], SCHEMA["$defs"]
    institution = properties["institutions"]["items"]["properties"]
    definition = properties["method"]["properties"]["definitions"]["items"]["properties"]
    funding = parts["commitment"]["properties"]["funding"]["properties"]
    involved = parts["involved"]["items"]["properties"]
    states = parts["text"]["properties"]["states"]["additionalProperties"]["enum"]
    assert institution["kind"]["enum"] == InstitutionKind.values
    assert parts["sector"]["enum"] == Sector.values
    assert definition["kind"]["enum"] == DefinitionKind.values
    assert funding["state"]["enum"] == FundingState.values
    assert involved["role"]["enum"] == InvolvementRole.values
    assert parts["deadline"]["properties"]["precision"]["enum"] == list(Precision)
    assert set(states) == {State.MACHINE_DRAFT, State.STALE}
    assert [*parts["commitment"]["properties"]][3:13] == list(ANSWERS)
