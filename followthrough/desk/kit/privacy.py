"""The privacy notice for those who work with the system or are asked for a part of a report."""

from django.conf import settings
from django.utils.translation import gettext

from followthrough.desk.kit.facts import Facts
from followthrough.desk.kit.paper import blank, coordinator, law_on_data, paper, to_complete
from followthrough.lib.documents.marked import marked
from followthrough.lib.documents.tree import (
    Bullets,
    Document,
    Field,
    Fields,
    Heading,
    Paragraph,
    Part,
    Run,
    Table,
    Text,
)


def document(known: Facts) -> Document:
    parts = [
        to_complete(known),
        _who(known),
        *_data(),
        *_why(known),
        *_where(),
        *_seen(),
        *_rights(known),
    ]
    return paper(known, gettext("Privacy notice"), parts)


def _who(known: Facts) -> Fields:
    return Fields(
        (
            Field(gettext("Responsible body"), coordinator(known)),
            Field(gettext("Postal address")),
            Field(gettext("Data protection")),
            Field(gettext("Web address"), Run(settings.PUBLIC_URL, link=settings.PUBLIC_URL)),
            Field(
                gettext("Who it is for"),
                gettext(
                    "People who sign in to work on the action plan, and people of supporting "
                    "institutions who are asked for a part of a report."
                ),
            ),
        )
    )


def _data() -> list[Part]:
    kept = blank(gettext("how long"))
    post = (Run(gettext("as long as the post is held, and then:") + " "), kept)
    hours = settings.SESSION_COOKIE_AGE // 3600
    session = gettext("until the session ends, at most %(hours)s hours; the list of sessions:")
    rows: list[tuple[Text, ...]] = [
        (
            gettext("Name, office e-mail address, language"),
            gettext("to sign in by a code sent by mail, and to get reminders and receipts"),
            post,
        ),
        (
            gettext("Post, from when to when, appointing act, successor"),
            gettext("to know who answers for what, and to hand over"),
            post,
        ),
        (
            gettext("Time, network address and browser of each session"),
            gettext("to protect the account; each person sees and ends their own sessions"),
            (Run(session % {"hours": hours} + " "), kept),
        ),
        (
            gettext("A second step at sign-in, where the post asks for one"),
            gettext("to protect posts that reach across institutions"),
            gettext("until the person removes it"),
        ),
        (
            gettext("What was done, when, through which post"),
            gettext("to be able to prove later how each public statement came about"),
            gettext("permanently; the log names the post and a number, never the person"),
        ),
        (
            gettext("E-mail address of somebody asked for a part of a report"),
            gettext("to send the link to the question and to name the institution that answered"),
            kept,
        ),
    ]
    header = (gettext("Data"), gettext("Purpose"), gettext("How long"))
    return [
        Heading(gettext("Which data, why and how long")),
        Table(header=header, rows=rows, widths=(3, 4, 3)),
        Paragraph(
            gettext(
                "Reports and evidence may name people too. Institutions put no personal data into "
                "public evidence that is not public already."
            )
        ),
    ]


def _why(known: Facts) -> list[Part]:
    return [
        Heading(gettext("Purpose and legal basis")),
        Paragraph(
            marked(
                gettext(
                    "The data serve to carry out “%(plan)s” and to report on it publicly, and "
                    "nothing else. Legal basis: %(law)s, [[article]]; [[decision appointing the "
                    "contact persons, number and day]]."
                ),
                plan=known.plan_title,
                law=law_on_data(known),
            )
        ),
    ]


def _where() -> list[Part]:
    return [
        Heading(gettext("Where the data are")),
        Bullets(
            (
                marked(gettext("Server: [[who runs it, place and country]].")),
                marked(gettext("Backups: [[where, and how long they are kept]].")),
                marked(gettext("Mail is sent through: [[the mail server and who runs it]].")),
                gettext(
                    "No data go to anybody else: there are no trackers, no statistics services and "
                    "no files from other servers. Cookies are set only for people who sign in, and "
                    "only to keep them signed in and their forms safe."
                ),
            )
        ),
    ]


def _seen() -> list[Part]:
    return [
        Heading(gettext("Who sees what")),
        Bullets(
            (
                gettext("The public sees posts and institutions, never the name of a person."),
                gettext("Colleagues of the same institution see who holds its posts."),
                gettext(
                    "The focal point and the administrator see the names and addresses of those "
                    "who hold posts."
                ),
            )
        ),
    ]


def _rights(known: Facts) -> list[Part]:
    authority: Text = blank(gettext("supervisory authority for data protection"))
    if known.is_kosovo:
        authority = gettext("Information and Privacy Agency")
    return [
        Heading(gettext("Your rights")),
        Paragraph(
            marked(
                gettext(
                    "You may ask to see your data, to have them corrected, and, where the law "
                    "allows it, erased or restricted; and you may object to their use. Write to "
                    "the data protection contact named above. You may also complain to: "
                    "%(authority)s."
                ),
                authority=authority,
            )
        ),
        Paragraph(
            gettext(
                "On the page of your account you see your data, change the language and end your "
                "sessions."
            )
        ),
    ]
