"""What is public changes only with a second pair of eyes, and the old value stays to be seen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from followthrough.accounts.models import Role
from followthrough.accounts.permissions import NotAllowed
from followthrough.audit.models import Event
from followthrough.lib.text import TranslatedText, text_in
from followthrough.reporting.models import Correction, PublishedEntry
from followthrough.reporting.operations.corrections import BadCorrection, confirm, propose, refuse
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.refusals import NotIndependent, WrongState
from followthrough.reporting.tests.cast import NOW, Cast, appoint, verified
from followthrough.reporting.values import Values

LATER = NOW + timedelta(days=3)
WRONG = text_in("sq", "Niveli ishte shënuar gabimisht.")


@pytest.fixture
def row(cast: Cast) -> PublishedEntry:
    report = verified(cast.report(), cast.contact, cast.coordinator)
    publish(report, by=cast.coordinator, at=NOW + timedelta(days=1))
    return PublishedEntry.objects.current().of_outputs()[0]


def raised(row: PublishedEntry) -> Values:
    return replace(Values.of(row), completion="substantial")


def test_a_correction_replaces_the_row_and_keeps_it(cast: Cast, row: PublishedEntry) -> None:
    proposed = propose(row, raised(row), WRONG, by=cast.contact, at=LATER)

    new = confirm(proposed, by=cast.coordinator, at=LATER)

    old = PublishedEntry.objects.get(pk=row.pk)
    assert (old.completion, old.is_current, old.replaced_at) == ("limited", False, LATER)
    assert (new.completion, new.is_current, new.number) == ("substantial", True, 2)
    assert new.erratum == WRONG
    event = Event.objects.get(verb="correction.confirmed")
    assert event.is_public
    assert event.payload["entries"][0]["was"] == "limited"


def test_proposing_the_same_twice_is_one(cast: Cast, row: PublishedEntry) -> None:
    for _ in range(2):
        propose(row, raised(row), WRONG, by=cast.contact, at=LATER)
    assert Correction.objects.count() == 1


def test_confirming_twice_is_one(cast: Cast, row: PublishedEntry) -> None:
    proposed = propose(row, raised(row), WRONG, by=cast.contact, at=LATER)
    for _ in range(2):
        new = confirm(proposed, by=cast.coordinator, at=LATER)
    assert new.number == 2
    assert PublishedEntry.objects.filter(entry=row.entry).count() == 2


def test_nobody_confirms_their_own(cast: Cast, row: PublishedEntry) -> None:
    proposed = propose(row, raised(row), WRONG, by=cast.coordinator, at=LATER)
    with pytest.raises(NotIndependent):
        confirm(proposed, by=cast.coordinator, at=LATER)
    second = appoint(Role.COORDINATOR, "mlga", "second@example.org")
    assert confirm(proposed, by=second, at=LATER).number == 2


def test_the_institution_does_not_confirm_its_own(cast: Cast, row: PublishedEntry) -> None:
    proposed = propose(row, raised(row), WRONG, by=cast.contact, at=LATER)
    with pytest.raises(NotAllowed):
        confirm(proposed, by=cast.alternate, at=LATER)


def test_a_stranger_proposes_nothing(cast: Cast, row: PublishedEntry) -> None:
    for stranger in (cast.mlga_contact, cast.member):
        with pytest.raises(NotAllowed):
            propose(row, raised(row), WRONG, by=stranger, at=LATER)


def test_a_correction_has_to_make_sense(cast: Cast, row: PublishedEntry) -> None:
    with pytest.raises(BadCorrection, match="Nothing"):
        propose(row, Values.of(row), WRONG, by=cast.contact, at=LATER)
    with pytest.raises(BadCorrection, match="what was wrong"):
        propose(row, raised(row), TranslatedText(), by=cast.contact, at=LATER)
    with pytest.raises(BadCorrection) as refused:
        values = replace(Values.of(row), completion="complete")
        propose(row, values, WRONG, by=cast.contact, at=LATER)
    assert [one.field for one in refused.value.problems] == ["completed_on"]


def test_a_refused_correction_changes_nothing(cast: Cast, row: PublishedEntry) -> None:
    proposed = propose(row, raised(row), WRONG, by=cast.contact, at=LATER)
    with pytest.raises(BadCorrection, match="why"):
        refuse(proposed, reason=" ", by=cast.coordinator, at=LATER)
    refuse(proposed, reason="The decision says otherwise.", by=cast.coordinator, at=LATER)
    assert PublishedEntry.objects.get(pk=row.pk).is_current
    with pytest.raises(WrongState):
        confirm(proposed, by=cast.coordinator, at=LATER)
