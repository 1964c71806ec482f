"""The decision that appoints the contact persons."""

from django.utils.translation import gettext

from followthrough.accounts.models import Role
from followthrough.desk.kit.facts import Facts, Place
from followthrough.desk.kit.paper import (
    article,
    coordinator,
    decision,
    in_force,
    law_on_data,
    paper,
)
from followthrough.lib.documents.marked import marked
from followthrough.lib.documents.translated import in_language
from followthrough.lib.documents.tree import (
    Bullets,
    Document,
    Numbers,
    Paragraph,
    Part,
    Table,
    Text,
)


def document(known: Facts) -> Document:
    title = gettext("Decision on the contact persons for the action plan")
    last = gettext(
        "It is delivered to the institutions in the table and to the National Forum, and published."
    )
    articles = [
        *_persons(known),
        *_duties(),
        *_coordination(known),
        *_changes(),
        *_data(known),
        *in_force(known, 6, last),
    ]
    return paper(known, title, decision(known, articles))


def _persons(known: Facts) -> list[Part]:
    return [
        article(1, gettext("Contact persons")),
        Numbers(
            (
                gettext(
                    "Each institution in the table has a contact person and an alternate for the "
                    "action plan. They are designated by their posts."
                ),
                gettext(
                    "The duty belongs to the post: whoever holds the post holds the duty, and what "
                    "was done before stays with it."
                ),
                gettext("The alternate acts whenever the contact person is absent."),
            )
        ),
        Table(
            header=(
                gettext("No."),
                gettext("Institution"),
                gettext("Its part in the plan"),
                gettext("Contact person (post)"),
                gettext("Alternate (post)"),
            ),
            rows=[_row(number, one) for number, one in enumerate(known.places(), 1)],
            widths=(1, 4.5, 3.5, 3.5, 3.5),
            is_form=True,
        ),
    ]


def _row(number: int, place: Place) -> tuple[Text, ...]:
    return (
        str(number),
        in_language(place.institution.name),
        _part(place),
        _appointed(place, Role.CONTACT),
        _appointed(place, Role.ALTERNATE),
    )


def _part(place: Place) -> str:
    lines = []
    if place.leads:
        lines.append(gettext("leads %(commitments)s") % {"commitments": ", ".join(place.leads)})
    if place.supports:
        named = {"commitments": ", ".join(place.supports)}
        lines.append(gettext("supports %(commitments)s") % named)
    return "\n".join(lines)


def _appointed(place: Place, role: Role) -> str:
    """By which acts the post is filled today; empty, and so a place to write in, if it is not."""
    return "\n".join(
        gettext("appointed: %(act)s") % {"act": act} if act else gettext("appointed, act pending")
        for act in place.acts.get(role, [])
    )


def _duties() -> list[Part]:
    return [
        article(2, gettext("Duties of the contact person")),
        Paragraph(gettext("The contact person:"), is_kept_with_next=True),
        Bullets(
            (
                gettext(
                    "files the report of the institution for each reporting period by its due "
                    "day, also when nothing has changed;"
                ),
                gettext("attaches the evidence and says of each piece whether it is public;"),
                gettext("gathers the answers of the institutions that support an output;"),
                gettext("completes what was sent back for completion;"),
                gettext(
                    "reports obstacles as soon as they appear, and what help is needed from whom;"
                ),
                gettext(
                    "obtains the clearance of the head of the institution, where the institution "
                    "asks for one."
                ),
            )
        ),
    ]


def _coordination(known: Facts) -> list[Part]:
    return [
        article(3, gettext("Coordination")),
        Numbers(
            (
                marked(
                    gettext(
                        "The central focal point is: %(coordinator)s. It opens the reporting "
                        "periods, verifies and publishes the reports and keeps the calendar."
                    ),
                    coordinator=coordinator(known),
                ),
                gettext(
                    "Nobody verifies the reports of their own institution: those of the central "
                    "focal point are verified by the deputy chair of the National Forum."
                ),
            )
        ),
    ]


def _changes() -> list[Part]:
    return [
        article(4, gettext("Change of a contact person")),
        Paragraph(
            gettext(
                "Whoever leaves the post names a successor beforehand, in the system or in "
                "writing. The central focal point confirms the successor. Until then the alternate "
                "does the duty."
            )
        ),
    ]


def _data(known: Facts) -> list[Part]:
    return [
        article(5, gettext("Personal data")),
        Paragraph(
            marked(
                gettext(
                    "Of a contact person the name, the office e-mail address, the language and the "
                    "post are processed (%(law)s). Public pages name posts, never persons. The "
                    "privacy notice is handed out with this decision."
                ),
                law=law_on_data(known),
            )
        ),
    ]
