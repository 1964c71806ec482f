"""500 random lives: no illegal state, a log that adds up, nothing private in public."""

import os

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from followthrough.accounts.models import Role
from followthrough.audit.operations import record
from followthrough.audit.operations import verify as verify_log
from followthrough.reporting.models import Entry, EntryState, Report, ReportState
from followthrough.reporting.tests.cast import NOW, Cast, appoint, verified
from tests.faults.machine import (
    FIRST_OF_ANOTHER,
    MARK,
    RIGHT,
    VERBS,
    Life,
    check_independence,
    check_states,
)
from tests.faults.public import leaks

pytestmark = [pytest.mark.slow]
EXAMPLES = int(os.environ.get("EXAMPLES", "500"))
# What a life goes on by.
OFTEN = ("fill", "submit", "submit", "verify all", "verify all", "publish", "save")
# One report all the way, one sent back: random steps seldom come so far.
PUBLISHED = [(verb, RIGHT, 0, 1) for verb in ("fill", "submit", "verify all", "publish")]
RETURNED = [(verb, RIGHT, 0, 1) for verb in ("fill", "submit", "send back")]
NOTED = [(verb, RIGHT, 9, 1) for verb in ("fill", "submit", "verify all", "send back", "publish")]
EVERYTHING = [
    (verb, RIGHT, 0, 1)
    for verb in (
        *("fill", "add link", "ask", "answer", "accept", "open obstacle", "submit", "verify all"),
        *("publish", "rate", "sign", "propose", "decide correction", "resolve", "rate"),
    )
]
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*sorted(VERBS), *OFTEN]),
        # Whoever may, twice as often as anybody.
        st.one_of(st.integers(0, 8), st.just(RIGHT), st.just(RIGHT)),
        # Mostly the entries of one report, so that it gets somewhere.
        st.one_of(st.integers(0, 30), st.just(FIRST_OF_ANOTHER)),
        st.integers(0, 20),
    ),
    min_size=5,
    max_size=25,
)


def begin(cast: Cast) -> Life:
    actors = (
        cast.contact,
        cast.alternate,
        cast.mlga_contact,
        cast.coordinator,
        cast.deputy_chair,
        cast.member,
        appoint(Role.ADMINISTRATOR, "mlga"),
        appoint(Role.HEAD_OF_UNIT, "mlga"),
        appoint(Role.CONTRIBUTOR, "association-of-municipalities"),
    )
    return Life(cast, actors)


def test_random_lives(cast: Cast) -> None:
    reached: set[str] = set()
    client = Client()

    @settings(
        max_examples=EXAMPLES,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(STEPS)
    @example(PUBLISHED)
    @example(PUBLISHED[:3])
    @example(RETURNED)
    @example(EVERYTHING)
    @example(NOTED)
    def live(steps: list[tuple[str, int, int, int]]) -> None:
        with transaction.atomic():
            life = begin(cast)
            for step in steps:
                life.step(*step)
                life.check()
            verify_log()
            assert not leaks(client, MARK)
            reached.update(Entry.objects.values_list("report__state", flat=True))
            transaction.set_rollback(True)

    live()
    # A life in which nothing ever happens would prove nothing.
    assert set(ReportState.values) == reached


def test_an_illegal_state_would_be_seen(cast: Cast) -> None:
    """The control: states that no operation reaches."""
    report = verified(cast.report(), cast.contact, cast.coordinator)
    check_states(report)

    report.entries.filter(output=None).update(state=EntryState.RETURNED)

    with pytest.raises(AssertionError):
        check_states(Report.objects.get(pk=report.pk))


def test_a_verifier_of_their_own_work_would_be_seen(cast: Cast) -> None:
    report = verified(cast.report(), cast.contact, cast.coordinator)
    check_independence()

    Report.objects.filter(pk=report.pk).update(submitted_by_user=cast.coordinator.user_id)

    with pytest.raises(AssertionError):
        check_independence()


def test_a_leak_would_be_seen(cast: Cast) -> None:
    """The control: a draft's words in a row that the public reads."""
    life = begin(cast)
    life.step("save", 0, 0, 1)
    assert not leaks(Client(), MARK)

    commitment = cast.report().entries.all()[0].commitment
    commitment.summary = cast.report().entries.exclude(saved_at=None)[0].done
    commitment.save()
    # What is kept of the pages is old from here on.
    record("plan.edited", "plan:x", by="x", at=NOW, public=True)

    assert leaks(Client(), MARK)
