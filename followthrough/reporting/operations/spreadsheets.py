"""Filling a report's draft from an Excel file: what fits is saved, the rest is said why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from followthrough.accounts.permissions import Actor
from followthrough.reporting.models import Entry, Report
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.operations.locking import lock_report, require_filing, require_open
from followthrough.reporting.refusals import Refusal
from followthrough.reporting.values import Values


@dataclass(frozen=True)
class Answer:
    """What is to be saved for an entry; `seen` is the version that was compared with."""

    entry: Entry
    values: Values
    seen: int


@transaction.atomic
def fill(
    report: Report,
    answers: Iterable[Answer],
    *,
    by: Actor,
    at: datetime,
    is_rehearsal: bool = False,
) -> dict[int, Refusal]:
    """Save the answers that may be saved, by the rules of the page. Nothing is sent.

    Returns why the others may not, by the entry's primary key. A rehearsal tells the same and
    saves nothing. Raises NotOpen, WrongState and NotAllowed for the report as a whole.
    """
    report = lock_report(report.pk)
    require_filing(report, by)
    require_open(report, at)
    refused: dict[int, Refusal] = {}
    for answer in answers:
        try:
            save_entry(answer.entry, answer.values, seen=answer.seen, by=by, at=at)
        except Refusal as refusal:
            refused[answer.entry.pk] = refusal
    if is_rehearsal:
        transaction.set_rollback(True)
    return refused
