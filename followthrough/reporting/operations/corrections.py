"""Correcting what is public: one proposes, another confirms, and the old value stays to be seen."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, NotAllowed, Permission, require
from followthrough.audit.operations import record
from followthrough.lib.text import TranslatedText
from followthrough.reporting.models import Correction, PublishedEntry, Report
from followthrough.reporting.models.claim import CLAIM_FIELDS
from followthrough.reporting.operations.locking import lock_report
from followthrough.reporting.operations.publishing import line
from followthrough.reporting.operations.verifying import may_verify
from followthrough.reporting.refusals import NotIndependent, Refusal, WrongState
from followthrough.reporting.situations import published_situation
from followthrough.reporting.values import Problem, Values, from_json, normalised, problems, to_json


class BadCorrection(Refusal):
    """Nothing is corrected, or what is put in its place is not complete; `problems` say what."""

    def __init__(self, sentence: str, problems: list[Problem] | None = None) -> None:
        self.problems = problems or []
        super().__init__(sentence)


@transaction.atomic
def propose(
    published: PublishedEntry, values: Values, erratum: TranslatedText, *, by: Actor, at: datetime
) -> Correction:
    """Propose other values for something published, with what was wrong in words for the public.

    The same proposal twice is one. Raises BadCorrection, WrongState and NotAllowed.
    """
    report, published = _lock(published.pk)
    require(by, Permission.PROPOSE_CORRECTION, report.institution_id)
    if published.replaced_at is not None:
        raise WrongState(gettext("This has been corrected already. Look at what stands now."))
    place = published_situation(report, published)
    values = normalised(values, place)
    changed = _changed(published, values)
    waiting = published.corrections.filter(state=Correction.State.PROPOSED).first()
    if waiting is not None:
        if waiting.values == changed:
            return waiting
        raise WrongState(
            gettext("Another correction of this is waiting to be confirmed. Decide on it first.")
        )
    _require_sense(changed, erratum, problems(values, place))
    correction = Correction.objects.create(
        published=published,
        values=changed,
        erratum=erratum,
        proposed_at=at,
        proposed_by=by.name,
        proposed_by_user_id=by.user_id,
    )
    _log("correction.proposed", report, correction, by, at, public=False)
    return correction


@transaction.atomic
def confirm(correction: Correction, *, by: Actor, at: datetime) -> PublishedEntry:
    """The second pair of eyes agrees: the corrected row stands, the old one says since when not.

    Raises NotIndependent for whoever proposed it, WrongState and NotAllowed.
    """
    report, published, correction = _lock_correction(correction, by)
    if correction.state == Correction.State.CONFIRMED:
        return published.entry.published.latest("number")
    _require_proposed(correction)
    row = _replace(published, correction, at)
    _decide(correction, Correction.State.CONFIRMED, by, at)
    record(
        "correction.confirmed",
        f"report:{report.key}",
        by=by.name,
        at=at,
        payload={
            "entries": [line(row) | {"was": published.completion}],
            "fields": sorted(correction.values),
            "erratum": correction.erratum.to_json(),
        },
        public=True,
    )
    return row


@transaction.atomic
def refuse(correction: Correction, *, reason: str, by: Actor, at: datetime) -> Correction:
    """What is public stays as it is; the reason is told to who proposed it."""
    report, _, correction = _lock_correction(correction, by)
    if correction.state == Correction.State.REFUSED:
        return correction
    if not reason.strip():
        raise BadCorrection(gettext("Say why the correction is refused."))
    _require_proposed(correction)
    correction.reason = reason.strip()
    _decide(correction, Correction.State.REFUSED, by, at)
    _log("correction.refused", report, correction, by, at, public=False)
    return correction


def _lock(pk: int) -> tuple[Report, PublishedEntry]:
    related = ("commitment__plan", "output__current_deadline", "round__plan__method")
    entry = PublishedEntry.objects.select_related(*related).get(pk=pk)
    report = lock_report(entry.entry.report_id)
    entry.refresh_from_db(fields=["is_current", "replaced_at"])
    return report, entry


def _lock_correction(
    correction: Correction, by: Actor
) -> tuple[Report, PublishedEntry, Correction]:
    report, published = _lock(correction.published_id)
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if not may_verify(report, by):
        raise NotAllowed(
            gettext("A correction is confirmed by whoever may verify the institution's reports.")
        )
    if by.user_id is not None and by.user_id == correction.proposed_by_user_id:
        raise NotIndependent(
            gettext("You proposed this correction. Somebody else has to confirm it.")
        )
    return report, published, correction


def _require_proposed(correction: Correction) -> None:
    if correction.state != Correction.State.PROPOSED:
        raise WrongState(gettext("This correction has been decided on already."))


def _require_sense(
    changed: dict[str, Any], erratum: TranslatedText, missing: list[Problem]
) -> None:
    if not changed:
        raise BadCorrection(gettext("Nothing is changed. Correct at least one answer."))
    if not erratum:
        raise BadCorrection(gettext("Say in one sentence what was wrong: the public will read it."))
    if missing:
        raise BadCorrection(
            gettext("The corrected answers are not complete. See beside the fields."), missing
        )


def _changed(published: PublishedEntry, values: Values) -> dict[str, Any]:
    before, after = to_json(Values.of(published)), to_json(values)
    return {name: after[name] for name in CLAIM_FIELDS if after[name] != before[name]}


def _replace(published: PublishedEntry, correction: Correction, at: datetime) -> PublishedEntry:
    old = PublishedEntry.objects.get(pk=published.pk)
    evidence = list(old.evidence.all())
    was_current = old.is_current
    old.is_current, old.replaced_at = False, at
    old.save(update_fields=["is_current", "replaced_at"])
    values = from_json({**to_json(Values.of(old)), **correction.values})
    row = old
    row.pk, row._state.adding = None, True
    row.number += 1
    row.is_current, row.replaced_at = was_current, None
    row.published_at, row.erratum = at, correction.erratum
    for name in CLAIM_FIELDS:
        setattr(row, name, getattr(values, name))
    row.save()
    row.evidence.set(evidence)
    return row


def _decide(correction: Correction, to: Correction.State, by: Actor, at: datetime) -> None:
    correction.state, correction.decided_at, correction.decided_by = to, at, by.name
    correction.save()


def _log(
    verb: str, report: Report, correction: Correction, by: Actor, at: datetime, *, public: bool
) -> None:
    record(
        verb,
        f"report:{report.key}",
        by=by.name,
        at=at,
        payload={"correction": correction.pk},
        public=public,
    )
