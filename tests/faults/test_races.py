"""Many at once: one record of what was sent, and no text that vanishes silently."""

import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from followthrough.audit.models import Event
from followthrough.audit.operations import verify as verify_log
from followthrough.outbox.models import Message
from followthrough.reporting.models import Entry, PublishedEntry, Report
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.operations.sending import Clearance, submit
from followthrough.reporting.refusals import Conflict
from followthrough.reporting.tests.cast import NOW, Cast, filled, progress, verified
from followthrough.reporting.values import write
from tests.faults.crowd import Crowd

pytestmark = [pytest.mark.slow]
RACES = int(os.environ.get("RACES", "1000"))
EDITORS = 4
SENDERS = 32


def test_32_parallel_submissions_make_one_record(cast: Cast) -> None:
    report = filled(cast.report(), cast.contact)
    send = partial(submit, report, clearance=Clearance(), by=cast.contact, at=NOW)

    with Crowd(SENDERS) as crowd:
        answers = crowd.do([send] * SENDERS)

    assert all(isinstance(one, Report) for one in answers), answers
    assert Event.objects.filter(verb="report.submitted").count() == 1
    # One receipt each for the contact person and the alternate.
    assert Message.objects.filter(key__startswith="receipt:").count() == 2
    assert cast.report().version == 2
    verify_log()


def test_16_parallel_publications_publish_once(cast: Cast) -> None:
    report = verified(cast.report(), cast.contact, cast.coordinator)
    act = partial(publish, report, by=cast.coordinator, at=NOW + timedelta(days=1))

    with Crowd(16) as crowd:
        crowd.do([act] * 16)

    assert Event.objects.filter(verb="report.published").count() == 1
    assert PublishedEntry.objects.count() == 3


def overwritten(entry: Entry, save: Callable[..., Entry], races: int) -> int:
    """How many acknowledged texts another editor's save took away without saying so."""
    lost = 0
    with Crowd(EDITORS) as crowd:
        for race in range(races):
            seen = Entry.objects.values_list("version", flat=True).get(pk=entry.pk)
            texts = [f"Race {race}, editor {number}." for number in range(EDITORS)]
            acts = [partial(save, entry, progress(words=text), seen=seen) for text in texts]
            answers = crowd.do(acts)
            assert all(isinstance(one, Entry | Conflict) for one in answers), answers
            acknowledged = sum(isinstance(one, Entry) for one in answers)
            assert acknowledged >= 1
            lost += acknowledged - 1
            # Whoever was refused was shown the text that stands.
            stands = str(Entry.objects.get(pk=entry.pk).done)
            assert stands in texts
            refused = [one for one in answers if isinstance(one, Conflict)]
            assert all(str(one.current.done) == stands for one in refused) or lost
    return lost


def test_no_race_overwrites_silently(cast: Cast) -> None:
    entry = cast.report().entries.of_outputs()[0]
    careful = partial(save_entry, by=cast.contact, at=NOW)

    assert overwritten(entry, careful, RACES) == 0


def test_a_careless_save_would_be_caught(cast: Cast) -> None:
    """The control: the last writer wins."""

    @transaction.atomic
    def careless(entry: Entry, values: object, *, seen: int) -> Entry:
        row = Entry.objects.select_for_update().get(pk=entry.pk)
        write(row, values)  # type: ignore[arg-type]
        row.save()
        return row

    entry = cast.report().entries.of_outputs()[0]

    assert overwritten(entry, careless, 5) > 0
