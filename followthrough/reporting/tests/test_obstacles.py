"""The register of obstacles: opened, asked, escalated, resolved; private only for a reason."""

from datetime import timedelta

import pytest

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import NotAllowed
from followthrough.audit.models import Event
from followthrough.lib.text import TranslatedText, text_in
from followthrough.plans.models import Commitment
from followthrough.reporting.models import Obstacle
from followthrough.reporting.operations import obstacles
from followthrough.reporting.operations.obstacles import BadObstacle, ObstacleConflict, Trouble
from followthrough.reporting.queries.clocks import clocks
from followthrough.reporting.queries.facts import Published
from followthrough.reporting.refusals import WrongState
from followthrough.reporting.tests.cast import NOW, SECOND, Cast

TROUBLE = Trouble("procurement", text_in("sq", "The tender is late."), is_serious=True)
LATER = NOW + timedelta(days=10)


def agency() -> Institution:
    return Institution.objects.get(slug="corruption-prevention-agency")


def opened(cast: Cast, trouble: Trouble = TROUBLE) -> Obstacle:
    commitment = Commitment.objects.get(code="XK0017")
    return obstacles.open_obstacle(commitment, agency(), trouble, by=cast.contact, at=NOW)


def resolved(cast: Cast, one: Obstacle) -> Obstacle:
    words = text_in("sq", "Signed.")
    return obstacles.resolve(one, words, seen=one.version, by=cast.contact, at=LATER)


def test_its_way_from_opening_to_resolution(cast: Cast) -> None:
    mlga = Institution.objects.get(slug="mlga")
    one = opened(cast)
    one = obstacles.ask_help(one, mlga, seen=1, by=cast.contact, at=NOW)
    one = obstacles.escalate(one, "The Forum's meeting", seen=2, by=cast.coordinator, at=NOW)
    one = resolved(cast, one)
    assert (one.asked, one.escalated_to, one.days_open(LATER.date())) == (
        mlga, "The Forum's meeting", 10,
    )  # fmt: skip


def test_resolving_takes_words_and_happens_once(cast: Cast) -> None:
    one = opened(cast)
    with pytest.raises(BadObstacle):
        obstacles.resolve(one, TranslatedText(), seen=1, by=cast.contact, at=LATER)
    one = resolved(cast, one)
    with pytest.raises(WrongState):
        resolved(cast, one)
    assert obstacles.reopen(one, seen=2, by=cast.contact, at=LATER).resolved_on is None


def test_an_entry_opens_one_obstacle_however_often(cast: Cast) -> None:
    entry = cast.report().entries.of_outputs()[0]
    first = obstacles.open_from_entry(entry, TROUBLE, by=cast.contact, at=NOW)
    assert obstacles.open_from_entry(entry, TROUBLE, by=cast.contact, at=LATER) == first
    assert Event.objects.filter(verb="obstacle.opened").count() == 1


def test_what_is_private_never_reaches_the_public_log(cast: Cast) -> None:
    one = opened(cast, Trouble("procurement", TROUBLE.description, private_because="A name."))
    assert not Event.objects.filter(verb__startswith="obstacle", is_public=True).exists()
    obstacles.describe(one, TROUBLE, seen=1, by=cast.contact, at=LATER)
    public = Event.objects.get(verb="obstacle.described")
    assert public.is_public and "A name." not in str(public.payload)


def test_hiding_tells_the_public_log_that_and_not_why(cast: Cast) -> None:
    one = opened(cast)
    hidden = Trouble("procurement", text_in("sq", "Secret."), private_because="A name.")
    obstacles.describe(one, hidden, seen=1, by=cast.contact, at=LATER)
    public = Event.objects.get(verb="obstacle.described")
    assert public.is_public and public.payload["after"] == {"is_public": False}
    assert not Obstacle.objects.public().exists()


def test_who_saw_an_older_version_is_told(cast: Cast) -> None:
    one = opened(cast)
    obstacles.escalate(one, "The Forum", seen=1, by=cast.contact, at=NOW)
    with pytest.raises(ObstacleConflict):
        obstacles.escalate(one, "The prime minister", seen=1, by=cast.contact, at=NOW)


def test_others_do_not_touch_it(cast: Cast) -> None:
    one = opened(cast)
    for stranger in (cast.mlga_contact, cast.member):
        with pytest.raises(NotAllowed):
            obstacles.escalate(one, "The Forum", seen=1, by=stranger, at=NOW)


def test_it_counts_in_the_round_in_which_it_was_resolved(cast: Cast) -> None:
    resolved(cast, opened(cast))
    # Resolved in July, and no round covers July yet.
    assert days_by_round(cast) == {"2026-H1": ()}
    cast.open(SECOND, at=NOW + timedelta(days=200))
    assert days_by_round(cast) == {"2026-H2": (10,), "2026-H1": ()}


def days_by_round(cast: Cast) -> dict[str, tuple[int, ...]]:
    found = clocks(Published(cast.plan), NOW.date())
    return {one.round.slug: one.resolved.each for one in found.rounds}
