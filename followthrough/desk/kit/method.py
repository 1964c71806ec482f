"""The decision that adopts the method, with the method itself as its annex."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext

from followthrough.desk.kit import clocks
from followthrough.desk.kit.facts import Facts, read
from followthrough.desk.kit.paper import article, decision, in_force, paper
from followthrough.lib.deadline_labels import period_label
from followthrough.lib.documents.marked import marked
from followthrough.lib.documents.translated import in_language
from followthrough.lib.documents.tree import (
    Bullets,
    Document,
    Heading,
    Note,
    Numbers,
    PageBreak,
    Paragraph,
    Part,
    Run,
    Table,
)
from followthrough.plans.models import Definition, DefinitionKind
from followthrough.plans.words import Completion
from followthrough.reporting.queries.verification import DAYS_TO_VERIFY
from followthrough.reporting.silence import DAYS_OF_GRACE
from followthrough.reporting.values import MOST_CHARACTERS


def document(known: Facts) -> Document:
    title = gettext("Decision on the method of tracking and the format of reports")
    last = gettext(
        "It is published with its annex. The act, the body and the day are entered in the system."
    )
    articles = [*_already(known), *_articles(known), *in_force(known, 4, last)]
    annex = [PageBreak(), *_annex(known)]
    return paper(known, title, [*decision(known, articles), *annex], is_compact=True)


def _already(known: Facts) -> list[Part]:
    method = known.plan.method
    if not method.adopted_on:
        return []
    names = {
        "version": method.version,
        "act": method.adoption_act,
        "day": date_format(method.adopted_on, "DATE_FORMAT"),
    }
    words = gettext("Version %(version)s has been adopted already (%(act)s, %(day)s).") % names
    return [Note(words)]


def _articles(known: Facts) -> list[Part]:
    version = {"version": known.plan.method.version}
    return [
        article(1, gettext("Adoption")),
        Paragraph(
            gettext(
                "The method of tracking the action plan, version %(version)s, is adopted. It is "
                "annexed to this decision and contains the format of the reports."
            )
            % version
        ),
        article(2, gettext("Application")),
        Numbers(
            (
                gettext(
                    "Institutions report by it from the first reporting period that opens after "
                    "this decision has entered into force."
                ),
                gettext("What was rated under an earlier version stays rated under that version."),
                gettext(
                    "Under this decision the public page says “No report received” of an "
                    "institution whose report has not come by the day named in the annex."
                ),
            )
        ),
        article(3, gettext("Publication and change")),
        Paragraph(
            gettext(
                "The method is published in all official languages of the plan. It changes only by "
                "a new version, adopted in the same way."
            )
        ),
    ]


def _annex(known: Facts) -> list[Part]:
    version = {"version": known.plan.method.version}
    return [
        Heading(gettext("Annex: method of tracking, version %(version)s") % version),
        *_tracked(),
        *_answers(known),
        *_rounds(known),
        *_format(),
        *_verified(),
    ]


def _tracked() -> list[Part]:
    return [
        Heading(gettext("1. What is tracked"), level=2),
        Bullets(
            (
                marked(
                    gettext(
                        "The unit is the **expected output**. A commitment shows how its outputs "
                        "are distributed, never an average."
                    )
                ),
                marked(
                    gettext(
                        "Deadlines keep the plan's own words. The **original deadline stays "
                        "visible for ever**; the current one changes only by an adjustment of the "
                        "plan."
                    )
                ),
                gettext(
                    "Three answers are given on every output and never merged into one colour or "
                    "score: how much is done, is it on time, who says so."
                ),
                gettext(
                    "What has not been reported is shown as not known; silence is never shown as "
                    "lack of progress."
                ),
            )
        ),
    ]


def _answers(known: Facts) -> list[Part]:
    return [
        Heading(gettext("2. How much is done"), level=2),
        _words(known.definitions(DefinitionKind.COMPLETION)),
        Heading(gettext("3. Is it on time"), level=2),
        Paragraph(gettext("Computed from the dates; nobody can enter it by hand.")),
        _words(known.definitions(DefinitionKind.SCHEDULE)),
        Heading(gettext("4. Who says so"), level=2),
        _words(known.definitions(DefinitionKind.SOURCE)),
        Heading(gettext("5. Reasons"), level=2),
        Paragraph(
            gettext(
                "A reason is given when nothing has changed, when there is a problem or a delay, "
                "when the level falls, and when the expected finish lies after the deadline."
            )
        ),
        _words(known.definitions(DefinitionKind.REASON)),
    ]


def _words(found: Iterable[Definition]) -> Table:
    return Table(
        header=(gettext("Term"), gettext("Meaning")),
        rows=[(Run(read(one.label), is_strong=True), in_language(one.meaning)) for one in found],
        widths=(1, 3),
    )


def _rounds(known: Facts) -> list[Part]:
    rounds = list(known.plan.rounds.order_by("covers_from"))
    table = Table(
        header=(
            gettext("Reporting period"),
            gettext("Opens on"),
            gettext("Reports are due on"),
            gettext("Closes on"),
        ),
        rows=[
            (
                period_label(one.covers_from, one.covers_until),
                *(date_format(day, "DATE_FORMAT") for day in (one.opens_on, one.due_on)),
                date_format(one.closes_on, "DATE_FORMAT"),
            )
            for one in rounds
        ],
        widths=(4, 3, 3, 3),
    )
    return [
        Heading(gettext("6. Reporting periods and clocks"), level=2),
        Paragraph(
            gettext(
                "Reports are filed for each half-year. A reporting period opens when the half-year "
                "has ended, never before. The first report of a plan tells where each output "
                "stands since the plan began."
            )
        ),
        *([table] if rounds else []),
        Table(
            header=(gettext("When"), gettext("What happens")),
            rows=list(clocks.steps()),
            widths=(2, 3),
        ),
        Paragraph(
            gettext(
                "The focal point may postpone the last step once by %(days)s working days, for a "
                "reason that is public. The last published level of an output stays, with its "
                "date. A report that comes late is taken until the reporting period closes."
            )
            % {"days": DAYS_OF_GRACE}
        ),
    ]


def _format() -> list[Part]:
    levels = (
        Completion.NOT_STARTED,
        Completion.LIMITED,
        Completion.SUBSTANTIAL,
        Completion.COMPLETE,
    )
    named = ", ".join(str(one.label) for one in levels)
    return [
        Heading(gettext("7. Format of the report"), level=2),
        Paragraph(gettext("For each output:"), is_kept_with_next=True),
        Numbers(
            (
                gettext(
                    "what has happened since the last report: no change, progress, completed, "
                    "problem or delay;"
                ),
                gettext("how much is done: %(levels)s;") % {"levels": named},
                gettext("what was done, in at most %(characters)s characters;")
                % {"characters": MOST_CHARACTERS},
                gettext("evidence: files or links, each public or not;"),
                gettext("the quarter in which it is expected to be finished;"),
                gettext("the reason, where one is asked for; the next step; the help needed."),
            )
        ),
        Paragraph(
            marked(
                gettext(
                    "**“No change” with a reason is a complete answer.** For each commitment its "
                    "lead institution adds one level and one or two sentences on the whole."
                )
            )
        ),
    ]


def _verified() -> list[Part]:
    days = {"days": DAYS_TO_VERIFY}
    return [
        Heading(gettext("8. Verification and publication"), level=2),
        Bullets(
            (
                gettext(
                    "The focal point verifies each output within %(days)s working days: does the "
                    "evidence open, is it of the period, does it show the output, is it public?"
                )
                % days,
                gettext(
                    "Reports of the focal point's own institution are verified by the deputy chair "
                    "of the National Forum. If that has not happened after %(days)s working days, "
                    "they are published as “Reported, not independently verified”."
                )
                % days,
                gettext(
                    "What lacks something goes back with a comment on that output; everything else "
                    "in the report stays as it is."
                ),
                gettext(
                    "Ratings by organisations of the Forum are shown beside the official word and "
                    "never averaged with it."
                ),
                gettext(
                    "What was published is never overwritten: a correction stands beside the old "
                    "value and says what was wrong."
                ),
            )
        ),
    ]
