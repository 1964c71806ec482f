"""What the papers share: their frame, the places to fill in, and how a decision begins and ends."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from followthrough.desk.kit.facts import Facts, read
from followthrough.lib.documents.marked import marked
from followthrough.lib.documents.tree import (
    Document,
    Field,
    Fields,
    Heading,
    Note,
    Numbers,
    Paragraph,
    Part,
    Run,
    Signature,
    Text,
)


def paper(known: Facts, title: str, parts: Sequence[Part], *, is_compact: bool = False) -> Document:
    sender = [known.coordinator] if known.coordinator else []
    example = [Note(gettext("This is an example: what is said in it is invented."))]
    return Document(
        title=title,
        language=get_language() or "",
        made_at=known.at,
        author=known.coordinator,
        subject=known.plan_title,
        letterhead=[*sender, known.plan_title],
        mark=gettext("EXAMPLE") if settings.DEMO else "",
        parts=[*(example if settings.DEMO else []), *parts],
        is_compact=is_compact,
    )


def blank(hint: str) -> Run:
    """A place that only the ministry can fill in."""
    return Run(hint, is_blank=True)


def coordinator(known: Facts) -> Text:
    return known.coordinator or blank(gettext("coordinating institution"))


def to_complete(known: Facts) -> Note:
    return Note(
        marked(
            gettext(
                "Prepared from the data of this system (%(day)s). Fill in the marked places, have "
                "the text checked by the legal office, and delete this note."
            ),
            day=known.today,
        )
    )


def decision(known: Facts, articles: Sequence[Part]) -> list[Part]:
    """The parts of a decision: its head, its basis, its articles and the signature."""
    return [
        to_complete(known),
        Fields((Field(gettext("Protocol number")), Field(gettext("Place and day")))),
        _basis(known),
        *articles,
        Signature((gettext("Name and post"), gettext("Signature and seal"), gettext("Day"))),
    ]


def article(number: int, title: str) -> Heading:
    return Heading(gettext("Article %(number)s – %(title)s") % {"number": number, "title": title})


def _basis(known: Facts) -> Paragraph:
    return Paragraph(
        marked(
            gettext(
                "On the basis of [[law or regulation, its number and article]], and in order to "
                "carry out “%(plan)s” (%(adoption)s), [[post of the person who decides]] takes "
                "this decision:"
            ),
            plan=known.plan_title,
            adoption=_adoption(known),
        )
    )


def _adoption(known: Facts) -> Text:
    plan = known.plan
    if not plan.adopted_on:
        return blank(gettext("act and day by which the plan was adopted"))
    day = date_format(plan.adopted_on, "DATE_FORMAT")
    names = {"body": read(plan.adopted_by), "act": plan.adoption_act, "day": day}
    return gettext("%(body)s, %(act)s, %(day)s") % names


def in_force(known: Facts, number: int, to: str) -> list[Part]:
    """The last article: the languages of the decision, the day, and who gets it."""
    return [
        article(number, gettext("Languages and entry into force")),
        Numbers(
            (
                marked(
                    gettext(
                        "This decision is issued in the official languages, and all versions are "
                        "equally valid (%(law)s)."
                    ),
                    law=law_on_languages(known),
                ),
                gettext("It enters into force on the day of its signature."),
                to,
            )
        ),
    ]


def law_on_data(known: Facts) -> Text:
    if known.is_kosovo:
        return gettext("Law No. 06/L-082 on Protection of Personal Data")
    return blank(gettext("law on the protection of personal data"))


def law_on_languages(known: Facts) -> Text:
    if known.is_kosovo:
        return gettext("Law No. 02/L-37 on the Use of Languages")
    return blank(gettext("law on the use of languages"))
