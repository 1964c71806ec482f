"""Pages in our own words, and a person who answers what they leave open."""

from pathlib import Path
from typing import Any

from followthrough.accounts.permissions import CONSOLE
from followthrough.plans.importers.pages.answers import Answers, Given
from followthrough.plans.importers.pages.doubts import Doubt, Kind
from followthrough.plans.importers.pages.facts import PageFacts
from followthrough.plans.importers.pages.page import facts_of
from followthrough.plans.importers.pages.reading import page_from
from followthrough.plans.importers.pages.settle import all_doubts
from followthrough.plans.models import Plan
from followthrough.plans.operations.import_page import Outcome, import_commitment
from followthrough.plans.operations.import_plan import import_plan
from followthrough.plans.tests.sample import sample_document
from followthrough.plans.tests.test_import_plan import AT

PAGES = Path(__file__).parent / "pages"
NAMED = {
    "RM": "ministry-of-samples",
    "River Ministry (RM)": "ministry-of-samples",
    "Union of Water Mills": "water-mills",
}
NEW = {
    "water-mills": {"kind": "association", "sector": "other", "name": "Union of Water Mills"},
}


def page(name: str = "full.txt", *swaps: tuple[str, str]) -> str:
    """The text of a page, with some of its words changed."""
    text = (PAGES / name).read_text()
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return text


def facts(name: str = "full.txt", *swaps: tuple[str, str]) -> PageFacts:
    return facts_in(page(name, *swaps), name)


def facts_in(text: str | bytes, name: str = "page.txt") -> PageFacts:
    data = text.encode() if isinstance(text, str) else text
    return facts_of(page_from(data, name=name))


def answered(read: PageFacts, **given: Any) -> Answers:
    """A usable answer to every doubt; `given` sets some by key, with _ for -."""
    known: dict[str, Given] = {}
    answers = Answers("page.answers.toml", read.code, known, dict(NEW))
    for _ in range(2):
        for doubt in all_doubts(read, answers):
            value = given.get(doubt.key.replace("-", "_"), _answer(doubt))
            known[doubt.key] = Given(doubt.text, value, {})
    return answers


def with_changes(answers: Answers, doubts: list[Doubt], value: str) -> Answers:
    """The same answers, with one answer to every difference between plan and page."""
    more = {doubt.key: Given(doubt.text, value, {}) for doubt in doubts}
    return Answers(answers.name, answers.page, answers.given | more, answers.institutions)


def plan(commitments: int = 0, *, is_adopted: bool = False) -> Plan:
    """The sample plan with its first commitments, ZZ0001 and so on."""
    document = sample_document(commitments)
    if is_adopted:
        body = {"original": "en", "en": "Government"}
        document["plan"]["adoption"] = {"body": body, "on": "2030-01-05", "act": "1"}
    return import_plan(document, by=CONSOLE, at=AT).plan


def imported(read: PageFacts, into: Plan, answers: Answers | None = None) -> Outcome:
    return import_commitment(read, answers or answered(read), plan=into, by=CONSOLE, at=AT)


def _answer(doubt: Doubt) -> Any:
    if doubt.kind is Kind.INSTITUTIONS:
        return [NAMED.get(doubt.text, "watchdog")]
    if doubt.kind is Kind.LIST:
        return [doubt.text]
    if doubt.kind is Kind.DEADLINE:
        return doubt.choices[0] if doubt.choices else "Q1 2031"
    return doubt.choices[-1] if doubt.choices else "en"
