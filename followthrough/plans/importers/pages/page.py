"""One page, read from end to end into facts."""

from pathlib import Path

from followthrough.plans.importers.pages import header
from followthrough.plans.importers.pages.answers_given import answers_of, passages_of
from followthrough.plans.importers.pages.body import Body, read_body
from followthrough.plans.importers.pages.facts import PageFacts, Passage, doubtful, unused_key
from followthrough.plans.importers.pages.head import Head, read_head
from followthrough.plans.importers.pages.planning import read_rows
from followthrough.plans.importers.pages.questions import begins_words
from followthrough.plans.importers.pages.reading import Line, NotReadable, Page, read_page
from followthrough.plans.importers.pages.template import Template, skipped_questions, template_of
from followthrough.plans.importers.pages.title import read_title

GIVE_ONE = "Give the page of one commitment, saved from OGP's site"
SAVE_WHOLE = "Save the whole page again"
# A page without a code is still one if it has this many of the labels.
ENOUGH_LABELS = 3
# Shorter last lines may well end without a full stop.
PROSE = 60
LIST_MARKS = "-–•●·▪"


def read_facts(path: Path, *, encoding: str = "") -> PageFacts:
    """Read one file. Raises NotReadable with the sentence for the person."""
    return facts_of(read_page(path, encoding=encoding))


def facts_of(page: Page) -> PageFacts:
    """The facts of a page that was read. Raises NotReadable if it is none, or cut off."""
    head = read_head(page.lines)
    heading = read_title(page.lines, head.first, has_labels=len(head.values) >= ENOUGH_LABELS)
    if not heading["title"].value or head.first < 0:
        raise _not_a_page(page, has_title=bool(heading["title"].value))
    start = head.description if head.description >= 0 else len(page.lines)
    body = read_body(page.lines[start:])
    template = template_of(body)
    milestones, odd = read_rows(body.columns, body.rows) if body.columns else ([], [])
    if place := _where_cut(page, body, template, odd):
        raise NotReadable(page.name, place, "the page is cut off here", SAVE_WHOLE)
    return PageFacts(
        name=page.name,
        language=head.language,
        template=template,
        heading={**heading, **header.plan_facts(head)},
        actors=header.actors(head),
        areas=header.areas(head),
        ratings=header.ratings(head),
        answers=answers_of(body, template),
        passages=passages_of(body),
        milestones=tuple(milestones),
        remarks=(*skipped_questions(body), *_remarks(page, body, odd, head)),
    )


def _not_a_page(page: Page, *, has_title: bool) -> NotReadable:
    if has_title:
        wrong = "behind the title come none of the labels of a commitment's page"
        return NotReadable(page.name, page.lines[-1].number, wrong, SAVE_WHOLE)
    wrong = "this is not OGP's page of a commitment: no title with a code such as XK0018, no labels"
    return NotReadable(page.name, page.lines[0].number, wrong, GIVE_ONE)


def _where_cut(page: Page, body: Body, template: Template, odd: list[Line]) -> int:
    """The line on which the page breaks off, or 0 if it seems whole."""
    last = page.lines[-1].number
    if page.is_whole_markup is False:
        return page.last_line
    if body.has_footer or body.is_excerpt or page.is_whole_markup:
        return 0
    if body.last is None:
        return last
    if template is Template.Y2022:
        is_row_broken = bool(odd) and odd[-1].number == last
        return last if not body.rows or is_row_broken else 0
    return last if _stops_short(body.last) else 0


def _stops_short(line: Line) -> bool:
    """Whether the last line is prose that stops inside a sentence, or half a label or question."""
    text = line.text
    if begins_words(text):
        return True
    is_prose = len(text) >= PROSE and text[0] not in LIST_MARKS and "|" not in text
    return is_prose and (text[-1].isalnum() or text[-1] in ",;(-–")


def _remarks(page: Page, body: Body, odd: list[Line], head: Head) -> list[Passage]:
    """What a person has to know of the page as a whole."""
    remarks: list[Passage] = []
    last = page.lines[-1]
    if body.is_excerpt:
        why = "The text says of itself that it is an excerpt."
        remarks.append(Passage("excerpt", "", doubtful(last.text[:300], last.number, why)))
    elif not body.has_footer and page.is_whole_markup is None:
        why = "OGP's last line (“Commitments”) is missing, so the end of the page may be too."
        remarks.append(Passage("end", "", doubtful(last.text[:300], last.number, why)))
    for line in odd[:20]:
        why = "This line of the planning table does not have the cells of the others."
        key = unused_key(f"table-line-{line.number}", remarks)
        remarks.append(Passage(key, "", doubtful(line.text[:2000], line.number, why)))
    if head.language != "en":
        why = "OGP translates its pages by machine; the words may not be the plan's own."
        fact = doubtful(page.lines[head.first].text, page.lines[head.first].number, why)
        remarks.append(Passage("language", "", fact))
    return remarks
