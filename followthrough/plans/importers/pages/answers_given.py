"""The answers of the template as facts, and the texts whose place in it is not certain."""

from followthrough.plans.importers.pages.body import Answer, Body
from followthrough.plans.importers.pages.facts import (
    Absence,
    Fact,
    Passage,
    absent,
    doubtful,
    found,
    unused_key,
)
from followthrough.plans.importers.pages.ratings import absence_of
from followthrough.plans.importers.pages.template import Template
from followthrough.plans.models.commitment import ANSWERS

NO_PLACE = "This text has no certain place in today's template."

NO_ROWS = "Milestones stand here, but nothing parts one row of their table from the next."


def answers_of(body: Body, template: Template) -> dict[str, Fact]:
    """The ten answers of today's template, as far as the page gives them."""
    keys = {answer.key for answer in body.answers}
    asked = [key for key in ANSWERS if key in keys or template is not Template.FREE]
    return {key: _answer(key, body) for key in asked}


def passages_of(body: Body) -> tuple[Passage, ...]:
    """Texts under headings of other templates, under unknown questions, or under none."""
    passages: list[Passage] = []
    for answer in body.answers:
        if answer.key in ANSWERS or not answer.text:
            continue
        unnamed = f"question-{answer.number}" if answer.number else "description"
        key = answer.key.replace("_", "-") or unnamed
        why = NO_ROWS if answer.key == "milestones" else NO_PLACE
        fact = doubtful(answer.text, answer.line, why)
        passages.append(Passage(unused_key(key, passages), answer.heading, fact))
    return tuple(passages)


def _answer(key: str, body: Body) -> Fact:
    given = [answer for answer in body.answers if answer.key == key]
    if not given:
        why = "The page is an excerpt." if body.is_excerpt else "The question is not on the page."
        return absent(Absence.LABEL_ABSENT, why=why)
    with_text = [answer for answer in given if answer.text]
    if len({answer.text for answer in with_text}) > 1:
        both = "\n".join(answer.text for answer in with_text)
        return doubtful(both, with_text[0].line, "The question stands on the page more than once.")
    return _single((with_text or given)[0])


def _single(answer: Answer) -> Fact:
    if absence := absence_of(answer.text):
        why = "The question is there, without an answer."
        return absent(absence, answer.line or answer.heading_line, answer.text, why)
    return found(answer.text, answer.line)
