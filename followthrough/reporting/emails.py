"""Mails about a report, one function a message, each in the language of who gets it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from followthrough.accounts.models import Role, Tenure, User
from followthrough.lib.deadline_labels import half_label
from followthrough.lib.readings import plain
from followthrough.outbox.operations import post
from followthrough.reporting.models import Contribution, Entry, Report, Verification

Words = Callable[[dict[str, Any]], tuple[str, str]]


def receipt(report: Report, *, at: datetime) -> None:
    """To the institution: what was sent, and what happens next."""

    def words(names: dict[str, Any]) -> tuple[str, str]:
        return (
            gettext("Received: report of %(institution)s, %(period)s") % names,
            gettext(
                "The report of %(institution)s for %(period)s was received on %(at)s.\n\n"
                "It becomes public after it has been verified, normally within 5 working days. "
                "Until then you can still change it:\n%(url)s\n\n"
                "Reference: %(reference)s"
            )
            % names,
        )

    _tell(report, f"receipt:{report.key}:{report.version}", words, "desk:report_done", at=at)


def returned(report: Report, entry: Entry, look: Verification, *, at: datetime) -> None:
    """To the institution: one output was sent back; the link leads to that very field."""

    def words(names: dict[str, Any]) -> tuple[str, str]:
        names["output"] = _title(entry)
        names["comment"] = look.comment
        names["url"] += f"#{look.about}"
        return (
            gettext("Please complete: %(output)s") % names,
            gettext(
                "Complete this output here:\n%(url)s\n\n"
                "%(output)s (report of %(institution)s, %(period)s)\n\n"
                "What is missing: %(comment)s\n\n"
                "Then send the report again; everything else in it stays as it is."
            )
            % names,
        )

    key = f"returned:{report.key}:{entry.commitment.key}:{entry.place}:{look.version}"
    where = [entry.commitment.key, entry.place]
    _tell(report, key, words, "desk:entry", *where, at=at)


def verified(report: Report, *, at: datetime) -> None:
    """To the institution: every entry was found right, or may be published with a note."""

    def words(names: dict[str, Any]) -> tuple[str, str]:
        return (
            gettext("Verified: report of %(institution)s, %(period)s") % names,
            gettext(
                "You need not do anything. The report of %(institution)s for %(period)s has been "
                "verified and will be published next. You can read it here:\n%(url)s\n\n"
                "If something in it is wrong, tell the coordinator before it is published."
            )
            % names,
        )

    _tell(report, f"verified:{report.key}:{report.version}", words, "desk:report", at=at)


def published(report: Report, *, at: datetime) -> None:
    """To the institution: its report is public."""

    def words(names: dict[str, Any]) -> tuple[str, str]:
        return (
            gettext("Published: report of %(institution)s, %(period)s") % names,
            gettext(
                "The report of %(institution)s for %(period)s is public now:\n%(url)s\n\n"
                "If something in it is wrong, propose a correction; the old value stays visible."
            )
            % names,
        )

    _tell(report, f"published:{report.key}:{report.version}", words, "portal:institution", at=at)


def contribution_asked(
    report: Report, contribution: Contribution, token: str, *, at: datetime
) -> None:
    """To a supporting body: what is asked, and the link that needs no account."""
    with override(contribution.language):
        names = {
            "institution": _name(report),
            "output": _title(contribution.entry),
            "period": half_label(report.round.covers_until),
            "url": settings.PUBLIC_URL + reverse("desk:contribute", args=[token]),
            "question": contribution.question,
            "day": date_format(report.round.due_on, "DATE_FORMAT"),
        }
        subject = gettext("%(institution)s asks for your part: %(output)s") % names
        body = (
            gettext(
                "Tell here what you did for this output, in up to three short lines:\n%(url)s\n\n"
                "%(output)s (report of %(institution)s for %(period)s, due on %(day)s)\n\n"
                "%(question)s\n\n"
                "You need no account. The link is yours alone: please do not pass it on."
            )
            % names
        )
    post(
        key=f"contribution:{contribution.pk}",
        to=contribution.email,
        language=contribution.language,
        subject=subject,
        body=body,
        at=at,
    )


def contribution_answered(report: Report, contribution: Contribution, *, at: datetime) -> None:
    """To the lead: an answer has come in and waits to be taken over."""
    entry = Entry.objects.select_related("output", "commitment__plan").get(pk=contribution.entry_id)

    def words(names: dict[str, Any]) -> tuple[str, str]:
        names["from"] = plain(contribution.institution.name)
        names["output"] = _title(entry)
        return (
            gettext("Answer of %(from)s: %(output)s") % names,
            gettext(
                "Take the answer over, or leave it out, here:\n%(url)s\n\n"
                "%(from)s has answered your question on: %(output)s"
            )
            % names,
        )

    key = f"answer:{contribution.pk}:{at.isoformat()}"
    _tell(report, key, words, "desk:entry", entry.commitment.key, entry.place, at=at)


def _tell(report: Report, key: str, words: Words, route: str, *more: str, at: datetime) -> None:
    """One message to each contact person and alternate of the institution, in their language."""
    for user in filing_users(report, at):
        with override(user.language):
            place = [report.institution.slug]
            if route.startswith("desk:"):
                place = [report.round.slug, report.institution.slug, *more]
            names = {
                "institution": _name(report),
                "period": half_label(report.round.covers_until),
                "url": settings.PUBLIC_URL + reverse(route, args=place),
                "reference": f"{report.key} v{report.version}",
                "at": report.round.plan.local(at).strftime("%d.%m.%Y %H:%M"),
            }
            subject, body = words(names)
        post(
            key=f"{key}:{user.pk}",
            to=user.email,
            language=user.language,
            subject=subject,
            body=body,
            at=at,
        )


def filing_users(report: Report, at: datetime) -> list[User]:
    """Who files for the institution at that moment."""
    held = Tenure.objects.held_on(report.round.plan.today(at)).filter(
        post__institution=report.institution_id,
        post__role__in=[Role.CONTACT, Role.ALTERNATE],
        user__is_active=True,
    )
    users = {one.user_id: one.user for one in held.select_related("user")}
    return list(users.values())


def _name(report: Report) -> str:
    return plain(report.institution.name)


def _title(entry: Entry) -> str:
    return plain(entry.output.title if entry.output else entry.commitment.title)
