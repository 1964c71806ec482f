"""Asking a supporting institution about one output, and what becomes of its answer."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.lib.hashing import sha256
from followthrough.lib.text import text_in
from followthrough.lib.web_address import BadAddress, web_address
from followthrough.reporting import emails
from followthrough.reporting.models import Contribution, Entry, EvidenceKind, Report
from followthrough.reporting.operations.entries import require_unverified, touch
from followthrough.reporting.operations.evidence import MOST_TITLE, Details, add_link
from followthrough.reporting.operations.locking import (
    lock_entry,
    lock_report,
    require_filing,
    require_open,
)
from followthrough.reporting.refusals import Refusal, WrongState
from followthrough.reporting.values import MOST_CHARACTERS

State = Contribution.State


class BadAnswer(Refusal):
    """An answer without words, or one too long to be taken over."""


@dataclass(frozen=True)
class Request:
    """Whom to ask and what: the question is in the words of the lead."""

    institution: Institution
    email: str
    language: str
    question: str = ""


def digest(token: str) -> str:
    """What is stored of the secret in a link."""
    return sha256(token.encode())


@transaction.atomic
def ask(entry: Entry, request: Request, *, by: Actor, at: datetime) -> Contribution:
    """Send one output to another body by mail. Asking the same address again changes nothing."""
    report, entry = lock_entry(entry.pk)
    require(by, Permission.FILE_REPORT, report.institution_id)
    require_open(report, at)
    require_unverified(entry)
    if request.institution.pk == report.institution_id:
        raise WrongState(gettext("This is your own institution. Ask another one."))
    waiting = entry.contributions.filter(email__iexact=request.email, state=State.ASKED).first()
    if waiting is not None:
        return waiting
    token = secrets.token_urlsafe(32)
    contribution = Contribution.objects.create(
        entry=entry,
        institution=request.institution,
        email=request.email,
        language=request.language,
        question=request.question,
        token_sha256=digest(token),
        asked_at=at,
        asked_by=by.name,
    )
    _log("contribution.asked", report, contribution, by.name, at)
    emails.contribution_asked(report, contribution, token, at=at)
    return contribution


def by_token(token: str) -> Contribution | None:
    """The contribution whose link somebody has opened."""
    related = ("entry__report__round__plan", "entry__report__institution", "institution")
    found = Contribution.objects.filter(token_sha256=digest(token))
    return found.select_related(*related, "entry__output", "entry__commitment").first()


@transaction.atomic
def answer(
    contribution: Contribution, *, words: str, name: str, link: str, at: datetime
) -> Contribution:
    """Keep the answer of who holds the link; it may be changed until the lead has decided.

    `name` is how the answering office signs: a post, not asked to be a person.
    """
    report, contribution = _lock(contribution)
    require_open(report, at)
    _require_undecided(contribution)
    words = words.strip()
    if not words:
        raise BadAnswer(gettext("Write what was done, in up to three short lines."))
    if len(words) > MOST_CHARACTERS:
        raise BadAnswer(gettext("The text is too long. Shorten it to 600 characters."))
    link = _address(link)
    if (words, name, link) == (contribution.answer, contribution.answered_by, contribution.link):
        return contribution
    contribution.answer, contribution.answered_by, contribution.link = words, name, link
    contribution.answered_at, contribution.state = at, State.ANSWERED
    contribution.save()
    by = f"contributor@{contribution.institution.slug}"
    _log("contribution.answered", report, contribution, by, at)
    emails.contribution_answered(report, contribution, at=at)
    return contribution


@transaction.atomic
def accept(contribution: Contribution, *, by: Actor, at: datetime) -> Entry:
    """Take the answer over into the entry: its words behind what is there, its link as evidence."""
    report, contribution = _lock(contribution)
    require_filing(report, by)
    require_open(report, at)
    entry = Entry.objects.select_related("output", "commitment").get(pk=contribution.entry_id)
    if contribution.state == State.ACCEPTED:
        return entry
    require_unverified(entry)
    _require_answered(contribution)
    words = f"{entry.done}\n{contribution.answer}".strip()
    if len(words) > MOST_CHARACTERS:
        raise BadAnswer(
            gettext(
                "Together the texts are longer than 600 characters. Shorten yours first, or take "
                "over by hand what matters."
            )
        )
    language = entry.done.original or contribution.language
    entry.done = entry.done.with_original(words) if entry.done else text_in(language, words)
    entry.save()
    touch(report, entry, by, at)
    if contribution.link:
        title = str(contribution.institution.name)[:MOST_TITLE]
        details = Details(EvidenceKind.PAGE.value, title, contribution.language)
        add_link(entry, details, contribution.link, by=by, at=at)
    _decide(contribution, State.ACCEPTED, at)
    _log("contribution.accepted", report, contribution, by.name, at)
    return entry


@transaction.atomic
def decline(contribution: Contribution, *, by: Actor, at: datetime) -> Contribution:
    """Do without the answer, or without waiting for it any longer."""
    report, contribution = _lock(contribution)
    require_filing(report, by)
    if contribution.state == State.DECLINED:
        return contribution
    if contribution.state == State.ACCEPTED:
        raise WrongState(gettext("This answer has been taken over already. Edit your text."))
    _decide(contribution, State.DECLINED, at)
    _log("contribution.declined", report, contribution, by.name, at)
    return contribution


def _address(link: str) -> str:
    try:
        return web_address(link) if link.strip() else ""
    except BadAddress as problem:
        raise BadAnswer(
            gettext("This is not the address of a web page. Copy it from the browser.")
        ) from problem


def _lock(contribution: Contribution) -> tuple[Report, Contribution]:
    report = lock_report(contribution.entry.report_id)
    found = Contribution.objects.select_for_update(of=("self",)).select_related("institution")
    return report, found.get(pk=contribution.pk)


def _require_undecided(contribution: Contribution) -> None:
    if contribution.state in {State.ACCEPTED, State.DECLINED}:
        raise WrongState(
            gettext("The lead institution has finished with this. Write to it if that is wrong.")
        )


def _require_answered(contribution: Contribution) -> None:
    if contribution.state != State.ANSWERED:
        raise WrongState(gettext("There is no answer to take over."))


def _decide(contribution: Contribution, to: Contribution.State, at: datetime) -> None:
    contribution.state, contribution.decided_at = to, at
    contribution.save(update_fields=["state", "decided_at"])


def _log(verb: str, report: Report, contribution: Contribution, by: str, at: datetime) -> None:
    record(
        verb,
        f"report:{report.key}",
        by=by,
        at=at,
        payload={"contribution": contribution.pk},
        public=False,
    )
