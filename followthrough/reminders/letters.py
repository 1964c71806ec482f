"""What the letter to the head of an institution says: one content, printed in each language."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, override

from followthrough.accounts.models import Role
from followthrough.lib.deadline_labels import half_label
from followthrough.lib.documents.translated import in_language
from followthrough.lib.documents.tree import (
    Document,
    Field,
    Fields,
    Heading,
    Numbers,
    Paragraph,
    Part,
    Run,
    Signature,
)
from followthrough.lib.readings import plain
from followthrough.plans.calendar import calendar_of
from followthrough.reminders.models import Letter, Reminder
from followthrough.reporting.models import Report
from followthrough.reporting.silence import silent_from


def letter_document(letter: Letter, language: str, *, at: datetime) -> Document:
    """The letter in that language, as the facts are at that moment. Five queries.

    Once it is recorded as sent, number and day are filled in; before, they are places to fill.
    """
    with override(language):
        report = letter.report
        names = _names(report)
        return Document(
            title=gettext("Report not received: %(institution)s, %(period)s") % names,
            language=language,
            parts=_parts(letter, names, at),
            made_at=at,
            author=str(names["sender"]),
            letterhead=[str(names["sender"])],
            mark=gettext("EXAMPLE") if settings.DEMO else "",
        )


def _parts(letter: Letter, names: dict[str, object], at: datetime) -> list[Part]:
    report = letter.report
    request = gettext(
        "Please have the report sent. It is filed here, and the contact persons of your "
        "institution sign in with their e-mail address:"
    )
    place = [report.round.slug, report.institution.slug]
    link = settings.PUBLIC_URL + reverse("desk:report", args=place)
    return [
        _head(letter),
        Paragraph(gettext("To the head of the institution: %(institution)s") % names),
        Paragraph(
            gettext(
                "Under the action plan “%(plan)s”, each institution that leads a commitment "
                "reports on every half-year. The report of %(institution)s for %(period)s was due "
                "on %(due)s. By %(today)s it has not been received."
            )
            % (names | {"today": date_format(report.round.plan.today(at))})
        ),
        *_reminded(report),
        Heading(gettext("What the report is about")),
        Numbers(_outputs(report)),
        Heading(gettext("What we ask")),
        Paragraph([Run(request), Run(" "), Run(link, link=link)]),
        Paragraph(
            gettext(
                "Where nothing has changed, “No change” and a reason are a complete report. If the "
                "contact person has changed, please tell us who it is now."
            )
        ),
        *_consequence(report, at),
        Signature([gettext("%(sender)s, name and signature") % names]),
    ]


def _head(letter: Letter) -> Fields:
    """Number and day: blank until the registry has given them."""
    day = date_format(letter.sent_on) if letter.sent_on else ""
    return Fields(
        [
            Field(gettext("Protocol number"), letter.protocol_number),
            Field(gettext("Date"), day),
        ]
    )


def _reminded(report: Report) -> list[Part]:
    """On how many days the institution's posts were reminded, and when last."""
    sent = Reminder.objects.sent().filter(report=report).exclude(role=Role.COORDINATOR)
    days = sorted(set(sent.values_list("day", flat=True)))
    if not days:
        return []
    said = ngettext(
        "We sent a reminder on %(last)s.",
        "We sent reminders on %(count)s days, the last on %(last)s.",
        len(days),
    )
    return [Paragraph(said % {"count": len(days), "last": date_format(days[-1])})]


def _outputs(report: Report) -> list[list[Run]]:
    """Each with its commitment; a text that is not translated is marked as being in its own."""
    entries = report.entries.of_outputs().in_order()
    return [
        [Run(f"{entry.commitment.key}: "), *in_language(entry.output.title)]
        for entry in entries.select_related("commitment__plan", "output")
        if entry.output
    ]


def _consequence(report: Report, at: datetime) -> list[Part]:
    plan = report.round.plan
    if not plan.method.is_adopted:
        return []
    days = calendar_of(plan)
    first = silent_from(report.round.due_on, days, is_postponed=report.is_postponed)
    if first <= plan.today(at):
        return [
            Paragraph(gettext("The public page says “No report received” until the report comes."))
        ]
    return [
        Paragraph(
            gettext(
                "From %(day)s the public page says “No report received”. It is replaced by the "
                "report as soon as that is published."
            )
            % {"day": date_format(first)}
        )
    ]


def _names(report: Report) -> dict[str, object]:
    plan = report.round.plan
    return {
        "institution": plain(report.institution.name),
        "sender": plain(plan.coordinator.name) if plan.coordinator else "",
        "plan": plain(plan.title),
        "period": half_label(report.round.covers_until),
        "due": date_format(report.round.due_on),
    }
