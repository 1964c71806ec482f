"""Layouts nobody has shown us: other marks, other encodings, labels and titles in other places."""

import pytest

from followthrough.plans.importers.pages.facts import Absence, PageFacts
from followthrough.plans.tests.page_cast import facts, facts_in, page

LABELS = """Labels in a list (ZZ0010)
Action Plan
Zubrovia Action Plan 2026
Action Plan Cycle
2026
Status
Active
Lead Institution
Office of Lists
Support Institution(s)
NA
Policy Areas
• Open Data
• Youth
IRM Review
Verifiable
Yes
Starred
No
Description
A list.
Commitments
"""


def head(read: PageFacts) -> tuple[str, str, str]:
    return read.code, read.title, read.cycle


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        (" ", "\u00a0"),
        ("Lead Institution:", "\u200fLead In\u00adstitution\u200b :"),
        ("Action Plan Cycle:", "ACTION PLAN CYCLE :"),
        ("Lead Institution:", "Lead Institution"),
        ("Skip Navigation", "\ufeffSkip Navigation"),
        ("Clean rivers", "Commitment: Clean rivers"),
    ],
)
def test_marks_that_print_nothing_change_nothing(old: str, new: str) -> None:
    read = facts("full.txt", (old, new))
    assert head(read) == head(facts())
    assert read.actors == facts().actors
    assert len(read.milestones) == 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(encoding: str) -> None:
    assert facts_in(page().encode(encoding)).digest == facts().digest


def test_a_declared_encoding_is_read() -> None:
    text = page("saved.htm").replace('charset="utf-8"', 'charset="windows-1252"')
    text = text.replace("public map.", "public map — là.")
    read = facts_in(text.encode("windows-1252"))
    assert read.answers["summary"].value.endswith("public map — là.")


def test_labels_and_values_on_lines_of_their_own() -> None:
    read = facts_in(LABELS)
    assert head(read) == ("ZZ0010", "Labels in a list", "2026")
    assert read.heading["plan"].value == "Zubrovia Action Plan 2026"
    assert read.heading["status"].value == "active"
    assert [area.value for area in read.areas] == ["Open Data", "Youth"]
    assert (read.ratings["verifiable"].value, read.ratings["starred"].value) == ("yes", "no")


def test_ratings_glued_in_one_line() -> None:
    glued = (
        "Verifiable: YesRelevant to OGP Values: YesAmbition (see definition): High Implementation i"
    )
    text = LABELS.replace("Verifiable\nYes\nStarred\nNo", f"{glued} Completion: Limited")
    ratings = facts_in(text).ratings
    assert ratings["relevant"].value == "yes"
    assert (ratings["ambition"].value, ratings["completion"].value) == ("high", "limited")


def test_a_rating_in_unknown_words_is_doubtful() -> None:
    fact = facts("stripped.txt", ("Results: Marginal", "Results: Middling")).ratings[
        "early_results"
    ]
    assert fact.is_doubtful
    assert (fact.raw, fact.line) == ("Middling", 28)


def test_a_label_that_stands_twice_is_doubtful() -> None:
    twice = ("Action Plan Cycle: 2014", "Action Plan Cycle: 2014\nAction Plan Cycle: 2016")
    assert facts("stripped.txt", twice).heading["cycle"].is_doubtful


def test_the_address_may_stand_at_the_end_or_be_missing() -> None:
    first, _, rest = page().partition("\n")
    assert facts_in(rest + first + "\n").heading["address"].is_found
    assert facts_in(rest).heading["address"].absence is Absence.LABEL_ABSENT
    assert facts_in(rest).code == "ZZ0001"


def test_a_code_only_in_the_address_is_doubtful() -> None:
    read = facts("full.txt", (" (ZZ0001)", ""))
    assert read.heading["code"].is_doubtful
    assert read.code == "ZZ0001"
    assert read.heading["title"].is_doubtful
    assert read.title == "Clean rivers through open measuring (and public maps)"


def test_two_codes_are_doubtful() -> None:
    code = facts("full.txt", ("maps) (ZZ0001)", "maps) (ZZ0002)")).heading["code"]
    assert code.is_doubtful
    assert "ZZ0001, ZZ0002" in code.why


def test_a_title_that_begins_in_the_middle_is_doubtful() -> None:
    read = facts("full.txt", ("Clean rivers through", "Clean rivers\nthrough"))
    assert read.heading["title"].is_doubtful


def test_a_title_below_a_long_line_is_doubtful() -> None:
    above = "Gauges, maps and a feast for everybody who lives by the water\n"
    title = facts("full.txt", ("Clean rivers", f"{above}Clean rivers")).heading["title"]
    assert title.is_doubtful
    assert above.strip() in title.raw


def test_tags_wrapped_inside_a_name() -> None:
    read = facts("full.txt", ("Regulation, Public Part", "Regulation, Public\nPart"))
    assert [area.value for area in read.areas] == [area.value for area in facts().areas]


def test_an_unknown_question_waits_for_a_person() -> None:
    swap = ("Commitment Description\n4.", "3. Who suffers most from it?\nThe fish.\n\n4.")
    (passage,) = facts("full.txt", swap).passages
    assert (passage.key, passage.text.raw) == ("question-3", "The fish.")


def test_a_definition_list_in_markup() -> None:
    items = LABELS.splitlines()[1:11]
    pairs = zip(items[::2], items[1::2], strict=True)
    listed = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in pairs)
    text = f"<html><body><h1>Lists (ZZ0010)</h1><dl>{listed}</dl><p>Policy Areas<p>Open Data"
    read = facts_in(f"{text}<h2>Description</h2><p>A list.</body></html>")
    assert head(read) == ("ZZ0010", "Lists", "2026")
    assert read.actors[0].words.value == "Office of Lists"


def test_a_row_with_too_few_cells_is_doubtful() -> None:
    swap = ("Look back at the end | Final report written | Q4 2028 | Lead: RM", "Half | a row")
    read = facts("full.txt", swap)
    assert len(read.milestones) == 2
    assert [remark.text.raw for remark in read.remarks][-1] == "Half | a row"
