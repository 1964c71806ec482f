"""Two pages for a contact person: all that the duty asks, with the words that the pages use."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext

from followthrough.desk.kit import clocks
from followthrough.desk.kit.facts import Facts, read
from followthrough.desk.kit.paper import coordinator, paper
from followthrough.lib.deadline_labels import period_label
from followthrough.lib.documents.marked import marked
from followthrough.lib.documents.translated import in_language
from followthrough.lib.documents.tree import (
    Bullets,
    Document,
    Field,
    Fields,
    Heading,
    Note,
    Numbers,
    PageBreak,
    Paragraph,
    Part,
    Run,
    Table,
    Text,
)
from followthrough.lib.uploads import MEGABYTE, MOST_BYTES
from followthrough.lib.uploads.kinds import MEDIA_TYPES
from followthrough.plans.models import DefinitionKind
from followthrough.reporting.models import EvidenceKind
from followthrough.reporting.models.claim import CLAIMABLE
from followthrough.reporting.values import MOST_CHARACTERS

MINUTES = 8


def document(known: Facts) -> Document:
    parts = [
        _lead(),
        _where(known),
        *_signing_in(),
        *_filling_in(known),
        *_evidence(),
        PageBreak(),
        *_sending(),
        *_clock(),
        *_in_the_way(),
        *_public(),
        *_leaving(),
    ]
    return paper(known, gettext("Guide for contact persons"), parts, is_compact=True)


def _lead() -> Paragraph:
    return Paragraph(
        marked(
            gettext(
                "Twice a year your institution says where its promises of the action plan stand. "
                "It takes about %(minutes)s minutes. **If nothing has changed, “No change” and a "
                "reason are a complete answer.**"
            ),
            minutes=str(MINUTES),
        )
    )


def _where(known: Facts) -> Fields:
    found = [
        Field(gettext("Web address"), Run(settings.PUBLIC_URL, link=settings.PUBLIC_URL)),
        Field(gettext("Central focal point"), coordinator(known)),
        Field(gettext("Telephone and e-mail")),
    ]
    today = known.plan.today(known.at)
    if due := known.plan.rounds.filter(due_on__gte=today).order_by("due_on").first():
        period = period_label(due.covers_from, due.covers_until)
        day = date_format(due.due_on, "DATE_FORMAT")
        found.append(Field(gettext("Next due day"), f"{day} ({period})"))
    return Fields(found)


def _signing_in() -> list[Part]:
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    return [
        Heading(gettext("Signing in")),
        Paragraph(
            marked(
                gettext(
                    "Open the address, choose **%(sign_in)s** and write your office e-mail "
                    "address. A code of %(figures)s figures comes by mail and is valid for "
                    "%(minutes)s minutes. There is no password. No code? Look into the unwanted "
                    "mail, then ask the focal point."
                ),
                sign_in=gettext("Sign in"),
                figures=str(settings.ACCOUNT_LOGIN_BY_CODE_FORMAT["length"]),
                minutes=str(minutes),
            )
        ),
    ]


def _filling_in(known: Facts) -> list[Part]:
    return [
        Heading(gettext("Filling in the report")),
        Paragraph(
            marked(
                gettext(
                    "**%(my_tasks)s** leads to the report. Each output has a page with what was "
                    "said last time beside it:"
                ),
                my_tasks=gettext("My tasks"),
            ),
            is_kept_with_next=True,
        ),
        Numbers(tuple(_questions())),
        _levels(known),
        Note(
            marked(
                gettext(
                    "**Enough:** “The data set has been on the open data portal since 12 October "
                    "and is updated every month.” **Not enough:** “Work is under way.”"
                )
            )
        ),
        Paragraph(
            gettext(
                "Nothing changed in several outputs? Tick them on the list and give one reason. "
                "What you write is saved by itself, and your alternate sees the same draft. The "
                "report can also be filled in as an Excel file and uploaded."
            )
        ),
    ]


def _levels(known: Facts) -> Table:
    found = known.definitions(DefinitionKind.COMPLETION)
    return Table(
        header=(gettext("How much is done"), gettext("Meaning")),
        rows=[
            (Run(read(one.label), is_strong=True), in_language(one.meaning))
            for one in found
            if one.code in CLAIMABLE
        ],
        widths=(1, 3),
    )


def _questions() -> Iterable[Text]:
    yield marked(
        gettext(
            "**What has happened?** No change, progress, completed, or a problem or delay. Where "
            "nothing changed or something is late, a reason is asked for."
        )
    )
    yield marked(gettext("**How much is done?** One of the four levels below."))
    yield marked(
        gettext(
            "**What was done?** Up to three short lines, %(characters)s characters, in your own "
            "language."
        ),
        characters=str(MOST_CHARACTERS),
    )
    yield marked(
        gettext(
            "**When will it be finished?** Choose the quarter. If it is later than the deadline, "
            "say why and what help you need."
        )
    )


def _evidence() -> list[Part]:
    kinds = [str(one.label).lower() for one in EvidenceKind if one is not EvidenceKind.MAIL]
    files = ", ".join(one.upper() for one in MEDIA_TYPES)
    return [
        Heading(gettext("Evidence")),
        Bullets(
            (
                marked(gettext("Kinds: %(kinds)s."), kinds=", ".join(kinds)),
                marked(
                    gettext(
                        "A **link** to a public page is best. Otherwise a **file** of up to "
                        "%(size)s MB: %(files)s."
                    ),
                    size=str(MOST_BYTES // MEGABYTE),
                    files=files,
                ),
                marked(
                    gettext(
                        "Say whether it is public. Without verified public evidence a completed "
                        "output reads **“Evidence missing”**. Put no personal data of citizens "
                        "into public evidence."
                    )
                ),
            )
        ),
    ]


def _sending() -> list[Part]:
    return [
        Heading(gettext("Sending the report")),
        Bullets(
            (
                marked(
                    gettext(
                        "**%(check)s** shows everything on one page and names what is missing."
                    ),
                    check=gettext("Check and send"),
                ),
                gettext(
                    "Does somebody have to clear it? Download the copy as Word, have it signed, "
                    "and enter the post, the day and the reference when you send."
                ),
                gettext(
                    "You can change it until it is verified. If something is sent back, the mail "
                    "leads to that very field; everything else stays as it is."
                ),
                gettext(
                    "For the part of a supporting institution, send it a question from the page "
                    "of the output: it answers through a link, without an account."
                ),
            )
        ),
    ]


def _clock() -> list[Part]:
    return [
        Heading(gettext("The days around the due day")),
        Table(
            header=(gettext("When"), gettext("What happens")),
            rows=list(clocks.steps()),
            widths=(2, 3),
        ),
    ]


def _in_the_way() -> list[Part]:
    return [
        Heading(gettext("When something is in the way")),
        Paragraph(
            marked(
                gettext(
                    "Do not wait for the half-year to end. Open **%(obstacles)s** and say what it "
                    "is, since when, and whom you ask for help. When it is resolved, say how. The "
                    "time this takes is public."
                ),
                obstacles=gettext("Obstacles"),
            )
        ),
    ]


def _public() -> list[Part]:
    return [
        Heading(gettext("What becomes public")),
        Paragraph(
            marked(
                gettext(
                    "After verification the report is published with its public evidence, under "
                    "the name of the institution; names of persons never are. Is something wrong "
                    "in what was published? Propose it under **%(corrections)s**: the old value "
                    "stays visible beside the new one."
                ),
                corrections=gettext("Corrections"),
            )
        ),
    ]


def _leaving() -> list[Part]:
    return [
        Heading(gettext("Handing over")),
        Paragraph(
            marked(
                gettext(
                    "You leave the post, or somebody else should do this? Choose **%(hand_over)s** "
                    "under the report and give the name and office e-mail address of your "
                    "successor: one minute. The focal point confirms, and everything done so far "
                    "stays with the post."
                ),
                hand_over=gettext("Not the right person? Hand over"),
            )
        ),
    ]
