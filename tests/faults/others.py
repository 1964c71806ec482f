"""What else people do in a random life: evidence, answers, corrections, ratings, obstacles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Actor
from followthrough.lib.text import text_in
from followthrough.reporting.models import (
    Contribution,
    Correction,
    Entry,
    Obstacle,
    PublishedEntry,
    Rating,
)
from followthrough.reporting.operations import contributions, corrections, obstacles, ratings
from followthrough.reporting.operations.evidence import Details, add_link, remove
from followthrough.reporting.values import Values

if TYPE_CHECKING:
    from tests.faults.machine import Life

# Done by whoever files for the institution; the others by whoever judges its work.
OF_THE_INSTITUTION = ("add link", "remove", "ask", "accept", "propose", "open obstacle", "resolve")


def _add_link(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    # A private one is named by a mark, a public one by a word that may be read.
    is_public = how % 2 == 0
    title = "Decision" if is_public else life.mark()
    details = Details("decision", title, is_public=is_public)
    link = f"https://example.org/{how if is_public else title}"
    add_link(entry, details, link, by=actor, at=life.at)


def _remove(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    for piece in entry.evidence.all()[:1]:
        remove(entry, piece, by=actor, at=life.at)


def _ask(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    body = Institution.objects.get(slug="association-of-municipalities")
    request = contributions.Request(body, f"{how}@example.org", "sq", life.mark())
    contributions.ask(entry, request, by=actor, at=life.at)


def _answer(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    for one in Contribution.objects.filter(entry=entry)[:1]:
        contributions.answer(one, words=life.mark(), name="Office", link="", at=life.at)


def _accept(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    for one in Contribution.objects.filter(entry=entry)[:1]:
        decide = contributions.accept if how % 3 else contributions.decline
        decide(one, by=actor, at=life.at)


def _propose(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    for row in PublishedEntry.objects.standing().filter(entry=entry):
        values = replace(Values.of(row), done=text_in("sq", life.mark()))
        corrections.propose(row, values, text_in("sq", life.mark()), by=actor, at=life.at)


def _decide_correction(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    for one in Correction.objects.filter(published__entry=entry)[:1]:
        if how % 3:
            corrections.confirm(one, by=actor, at=life.at)
        else:
            corrections.refuse(one, reason=life.mark(), by=actor, at=life.at)


def _rate(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    body = Institution.objects.get(pk=actor.institution_id or 0)
    opinion = ratings.Opinion("limited", text_in("sq", life.mark()))
    ratings.save_rating(entry.commitment, body, opinion, seen=0, by=actor, at=life.at)


def _sign(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    body = Institution.objects.get(pk=actor.institution_id or 0)
    found = Rating.objects.filter(organisation=body, commitment=entry.commitment).first()
    # Signing makes the sentence public: it carries no mark.
    opinion = ratings.Opinion("limited", text_in("sq", "A signed sentence."))
    seen = found.version if found else 0
    ratings.sign_rating(entry.commitment, body, opinion, seen=seen, by=actor, at=life.at)


def _open_obstacle(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    trouble = obstacles.Trouble(
        "staff", text_in("sq", life.mark()), how % 2 == 0, private_because=life.mark()
    )
    obstacles.open_from_entry(entry, trouble, by=actor, at=life.at)


def _resolve(life: Life, actor: Actor, entry: Entry, how: int) -> None:
    for one in Obstacle.objects.select_related("commitment__plan").filter(entry=entry):
        words = text_in("sq", life.mark())
        obstacles.resolve(one, words, seen=one.version, by=actor, at=life.at)


VERBS: dict[str, Callable[[Life, Actor, Entry, int], None]] = {
    "add link": _add_link,
    "remove": _remove,
    "ask": _ask,
    "answer": _answer,
    "accept": _accept,
    "propose": _propose,
    "decide correction": _decide_correction,
    "rate": _rate,
    "sign": _sign,
    "open obstacle": _open_obstacle,
    "resolve": _resolve,
}
