"""Forum ratings: after publication, never a lead's own, public once signed, changed by signing."""

from datetime import timedelta

import pytest

from followthrough.accounts.models import Institution, Role
from followthrough.accounts.permissions import NotAllowed
from followthrough.audit.models import Event
from followthrough.lib.text import text_in
from followthrough.plans.models import Commitment
from followthrough.reporting.models import Rating
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.operations.ratings import (
    Opinion,
    RatingConflict,
    RatingIncomplete,
    save_rating,
    sign_filled,
    sign_rating,
)
from followthrough.reporting.queries.ratings import comparisons, latest_ratings, sheet
from followthrough.reporting.refusals import NotIndependent, WrongState
from followthrough.reporting.tests.cast import NOW, Cast, appoint, verified

LATER = NOW + timedelta(days=3)
OPINION = Opinion("substantial", text_in("sq", "The data are there."), "https://example.org/a")


@pytest.fixture
def published(cast: Cast) -> Cast:
    report = verified(cast.report(), cast.contact, cast.coordinator)
    publish(report, by=cast.coordinator, at=NOW + timedelta(days=1))
    return cast


def anti_corruption() -> Commitment:
    return Commitment.objects.get(code="XK0017")


def forum() -> Institution:
    return Institution.objects.get(slug="civil-society-co-implementers")


def signed(cast: Cast, opinion: Opinion = OPINION, seen: int = 0) -> Rating:
    return sign_rating(anti_corruption(), forum(), opinion, seen=seen, by=cast.member, at=LATER)


def test_a_signed_rating_stands_beside_the_official_word(published: Cast) -> None:
    signed(published)
    found = comparisons(published.plan)[anti_corruption().pk]
    assert found.official is not None and found.official.completion == "limited"
    assert [one.completion for one in found.ratings] == ["substantial"]
    assert found.differs


def test_the_same_level_does_not_differ(published: Cast) -> None:
    signed(published, Opinion("limited", text_in("sq", "So it is.")))
    assert not comparisons(published.plan)[anti_corruption().pk].differs


def test_a_draft_is_nobody_elses(published: Cast) -> None:
    draft = save_rating(anti_corruption(), forum(), OPINION, seen=0, by=published.member, at=LATER)
    assert draft is not None and draft.version == 1
    assert latest_ratings(published.plan) == {}
    assert not Event.objects.filter(verb="rating.signed").exists()


def test_signing_all_signs_what_is_filled_once(published: Cast) -> None:
    save_rating(anti_corruption(), forum(), OPINION, seen=0, by=published.member, at=LATER)
    every = list(Commitment.objects.all())
    assert len(sign_filled(every, forum(), by=published.member, at=LATER)) == 1
    assert sign_filled(every, forum(), by=published.member, at=LATER) == []
    assert Event.objects.filter(verb="rating.signed").count() == 1


def test_a_new_version_keeps_what_stood_before_in_the_log(published: Cast) -> None:
    first = signed(published)
    signed(published, Opinion("limited", text_in("sq", "Less.")), seen=first.version)
    payload = Event.objects.filter(verb="rating.signed").latest("sequence").payload
    assert payload["before"]["completion"] == "substantial"
    assert payload["after"]["completion"] == "limited"


def test_signing_the_same_again_does_nothing(published: Cast) -> None:
    signed(published)
    signed(published)
    assert Event.objects.filter(verb="rating.signed").count() == 1


def test_a_signed_rating_takes_no_draft(published: Cast) -> None:
    first = signed(published)
    with pytest.raises(WrongState):
        save_rating(
            anti_corruption(), forum(), Opinion("limited"), seen=first.version,
            by=published.member, at=LATER,
        )  # fmt: skip


def test_a_colleague_who_saved_in_between_is_not_overwritten(published: Cast) -> None:
    save_rating(anti_corruption(), forum(), OPINION, seen=0, by=published.member, at=LATER)
    other = Opinion("limited", text_in("sq", "Mine."))
    with pytest.raises(RatingConflict):
        save_rating(anti_corruption(), forum(), other, seen=0, by=published.member, at=LATER)
    assert Rating.objects.get().completion == "substantial"


def test_nothing_is_rated_before_publication(cast: Cast) -> None:
    with pytest.raises(WrongState):
        signed(cast)


def test_a_level_without_a_sentence_is_not_signed(published: Cast) -> None:
    with pytest.raises(RatingIncomplete):
        signed(published, Opinion("limited"))


def test_a_lead_never_rates_its_own_not_even_from_the_forum(published: Cast) -> None:
    agency = Institution.objects.get(slug="corruption-prevention-agency")
    seat = appoint(Role.FORUM_MEMBER, agency.slug, email="seat@example.org")
    with pytest.raises(NotIndependent):
        sign_rating(anti_corruption(), agency, OPINION, seen=0, by=seat, at=LATER)
    assert next(row for row in sheet(published.plan, agency) if row.is_led).may_be_rated is False


def test_others_do_not_sign_for_the_organisation(published: Cast) -> None:
    for stranger in (published.contact, published.coordinator):
        with pytest.raises(NotAllowed):
            sign_rating(anti_corruption(), forum(), OPINION, seen=0, by=stranger, at=LATER)


def test_reading_takes_a_fixed_number_of_queries(
    published: Cast, django_assert_num_queries: object
) -> None:
    signed(published)
    with django_assert_num_queries(2):  # type: ignore[operator]
        comparisons(published.plan)
