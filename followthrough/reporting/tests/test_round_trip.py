"""A report from the first word to publication, and every step that is refused on the way."""

from datetime import timedelta

import pytest

from followthrough.accounts.permissions import NotAllowed
from followthrough.audit.models import Event
from followthrough.audit.operations import verify as verify_log
from followthrough.lib.text import text_in
from followthrough.reporting.models import (
    EntryState,
    PublishedEntry,
    ReportState,
    Source,
    Verification,
)
from followthrough.reporting.operations.entries import save_entry, save_no_change
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.operations.sending import Clearance, submit
from followthrough.reporting.operations.verifying import NeedsReason, note, send_back, verify
from followthrough.reporting.refusals import Conflict, Incomplete, NotOpen, WrongState
from followthrough.reporting.tests.cast import (
    NOW,
    SECOND,
    SEEN,
    Cast,
    complete,
    filled,
    progress,
    sent,
    verified,
)

LATER = NOW + timedelta(days=1)


def test_opening_a_round_makes_an_entry_for_each_output_of_each_lead(cast: Cast) -> None:
    mlga, agency = cast.report("mlga"), cast.report()

    assert mlga.entries.of_outputs().count() == 15
    assert agency.entries.of_outputs().count() == 2
    # The word on the commitment as a whole.
    assert agency.entries.filter(output=None).count() == 1


def test_opening_twice_changes_nothing(cast: Cast) -> None:
    before = Event.objects.count()
    cast.open()
    assert Event.objects.count() == before
    assert cast.report().entries.count() == 3


def test_a_report_goes_all_the_way(cast: Cast) -> None:
    report = verified(cast.report(), cast.contact, cast.coordinator)
    assert report.state == ReportState.VERIFIED

    publish(report, by=cast.coordinator, at=LATER)

    report.refresh_from_db()
    rows = PublishedEntry.objects.current().filter(round=report.round)
    assert report.state == ReportState.PUBLISHED
    assert {row.source for row in rows} == {Source.VERIFIED}
    assert [row.completion for row in rows] == ["limited"] * 3
    assert verify_log() == Event.objects.count()


def test_a_second_save_from_an_old_page_overwrites_nothing(cast: Cast) -> None:
    entry = cast.report().entries.of_outputs().first()
    assert entry
    save_entry(entry, progress(words="Mine."), seen=1, by=cast.contact, at=NOW)

    with pytest.raises(Conflict) as refused:
        save_entry(entry, progress(words="Theirs."), seen=1, by=cast.alternate, at=NOW)

    assert str(refused.value.current.done) == "Mine."
    entry.refresh_from_db()
    assert str(entry.done) == "Mine."


def test_saving_the_same_twice_is_one_save(cast: Cast) -> None:
    entry = cast.report().entries.of_outputs().first()
    assert entry
    for _ in range(2):
        saved = save_entry(entry, progress(), seen=1, by=cast.contact, at=NOW)
    assert saved.version == 2


def test_a_draft_leaves_no_line_in_the_log(cast: Cast) -> None:
    before = Event.objects.count()
    filled(cast.report(), cast.contact)
    assert Event.objects.count() == before


def test_an_incomplete_report_is_not_sent_and_says_what_is_missing(cast: Cast) -> None:
    with pytest.raises(Incomplete) as refused:
        submit(cast.report(), clearance=Clearance(), by=cast.contact, at=NOW)
    fields = {problem.field for _, found in refused.value.missing for problem in found}
    assert fields == {"change", "completion", "done"}
    assert cast.report().state == ReportState.DRAFT


def test_sending_twice_is_sending_once(cast: Cast) -> None:
    sent(cast.report(), cast.contact)
    before = Event.objects.count()
    again = submit(cast.report(), clearance=Clearance(), by=cast.contact, at=LATER)
    assert again.submitted_at == NOW
    assert Event.objects.count() == before


def test_several_outputs_unchanged_with_one_reason(cast: Cast) -> None:
    report = cast.report()
    chosen = [entry.pk for entry in report.entries.of_outputs()]
    save_no_change(report, chosen, reason="staff", reason_words="", by=cast.contact, at=NOW)
    found = report.entries.of_outputs().values_list("change", "reason", "completion")
    assert set(found) == {("no_change", "staff", "not_started")}


def test_a_clearance_is_void_after_an_edit(cast: Cast) -> None:
    report = filled(cast.report(), cast.contact)
    cleared = Clearance("General Secretary", NOW.date(), "12/2026")
    submit(report, clearance=cleared, by=cast.contact, at=NOW)
    assert cast.report().is_cleared
    entry = report.entries.of_outputs().first()
    assert entry
    entry.refresh_from_db()
    values = progress("substantial", "More was done.")
    save_entry(entry, values, seen=entry.version, by=cast.alternate, at=LATER)
    assert not cast.report().is_cleared


def test_one_entry_sent_back_returns_the_report(cast: Cast) -> None:
    report = sent(cast.report(), cast.contact)
    entry = report.entries.of_outputs().first()
    assert entry

    send_back(
        entry,
        comment="Which decision?",
        ticks=SEEN,
        seen=entry.version,
        by=cast.coordinator,
        at=NOW,
    )

    report.refresh_from_db()
    assert (report.state, report.times_returned) == (ReportState.RETURNED, 1)
    entry.refresh_from_db()
    values = complete(entry)
    values = progress("limited", "Decision 12/2026.")
    save_entry(entry, values, seen=entry.version, by=cast.contact, at=LATER)
    submit(report, clearance=Clearance(), by=cast.contact, at=LATER)
    assert cast.report().state == ReportState.SUBMITTED


def test_sending_back_takes_a_reason(cast: Cast) -> None:
    entry = sent(cast.report(), cast.contact).entries.of_outputs().first()
    assert entry
    with pytest.raises(NeedsReason):
        send_back(entry, comment=" ", ticks=SEEN, seen=2, by=cast.coordinator, at=NOW)


def test_a_note_lets_an_entry_be_published_unverified(cast: Cast) -> None:
    report = sent(cast.report(), cast.contact)
    for entry in report.entries.all():
        note(
            entry,
            comment="The tool is not online.",
            ticks=SEEN,
            seen=entry.version,
            by=cast.coordinator,
            at=NOW,
        )
    publish(report, by=cast.coordinator, at=LATER)
    row = PublishedEntry.objects.current().of_outputs().first()
    assert row
    assert (row.source, row.note) == (Source.NOT_VERIFIED, "The tool is not online.")


def test_nobody_verifies_their_own_institution(cast: Cast) -> None:
    entry = sent(cast.report("mlga"), cast.mlga_contact).entries.first()
    assert entry
    with pytest.raises(NotAllowed, match="deputy chair"):
        verify(entry, ticks=SEEN, seen=entry.version, by=cast.coordinator, at=NOW)
    verify(entry, ticks=SEEN, seen=entry.version, by=cast.deputy_chair, at=NOW)
    assert Verification.objects.get().by == cast.deputy_chair.name


def test_the_deputy_chair_verifies_nobody_else(cast: Cast) -> None:
    entry = sent(cast.report(), cast.contact).entries.first()
    assert entry
    with pytest.raises(NotAllowed):
        verify(entry, ticks=SEEN, seen=entry.version, by=cast.deputy_chair, at=NOW)


def test_an_edit_while_it_is_verified_is_noticed(cast: Cast) -> None:
    entry = sent(cast.report(), cast.contact).entries.of_outputs().first()
    assert entry
    seen = entry.version
    save_entry(entry, progress("substantial", "More."), seen=seen, by=cast.contact, at=NOW)
    with pytest.raises(Conflict):
        verify(entry, ticks=SEEN, seen=seen, by=cast.coordinator, at=NOW)


def test_what_is_verified_is_no_longer_edited(cast: Cast) -> None:
    report = verified(cast.report(), cast.contact, cast.coordinator)
    entry = report.entries.of_outputs().first()
    assert entry
    assert entry.state == EntryState.VERIFIED
    with pytest.raises(WrongState):
        save_entry(entry, progress("substantial"), seen=entry.version, by=cast.contact, at=NOW)


def test_a_stranger_to_the_institution_writes_nothing(cast: Cast) -> None:
    entry = cast.report().entries.of_outputs().first()
    assert entry
    for stranger in (cast.mlga_contact, cast.member, cast.coordinator):
        with pytest.raises(NotAllowed):
            save_entry(entry, progress(), seen=1, by=stranger, at=NOW)


def test_outside_the_window_nothing_is_taken(cast: Cast) -> None:
    entry = cast.report().entries.of_outputs().first()
    assert entry
    closed = NOW + timedelta(days=120)
    with pytest.raises(NotOpen, match="closed"):
        save_entry(entry, progress(), seen=1, by=cast.contact, at=closed)


def test_the_next_round_is_prefilled_and_counts_rounds_without_change(cast: Cast) -> None:
    report = verified(cast.report(), cast.contact, cast.coordinator)
    publish(report, by=cast.coordinator, at=LATER)
    at = NOW + timedelta(days=190)
    cast.open(SECOND, at)
    second = cast.report(round="2026-H2")
    entry = second.entries.of_outputs().first()
    assert entry
    assert (entry.completion, entry.change) == ("limited", "")
    chosen = [one.pk for one in second.entries.of_outputs()]
    save_no_change(second, chosen, reason="staff", reason_words="", by=cast.contact, at=at)
    whole = second.entries.get(output=None)
    save_entry(whole, complete(whole), seen=whole.version, by=cast.contact, at=at)
    submit(second, clearance=Clearance(), by=cast.contact, at=at)
    for one in second.entries.all():
        verify(one, ticks=SEEN, seen=one.version, by=cast.coordinator, at=at)
    publish(second, by=cast.coordinator, at=at)
    row = PublishedEntry.objects.current().get(output=entry.output)
    assert (row.before, row.completion, row.unchanged_rounds) == ("limited", "limited", 1)


def test_the_text_keeps_its_language(cast: Cast) -> None:
    entry = cast.report().entries.of_outputs().first()
    assert entry
    save_entry(entry, progress(words="Puna ka filluar."), seen=1, by=cast.contact, at=NOW)
    entry.refresh_from_db()
    assert entry.done == text_in("sq", "Puna ka filluar.")
