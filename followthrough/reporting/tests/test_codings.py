"""The IRM's coding: a layer of its own, with scheme and source; a later one replaces, both stay."""

from dataclasses import replace
from datetime import date

import pytest

from followthrough.accounts.permissions import NotAllowed
from followthrough.audit.models import Event
from followthrough.plans.models import Commitment
from followthrough.reporting.models import Coding
from followthrough.reporting.operations.codings import BadCoding, Coded, enter_coding
from followthrough.reporting.tests.cast import NOW, Cast

CODED = Coded(
    "irm-2021", "potential", "modest", "Action Plan Review 2026", "https://example.org/r",
    date(2026, 6, 30),
)  # fmt: skip


def enter(cast: Cast, coded: Coded = CODED) -> Coding:
    return enter_coding(Commitment.objects.get(code="XK0018"), coded, by=cast.coordinator, at=NOW)


def test_a_later_coding_replaces_the_earlier_and_both_stay(cast: Cast) -> None:
    enter(cast)
    enter(cast, replace(CODED, value="substantial"))
    assert [one.value for one in Coding.objects.filter(replaced_at=None)] == ["substantial"]
    assert Coding.objects.count() == 2


def test_entering_the_same_twice_does_nothing(cast: Cast) -> None:
    assert enter(cast) == enter(cast)
    assert Event.objects.filter(verb="coding.entered").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"value": "game changer"}, {"source": " "}, {"link": ""}, {"coded_on": date(2027, 1, 1)},
     {"scheme": "none"}, {"aspect": "mood"}],
)  # fmt: skip
def test_a_coding_fits_its_scheme_and_says_where_it_stands(
    cast: Cast, wrong: dict[str, object]
) -> None:
    with pytest.raises(BadCoding):
        enter(cast, replace(CODED, **wrong))  # type: ignore[arg-type]
    assert not Coding.objects.exists()


def test_only_the_coordinator_enters_codings(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        enter_coding(Commitment.objects.get(code="XK0018"), CODED, by=cast.member, at=NOW)
