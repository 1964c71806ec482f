"""The real pages of OGP's site, where a folder of them is at hand (OGP_PAGES)."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from followthrough.accounts.permissions import CONSOLE
from followthrough.plans.importers.pages.doubts import doubts_of
from followthrough.plans.importers.pages.facts import PageFacts, Status
from followthrough.plans.importers.pages.page import read_facts
from followthrough.plans.importers.plan_file import read_plan
from followthrough.plans.models import ANSWERS
from followthrough.plans.operations.import_page import Undecided
from followthrough.plans.operations.import_plan import import_plan
from followthrough.plans.tests.page_cast import PAGES, answered, imported, with_changes
from followthrough.plans.tests.test_import_plan import AT, BUNDLED

BESIDE = Path(__file__).parents[4] / "shared" / "data" / "ogp-pages"
FOLDER = Path(os.environ.get("OGP_PAGES") or BESIDE)
FILES = sorted(FOLDER.glob("*.txt")) + sorted(FOLDER.glob("*.htm*"))
# Codes, counts and ratings of the pages as a person read them; no sentence of theirs.
EXPECTED: dict[str, dict[str, Any]] = json.loads((PAGES / "expected.json").read_text())

# Two of its outputs are due in Q2 2026, and so on: what the page must give.
XK0018_OUTPUTS = {1: 4, 2: 7, 3: 4}
XK0018_DEADLINES = {
    1: ("Q2 2026",),
    2: ("Continuous (2026-2028)", "Q1 2027"),
    3: ("Q4 2028",),
}


@pytest.fixture(autouse=True)
def _pages_at_hand() -> None:
    if FILES:
        return
    if os.environ.get("REQUIRE_ALL"):
        pytest.fail("OGP_PAGES names no folder with pages, and REQUIRE_ALL asks for every test")
    pytest.skip("no real pages: set OGP_PAGES to a folder of them; only our own pages were read")


@pytest.fixture
def xk0018() -> PageFacts:
    if not (FOLDER / "XK0018.txt").exists():
        pytest.skip("XK0018.txt is not in the folder of real pages")
    return read_facts(FOLDER / "XK0018.txt")


def rating_words(read: PageFacts) -> dict[str, str]:
    """Each rating whose label is on the page, by code or by the way it is absent."""
    return {
        name: f"({fact.absence})" if fact.absence else fact.value
        for name, fact in read.ratings.items()
        if name != "irm_report" and fact.absence != "label_absent"
    }


@pytest.mark.parametrize("path", FILES or [None], ids=lambda path: path.name if path else "none")
def test_every_page_gives_code_title_and_cycle(path: Path) -> None:
    read = read_facts(path)
    raw = path.read_text(errors="replace").splitlines()
    assert read.heading["code"].is_found
    assert f"{read.title} ({read.code})" in raw[read.heading["title"].line - 1]
    assert read.heading["plan"].raw in raw[read.heading["plan"].line - 1]
    assert read.cycle.isdigit()


@pytest.mark.parametrize("path", FILES or [None], ids=lambda path: path.name if path else "none")
def test_every_page_gives_what_a_person_reads(path: Path) -> None:
    if path.name not in EXPECTED:
        pytest.skip(f"nobody has written down what {path.name} says")
    read = read_facts(path)
    assert {
        "code": read.code,
        "language": read.language,
        "template": str(read.template),
        "cycle": read.cycle,
        "areas": len(read.areas),
        "lead": str(read.actors[0].words.status),
        "supporting": [str(group.words.status) for group in read.actors[1:]],
        "ratings": rating_words(read),
    } == EXPECTED[path.name]


@pytest.mark.parametrize("path", FILES or [None], ids=lambda path: path.name if path else "none")
def test_every_doubt_of_a_page_is_asked(path: Path) -> None:
    read = read_facts(path)
    asked = " ".join(" ".join(doubt.text.split()) for doubt in doubts_of(read))
    for name, fact in read.all_facts():
        assert not fact.is_doubtful or " ".join(fact.raw.split()) in asked, name


def test_head_of_xk0018(xk0018: PageFacts) -> None:
    assert (xk0018.code, xk0018.cycle) == ("XK0018", "2026")
    lead, *supporting = xk0018.actors
    assert (lead.role, lead.words.status) == ("lead", Status.FOUND)
    assert lead.words.value.endswith("(MLGA)")
    assert [group.sector for group in supporting] == ["government", "civil_society", "other"]
    assert [area.value for area in xk0018.areas] == [
        "Mainstreaming Participation",
        "Participation-Focused",
        "Participatory Approaches",
    ]


def test_answers_of_xk0018(xk0018: PageFacts) -> None:
    given = [name for name, fact in xk0018.answers.items() if fact.is_found]
    assert given == [name for name in ANSWERS if name != "additional"]
    assert xk0018.answers["summary"].line == 27
    assert xk0018.answers["results"].value.count("•") == 12


def test_milestones_of_xk0018(xk0018: PageFacts) -> None:
    rows = {row.number: row for row in xk0018.milestones}
    assert {number: len(row.outputs) for number, row in rows.items()} == XK0018_OUTPUTS
    assert {number: row.deadlines for number, row in rows.items()} == XK0018_DEADLINES
    assert rows[2].deadline.is_doubtful
    assert [(group.role, group.sector) for group in rows[1].actors] == [
        ("lead", ""),
        ("supporting", "government"),
        ("supporting", "civil_society"),
        ("supporting", "other"),
    ]
    assert [group.role for group in rows[3].actors] == ["lead", "supporting", "supporting"]


def test_doubts_of_xk0018(xk0018: PageFacts) -> None:
    keys = {doubt.key for doubt in doubts_of(xk0018)}
    assert {"plan", "question-3", "milestone-2-title", "institution-mlga"} <= keys
    assert sum(key.startswith("milestone-2-output-") for key in keys) == 7
    assert len(keys) == 16


@pytest.mark.django_db
@pytest.mark.parametrize(("value", "is_taken"), [("keep", False), ("page", True)])
def test_xk0018_into_the_bundled_plan(xk0018: PageFacts, value: str, is_taken: bool) -> None:
    into = import_plan(read_plan(BUNDLED.read_bytes()), by=CONSOLE, at=AT).plan
    named = {doubt.key: ["mlga"] for doubt in doubts_of(xk0018) if doubt.key.startswith("inst")}
    answers = answered(xk0018, **{key.replace("-", "_"): slugs for key, slugs in named.items()})
    with pytest.raises(Undecided) as waiting:
        imported(xk0018, into, answers)
    outcome = imported(xk0018, into, with_changes(answers, waiting.value.doubts, value))
    outputs = [str(output.title) for output in outcome.commitment.outputs.order_by("number")]
    read = [output.value for row in xk0018.milestones for output in row.outputs]
    assert (len(outputs), outputs == read) == (15, is_taken)
    assert outcome.commitment.title.texts["sq"]
