"""Lines of the log in a reader's words: who, what, when, before and after."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followthrough.audit.models import Event
from followthrough.lib.deadline_labels import period_label
from followthrough.lib.text import TranslatedText
from followthrough.plans.models import Commitment
from followthrough.plans.words import Completion
from followthrough.portal import plan_changes
from followthrough.portal.plan_changes import Step
from followthrough.portal.posts import post
from followthrough.portal.queries.shared import Shared
from followthrough.reporting.models import PublishedEntry

# One sentence a verb; the log keeps the verb, the reader gets the sentence.
SENTENCES: dict[str, Promise] = {
    "plan.imported": _("The plan was entered."),
    "plan.edited": _("The plan was edited."),
    "commitment.imported": _("The commitment was read from OGP's page."),
    "commitment.edited": _("The commitment was edited."),
    "plan.adopted": _("The plan was adopted."),
    "method.adopted": _("The method was adopted."),
    "round.opened": _("A reporting period was opened."),
    "round.moved": _("The days of a reporting period were changed."),
    "report.submitted": _("A report was received."),
    "report.published": _("A report was published."),
    "correction.confirmed": _("Something published was corrected."),
    "rating.signed": _("An organisation of the Forum signed its rating."),
    "coding.entered": _("The coding of the Independent Reporting Mechanism was entered."),
    "obstacle.opened": _("An obstacle was reported."),
    "obstacle.described": _("An obstacle was described anew."),
    "obstacle.help_asked": _("Help was asked for with an obstacle."),
    "obstacle.escalated": _("An obstacle was taken further."),
    "obstacle.reopened": _("An obstacle was opened again."),
    "obstacle.resolved": _("An obstacle was resolved."),
    "evidence.link_dead": _("The link of a piece of evidence no longer opens."),
    "evidence.link_back": _("The link of a piece of evidence opens again."),
}
# By the first part of a verb, for verbs that came later than these sentences.
KINDS: dict[str, Promise] = {
    "plan": _("The plan was changed."),
    "commitment": _("The commitment was changed."),
    "method": _("The method was changed."),
    "round": _("A reporting period was changed."),
    "report": _("A report was changed."),
    "correction": _("Something published was corrected."),
    "rating": _("A rating was changed."),
    "coding": _("A coding was changed."),
    "obstacle": _("An obstacle was changed."),
}
# Lines about one commitment, told by their payload: their subject is something else.
BY_PAYLOAD = Q(verb__startswith="rating.") | Q(verb__startswith="obstacle.")
BY_PAYLOAD |= Q(verb__startswith="coding.") | Q(verb__startswith="correction.")


@dataclass(frozen=True)
class Change:
    at: datetime
    sentence: Promise | str
    number: int
    by: str = ""
    subject: str = ""
    steps: list[Step] = field(default_factory=list)
    # What a correction put right.
    erratum: TranslatedText = field(default_factory=TranslatedText)


def sentence(verb: str) -> Promise | str:
    return SENTENCES.get(verb) or KINDS.get(verb.split(".")[0]) or gettext("Something was changed.")


def latest(limit: int, *subjects: str) -> list[Change]:
    """The last public changes, newest first; only of these subjects, if any. One query."""
    chosen = Q(subject__in=subjects) if subjects else Q()
    events = Event.objects.public().filter(chosen).order_by("-sequence").only("at", "verb")[:limit]
    return [Change(event.at, sentence(event.verb), event.sequence) for event in events]


def of_commitment(shared: Shared, commitment: Commitment) -> list[Change]:
    """Everything public that happened to a commitment, newest first. Two queries."""
    key = commitment.key
    subjects = [f"commitment:{key}", f"plan:{shared.plan.slug}", *_reports(shared, commitment)]
    told = Q(subject__in=subjects) | (BY_PAYLOAD & Q(payload__commitment=key))
    events = Event.objects.public().filter(told).order_by("-sequence")
    return [_change(shared, event, commitment) for event in events]


def _reports(shared: Shared, commitment: Commitment) -> Iterator[str]:
    """The reports in which the commitment was published, as the log names them."""
    if not shared.has_reporting:
        return
    rows = PublishedEntry.objects.filter(commitment=commitment, output=None).order_by()
    names = rows.values_list("round__slug", "entry__report__institution__slug").distinct()
    yield from (f"report:{one}/{institution}" for one, institution in names)


def _change(shared: Shared, event: Event, commitment: Commitment) -> Change:
    is_own = event.subject == f"commitment:{commitment.key}"
    edits = plan_changes.steps(event.payload, commitment.number, shared.by_slug, is_own=is_own)
    return Change(
        event.at,
        sentence(event.verb),
        event.sequence,
        by=post(event.by, shared),
        subject=_subject(event, shared) or _organisation(event.payload, shared),
        steps=[*_steps(event.payload, commitment.key), *edits],
        erratum=TranslatedText.from_json(event.payload.get("erratum") or {}),
    )


def _subject(event: Event, shared: Shared) -> str:
    """Whose report of which period, or which period, it is."""
    kind, _colon, name = event.subject.partition(":")
    if kind not in {"report", "round"}:
        return ""
    period, _slash, institution = name.partition("/")
    found = next((one for one in shared.published.rounds if one.slug == period), None)
    label = period_label(found.covers_from, found.covers_until) if found else period
    whose = plan_changes.name_of(institution, shared.by_slug)
    return f"{whose}, {label}" if institution else label


def _organisation(payload: Mapping[str, Any], shared: Shared) -> str:
    """Whose rating it is."""
    return plan_changes.name_of(payload.get("organisation", ""), shared.by_slug)


def _steps(payload: Mapping[str, Any], key: str) -> Iterator[Step]:
    entries: Iterable[Mapping[str, Any]] = payload.get("entries") or ()
    for one in entries:
        if one["commitment"] == key:
            # A correction names what stood before it; a publication the level of the last round.
            before, after = one["completion"]
            number = one["output"]
            what = plan_changes.output(number) if number else plan_changes.whole()
            yield Step(what, _level(one.get("was", before)), _level(after))
    after = payload.get("after")
    if isinstance(after, dict) and "completion" in after:
        before = payload.get("before") or {}
        levels = _level(before.get("completion", "")), _level(after["completion"])
        yield Step(plan_changes.whole(), *levels)


def _level(code: str) -> str:
    return str(Completion(code or Completion.NOT_KNOWN).label)
