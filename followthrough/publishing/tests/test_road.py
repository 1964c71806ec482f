"""The road of an edition: compiled, worded, given to the cabinet, cleared, published, corrected."""

import hashlib
import json
from datetime import UTC, date, datetime

import pytest

from followthrough.accounts.permissions import NotAllowed
from followthrough.audit.models import Event
from followthrough.lib.text import State, text_in
from followthrough.publishing.models import Edition, EditionState
from followthrough.publishing.operations import road, writing
from followthrough.publishing.refusals import BadText, Conflict, NotFit, NotReady, WrongState
from followthrough.publishing.tests.cast import AT, Desk

EARLY = datetime(2026, 6, 30, 12, tzinfo=UTC)


def sentences(edition: Edition, section: str) -> dict[str, str]:
    content = json.loads(edition.content)
    found = next(one for one in content["sections"] if one["name"] == section)
    text: dict[str, str] = found["text"]
    return text


def test_compiling_twice_is_compiling_once(at_desk: Desk) -> None:
    assert at_desk.compile() == at_desk.compile()
    assert Event.objects.filter(verb="edition.compiled", is_public=False).count() == 1


def test_nothing_is_compiled_before_the_period_has_ended(at_desk: Desk) -> None:
    with pytest.raises(WrongState):
        writing.compile_edition(at_desk.round, by=at_desk.by, at=EARLY)


def test_a_contact_person_compiles_nothing(at_desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        writing.compile_edition(at_desk.round, by=at_desk.cast.contact, at=AT)


def test_the_road_is_recorded_and_public(at_desk: Desk) -> None:
    at_desk.compile()
    edition = at_desk.published()
    assert edition.state == EditionState.PUBLISHED
    assert edition.sha256 == hashlib.sha256(edition.content.encode()).hexdigest()
    verbs = Event.objects.public().filter(verb__startswith="edition.").in_order()
    assert list(verbs.values_list("verb", flat=True)) == [
        "edition.to_cabinet",
        "edition.cleared",
        "edition.published",
    ]
    assert Event.objects.get(verb="edition.published").payload["sha256"] == edition.sha256


def test_publishing_twice_is_publishing_once(at_desk: Desk) -> None:
    at_desk.compile()
    first = at_desk.published()
    again = road.publish(first, by=at_desk.by, at=datetime(2026, 10, 1, tzinfo=UTC))
    assert (again.published_at, again.sha256) == (first.published_at, first.sha256)


def test_it_is_not_published_before_it_is_cleared(at_desk: Desk) -> None:
    at_desk.compile()
    with pytest.raises(NotReady) as refused:
        road.publish(at_desk.edition(), by=at_desk.by, at=AT)
    assert refused.value.missing == ["The report has not been given to the cabinet."]


def test_a_language_that_is_missing_is_named(at_desk: Desk) -> None:
    at_desk.compile()
    at_desk.write("good_practice", "sq", "Një praktikë.")
    at_desk.cleared()
    with pytest.raises(NotReady) as refused:
        road.publish(at_desk.edition(), by=at_desk.by, at=AT)
    assert refused.value.missing == ["Srpski: “Good practice” is not translated."]
    at_desk.write("good_practice", "sr-latn", "Jedna praksa.")
    published = road.publish(at_desk.edition(), by=at_desk.by, at=AT)
    # English is not official: its readers see the original, marked as such.
    assert sentences(published, "good_practice") == {
        "original": "sq",
        "sq": "Një praktikë.",
        "sr-latn": "Jedna praksa.",
    }


def test_a_translation_of_an_older_original_is_stale(at_desk: Desk) -> None:
    at_desk.compile()
    at_desk.write("good_practice", "sq", "Një praktikë.")
    at_desk.write("good_practice", "sr-latn", "Jedna praksa.")
    at_desk.write("good_practice", "sq", "Dy praktika.", seen=1)
    at_desk.cleared()
    with pytest.raises(NotReady, match="still missing") as refused:
        road.publish(at_desk.edition(), by=at_desk.by, at=AT)
    assert refused.value.missing == ["Srpski: “Good practice” has changed since it was translated."]
    # Saving the same again says that it fits the original as it is now.
    at_desk.write("good_practice", "sr-latn", "Jedna praksa.", seen=1)
    assert road.publish(at_desk.edition(), by=at_desk.by, at=AT).published_at


def test_two_people_at_once_lose_nothing(at_desk: Desk) -> None:
    at_desk.compile()
    at_desk.write("next", "sq", "E para.")
    with pytest.raises(Conflict) as met:
        at_desk.write("next", "sq", "E dyta.")
    assert met.value.current.text == "E para."
    # The very same text again is no conflict: a lost answer is asked for once more.
    at_desk.write("next", "sq", "E para.")
    at_desk.write("next", "sr-latn", "Prva.")
    assert at_desk.edition().texts.count() == 2


def test_a_number_is_named_and_never_copied(at_desk: Desk) -> None:
    at_desk.compile()
    at_desk.write("in_short", "sq", "{complete} nga {outputs}.")
    with pytest.raises(BadText, match="{complet}"):
        at_desk.write("in_short", "sr-latn", "{complet} od {outputs}.")


def test_with_the_cabinet_only_translations_stay_open(at_desk: Desk) -> None:
    at_desk.compile()
    at_desk.write("next", "sq", "E para.")
    at_desk.to_cabinet()
    with pytest.raises(WrongState):
        at_desk.write("next", "sq", "Tjetër.", seen=1)
    edition = at_desk.edition()
    writing.save_text(edition, "next", "sr-latn", "Prva.", seen=0, by=at_desk.translator, at=AT)
    with pytest.raises(NotAllowed):
        writing.save_text(edition, "levels", "sq", "Fjalë.", seen=0, by=at_desk.translator, at=AT)


def test_taking_it_back_voids_the_clearance(at_desk: Desk) -> None:
    at_desk.compile()
    at_desk.cleared()
    edition = road.take_back(at_desk.edition(), by=at_desk.by, at=AT)
    assert (edition.state, edition.cleared_by, edition.facts) == (EditionState.DRAFT, "", "")


def test_a_clearance_names_a_post_and_a_day_that_fits(at_desk: Desk) -> None:
    at_desk.compile()
    at_desk.to_cabinet()
    for post, on in (("", AT.date()), ("Secretary", date(2026, 9, 1))):
        with pytest.raises(NotFit):
            road.clear(at_desk.edition(), post=post, on=on, reference="", by=at_desk.by, at=AT)


def test_a_correction_is_a_new_version_with_a_list_of_errata(at_desk: Desk) -> None:
    at_desk.compile()
    first = at_desk.published()
    erratum = text_in("sq", "Një numër ishte gabim.")
    second = writing.correct(first, erratum, by=at_desk.by, at=AT)
    assert (second.version, second.as_of) == ("1.1", first.as_of)
    at_desk.cleared()
    with pytest.raises(NotReady) as refused:
        road.publish(at_desk.edition(), by=at_desk.by, at=AT)
    assert refused.value.missing == ["Srpski: the list of errata is not translated."]
    road.take_back(at_desk.edition(), by=at_desk.by, at=AT)
    both = erratum.with_translation("sr-latn", "Broj je bio pogrešan.", State.TRANSLATED)
    writing.correct(first, both, by=at_desk.by, at=AT)
    published = at_desk.published()
    errata = json.loads(published.content)["errata"]
    assert [(one["version"], one["corrected"]["sq"]) for one in errata] == [
        ("1.1", "Një numër ishte gabim.")
    ]
    first.refresh_from_db()
    assert first.sha256 == hashlib.sha256(first.content.encode()).hexdigest()
