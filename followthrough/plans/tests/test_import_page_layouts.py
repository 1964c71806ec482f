"""One page of our own words for each layout and vintage: what is read from it."""

import pytest

from followthrough.plans.importers.pages.facts import Absence, PageFacts, Status
from followthrough.plans.tests.page_cast import facts, facts_in, page

HEADS = {
    "full.txt": ("ZZ0001", "Clean rivers through open measuring (and public maps)", "2026", "en"),
    "saved.htm": ("ZZ0001", "Clean rivers through open measuring (and public maps)", "2026", "en"),
    "stripped.txt": ("ZZ0002", "Open Ledger of Bridges", "2014", "en"),
    "compact.txt": ("ZZ0003", "Bread Prices in the Open", "2015", "en"),
    "bare.txt": ("ZZ0004", "Lanterns (and Other Lights) in Parks", "2012", "en"),
    "spanish.txt": ("ZZ0005", "Caminos abiertos", "2019", "es"),
    "french.txt": ("ZZ0006", "Moulins à livre ouvert", "2018", "fr"),
    "first.txt": ("ZZ0007", "Wells for every village", "2018", "en"),
    "dated.txt": ("ZZ0008", "Rope for every well", "2023", "en"),
    "prose.txt": ("ZZ0009", "Open Kitchens", "2020", "en"),
}


def areas(read: PageFacts) -> list[str]:
    return [area.value for area in read.areas]


def absences(read: PageFacts) -> dict[str, Absence]:
    return {name: fact.absence for name, fact in read.ratings.items() if fact.absence}


def codes(read: PageFacts) -> dict[str, str]:
    return {name: fact.value for name, fact in read.ratings.items() if fact.is_found}


@pytest.mark.parametrize("name", HEADS)
def test_code_title_cycle_and_language(name: str) -> None:
    read = facts(name)
    assert (read.code, read.title, read.cycle, read.language) == HEADS[name]


@pytest.mark.parametrize("name", HEADS)
def test_every_fact_knows_its_line(name: str) -> None:
    lines = page(name).splitlines()
    for key, fact in facts(name).all_facts():
        assert fact.line <= len(lines), key
        assert fact.line or fact.status is Status.NOT_FOUND, key


def test_text_and_markup_of_one_page_say_the_same() -> None:
    assert facts("saved.htm").digest == facts("full.txt").digest


def test_tags_glued_to_the_next_heading() -> None:
    assert areas(facts("compact.txt")) == ["Open Data", "Private Sector", "Public Participation"]


def test_tags_without_a_heading() -> None:
    read = facts("bare.txt")
    assert areas(read) == ["Open Data", "Youth", "Public Participation"]
    assert read.ratings["irm_report"].value == "Zubrovia Progress Report 2012"


def test_absence_words_stay_apart() -> None:
    assert absences(facts("bare.txt")) == {
        "starred": Absence.LABEL_ABSENT,
        "potential_impact": Absence.LABEL_ABSENT,
        "early_results": Absence.NO_IRM_DATA,
        "relevant": Absence.PENDING,
        "completion": Absence.EMPTY,
    }
    assert absences(facts("compact.txt"))["ambition"] is Absence.NO_DATA
    assert facts("bare.txt").actors[0].words.absence is Absence.NA


def test_doubled_badges_and_values_on_the_next_line() -> None:
    assert codes(facts("stripped.txt"))["starred"] == "yes"
    assert codes(facts("compact.txt"))["early_results"] == "major"
    assert codes(facts("compact.txt"))["completion"] == "substantial"


def test_values_of_which_a_comma_is_lost() -> None:
    values = "access_to_information, civic_participation, technology"
    assert codes(facts("stripped.txt"))["relevant"] == values


@pytest.mark.parametrize("name", ["spanish.txt", "french.txt"])
def test_translated_ratings(name: str) -> None:
    assert codes(facts(name))["ambition"] == "high"
    assert codes(facts(name))["verifiable"] == "yes"
    assert "language" in {remark.key for remark in facts(name).remarks}


def test_commas_part_no_institutions() -> None:
    lead = facts("stripped.txt").actors[0].words
    assert lead.is_doubtful
    assert lead.raw == "Minister of Bridges, attached to the Crown; Office of Tolls"


def test_names_run_together_are_doubtful() -> None:
    swap = ("Institution(s): NA", "Institution(s): PPA ECC National Ledger")
    assert facts("stripped.txt", swap).actors[1].words.is_doubtful


def test_siblings_in_the_footer_are_not_read() -> None:
    assert facts("first.txt").code == "ZZ0007"
    assert "Rope" not in facts("first.txt").passages[0].text.raw


def test_a_heading_of_the_description_is_no_label() -> None:
    assert facts("first.txt").ratings["ambition"].absence is Absence.LABEL_ABSENT
    assert "Ambition\nA well in every village." in facts("first.txt").passages[0].text.raw


def test_rows_of_the_form_of_2023() -> None:
    first, second = facts("dated.txt").milestones
    assert (first.title.value, first.deadline.value) == (
        "Ropes are measured",
        "01/02/2024 - 01/06/2024",
    )
    assert second.actors[0].role == "lead"


def test_milestones_in_prose_stay_doubtful_and_whole() -> None:
    passage = next(one for one in facts("prose.txt").passages if one.key == "milestones")
    assert passage.text.is_doubtful
    assert "Cooks hired Nov. 2021 May 2022" in passage.text.raw


def test_the_table_of_2026() -> None:
    rows = facts().milestones
    assert [len(row.outputs) for row in rows] == [2, 3, 1]
    assert [row.deadlines for row in rows] == [
        ("Q2 2026",),
        ("Continuous (2026-2028)", "Q1 2027"),
        ("Q4 2028",),
    ]
    assert [row.title.status for row in rows] == ["found", "doubtful", "found"]


def test_a_missing_question_is_doubtful() -> None:
    assert [remark.key for remark in facts().remarks] == ["question-3"]
    assert facts().answers["accountability"].absence is Absence.NA
    assert facts().answers["additional"].absence is Absence.LABEL_ABSENT


def test_cells_below_each_other() -> None:
    table = page().partition("Milestones | ")[0]
    stacked = """Milestones
Expected Outputs
Expected Completion Date
Stakeholders
Build a bridge
Pillars stand
Road laid
Q2 2026
Lead: RM
Commitments
"""
    (row,) = facts_in(table + stacked).milestones
    assert (row.title.value, row.deadline.value) == ("Build a bridge", "Q2 2026")
    assert [output.value for output in row.outputs] == ["Pillars stand", "Road laid"]


def test_a_row_over_several_lines() -> None:
    read = facts("full.txt", ("Ten gauges bought and placed. Map", "Ten gauges bought\nMap"))
    assert [output.value for output in read.milestones[0].outputs] == [
        "Ten gauges bought",
        "Map of the rivers (draft) published",
    ]


def test_cells_parted_by_tabs() -> None:
    assert facts("full.txt", (" | ", "\t")).digest == facts().digest


@pytest.mark.parametrize(
    "cell",
    ["A law etc. Prepared by some. draft", "one; Two things. Three things", "e.g. A law. Two laws"],
)
def test_outputs_without_a_reliable_end_are_doubtful(cell: str) -> None:
    (row,) = [
        row
        for row in facts("full.txt", ("Final report written", cell)).milestones
        if row.number == 3
    ]
    assert row.outputs_cell.is_doubtful
    assert not row.outputs
