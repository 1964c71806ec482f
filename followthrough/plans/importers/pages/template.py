"""Which template a description follows, and which of its questions are left out."""

from enum import StrEnum

from followthrough.plans.importers.pages.body import Body
from followthrough.plans.importers.pages.facts import Passage, doubtful, unused_key
from followthrough.plans.importers.pages.labels import fold
from followthrough.plans.importers.pages.questions import SECTIONS, TODAY

# “Commitment description” heads other templates too.
SECTIONS_OF_2022 = frozenset(
    fold(words) for words in SECTIONS if not fold(words).startswith("commitment desc")
) - {"descripcion del compromiso", "description de l'engagement"}

MOST_REMARKS = 20


class Template(StrEnum):
    """The kinds of description by the year they came in."""

    FREE = "free text"
    Y2014 = "2014"
    Y2017 = "2017"
    Y2022 = "2022"


def template_of(body: Body) -> Template:
    keys = {answer.key for answer in body.answers}
    sections = {fold(section).strip(" :") for section in body.sections}
    if keys & TODAY or sections & SECTIONS_OF_2022:
        return Template.Y2022
    if "challenge" in keys or ("summary" in keys and "objective" in keys):
        return Template.Y2014
    if "summary" in keys:
        return Template.Y2022
    if keys & {"problem", "commitment", "contribution", "expected_results"}:
        return Template.Y2017
    return Template.FREE


def skipped_questions(body: Body) -> list[Passage]:
    """A remark for each number that is missing in a series: a question may have been lost."""
    remarks: list[Passage] = []
    before = None
    for answer in body.answers:
        if not answer.number:
            continue
        first = before.number + 1 if before and before.number < answer.number else 1
        for number in range(first, min(answer.number, first + 10)):
            why = f"Question {number} is not on the page: question {answer.number} follows here."
            fact = doubtful(answer.heading[:300], answer.heading_line, why)
            key = unused_key(f"question-{number}", remarks)
            remarks.append(Passage(key, answer.heading, fact))
        before = answer
        if len(remarks) > MOST_REMARKS:
            break
    return remarks
