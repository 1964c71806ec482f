"""A whole round from T-30 to T+10 and on, hour by hour: each mail, letter and state once."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest

from followthrough.lib.text import text_in
from followthrough.outbox.models import Message
from followthrough.outbox.operations import post
from followthrough.outbox.tests.conftest import Server
from followthrough.outbox.tests.test_at_once import at_once
from followthrough.plans.models import Plan
from followthrough.plans.operations.calendar import add_day_off, remove_day_off
from followthrough.reminders.models import Letter, Outcome, Reminder
from followthrough.reminders.operations.ladder import climb
from followthrough.reminders.operations.letters import record_sent
from followthrough.reminders.queries.board import board_of
from followthrough.reminders.tests.cast import AGENCY, MLGA, adopt_method, at, seat_head, user
from followthrough.reminders.tests.whole_round import (
    ANNOUNCED,
    EID,
    MARCH,
    OCTOBER,
    Life,
    Script,
    hours,
    in_english,
)
from followthrough.reporting.models import Report
from followthrough.reporting.operations.silence import postpone_silence
from followthrough.reporting.tests.cast import Cast, seat, sent

pytestmark = pytest.mark.slow
ONE_DAY = timedelta(days=1)
CONTACT = ("still_you", "open", "five_before", "one_before", "one_after", "three_after")


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    seated = seat()
    adopt_method()
    in_english()
    return seated


def life(cast: Cast, server: Server, script: Script) -> Life:
    """The round is set up before its first rung; the life is told as the agency sees it."""
    cast.open(script.period, at(script.first))
    in_english()
    report = Report.objects.select_related("round__plan", "institution").get(
        institution__slug=AGENCY
    )
    return Life(cast, server, report)


def move_eid(cast: Cast, moment: datetime) -> None:
    """The Government announces another day than the library's."""
    why = "Decision 3/2027"
    remove_day_off(cast.plan, EID, reason=why, by=cast.coordinator, at=moment)
    name = text_in("en", "Eid al-Fitr")
    add_day_off(cast.plan, ANNOUNCED, name=name, reason=why, by=cast.coordinator, at=moment)


def mlga_reports(cast: Cast, moment: datetime) -> None:
    sent(Report.objects.get(institution__slug=MLGA), cast.mlga_contact, moment)


def letter_goes(life: Life, moment: datetime) -> None:
    letter = Letter.objects.get(report=life.report)
    day, by = life.report.round.plan.today(moment), life.cast.coordinator
    record_sent(letter.pk, sent_on=day, protocol_number="7/2027", by=by, at=moment)


def twice(moment: datetime) -> None:
    climb(at=moment)
    climb(at=moment)


def at_once_by_four(moment: datetime) -> None:
    """At the hours at which something may be due, so that the test takes seconds."""
    if moment.astimezone(at(date(2027, 3, 1)).tzinfo).hour in {0, 8, 9}:
        at_once(lambda: climb(at=moment))


@pytest.mark.parametrize("climbing", [twice, at_once_by_four], ids=["twice", "at once"])
def test_march(cast: Cast, server: Server, climbing: Callable[[datetime], None]) -> None:
    head, days = seat_head(), MARCH.days
    one = life(cast, server, MARCH)
    one.deeds = [
        (at(date(2027, 2, 8)), partial(move_eid, cast)),
        (at(date(2027, 3, 24), 15), partial(mlga_reports, cast)),
        (at(days["letter"] + ONE_DAY), partial(letter_goes, one)),
    ]

    one.live(hours(MARCH), climbing)

    assert one.faults() == []
    assert one.rungs(cast.contact) == [(rung, days[rung]) for rung in CONTACT]
    both = [(rung, days[rung]) for rung in ("still_you", "one_after", "three_after")]
    assert one.rungs(cast.alternate) == both
    assert one.rungs(head) == [("three_after", days["three_after"])]
    assert one.rungs(cast.mlga_contact) == [(rung, days[rung]) for rung in CONTACT[:3]]
    assert one.rungs(cast.coordinator) == [("letter", days["letter"])]
    assert one.letters() == [days["letter"]]
    assert one.lines("letter.sent") == [days["letter"] + ONE_DAY]
    assert one.lines("report.not_received") == [days["public"]]
    assert one.states == [
        (MARCH.first, "not_due"),
        (date(2027, 3, 27), "awaited"),
        (days["public"], "no_report"),
    ]
    # What came to whom on the wire, each once: 14 reminders and MLGA's receipt.
    arrived = Counter(str(mail["To"]) for mail in one.mails())
    assert arrived == {
        user(cast.contact).email: 6,
        user(cast.alternate).email: 3,
        user(head).email: 1,
        user(cast.mlga_contact).email: 3 + 1,
        user(cast.coordinator).email: 1,
    }


def test_what_the_mails_of_march_say(cast: Cast, server: Server) -> None:
    seat_head()
    one = life(cast, server, MARCH)
    one.deeds = [
        (at(date(2027, 2, 8)), partial(move_eid, cast)),
        (at(date(2027, 3, 24), 15), partial(mlga_reports, cast)),
    ]
    one.live(hours(MARCH, every=8), lambda moment: climb(at=moment))
    mine = [mail for mail in one.mails() if mail["To"] == user(cast.contact).email]
    assert [str(mail["Subject"]).partition(":")[0] for mail in mine] == [
        "Please confirm your post",
        "File your report by 26 March 2027",
        "File your report, 5 working days left",
        "File your report, 1 working day left",
        "Send your report, it was due on 26 March 2027",
        "Send your report, it was due on 26 March 2027",
    ]
    bodies = [mail.get_content() for mail in mine]
    assert "We suggest 19 March 2027" in bodies[1]
    assert all("institutions have reported" not in body for body in bodies[:3])
    assert all("1 of 2 institutions have reported." in body for body in bodies[3:])
    for body in bodies[4:]:
        assert "On 13 April 2027 the public page will say “No report received”." in body
    for body in bodies:
        assert len(body.split()) <= 90
        assert "Not the right person?" in body


def test_october_with_silence_held_back_once(cast: Cast, server: Server) -> None:
    days = OCTOBER.days
    script = Script(OCTOBER.period, days, OCTOBER.first, date(2027, 11, 23))
    one = life(cast, server, script)
    why = text_in("en", "The contact person fell ill.")
    one.deeds = [
        (
            at(date(2027, 11, 11)),
            lambda moment: postpone_silence(one.report, why, by=cast.coordinator, at=moment),
        )
    ]

    one.live(hours(script), lambda moment: climb(at=moment))

    assert one.faults() == []
    assert one.rungs(cast.contact) == [(rung, days[rung]) for rung in CONTACT]
    assert one.letters() == [days["letter"]]
    # Five working days after 12 November.
    assert one.lines("report.not_received") == [date(2027, 11, 19)]
    assert one.states == [
        (script.first, "not_due"),
        (date(2027, 10, 30), "awaited"),
        (date(2027, 11, 19), "no_report"),
    ]


@pytest.mark.parametrize("every", [31, 47, 101, 173])
def test_late_by_hours_or_days_nothing_is_lost_and_nothing_comes_in_bursts(
    cast: Cast, server: Server, every: int
) -> None:
    """The clock is asked at any hour, sometimes not for a week."""
    head = seat_head()
    one = life(cast, server, MARCH)
    long = Script(MARCH.period, MARCH.days, MARCH.first, date(2027, 5, 20))
    one.live(hours(long, every=every), twice)

    assert one.faults() == []
    for actor, rungs in (
        (cast.contact, CONTACT),
        (cast.alternate, ("still_you", "one_after", "three_after")),
        (head, ("three_after",)),
    ):
        rows = Reminder.objects.filter(user=actor.user_id).order_by("at", "pk")
        assert Counter(row.rung for row in rows) == Counter(rungs)
        assert {row.outcome for row in rows} <= {Outcome.SENT, Outcome.OVERTAKEN}
        # Whatever was overtaken, the last one went.
        assert one.rungs(actor)[-1][0] == "three_after"
    assert len(one.letters()) == len(one.lines("report.not_received")) == 1


def careless(moment: datetime) -> None:
    """What is due goes out, and nobody notes it."""
    board = board_of(Plan.objects.select_related("method").get(), moment)
    for step in board.steps:
        if step.user and board.may_send:
            to = f"{step.user}@example.org"
            words = {"language": "en", "subject": "File your report", "body": "x"}
            post(key=uuid4().hex, to=to, at=moment, **words)


def test_a_climb_that_notes_nothing_would_be_seen(cast: Cast, server: Server) -> None:
    """The control."""
    one = life(cast, server, MARCH)
    short = Script(MARCH.period, MARCH.days, MARCH.first, MARCH.first + 4 * ONE_DAY)
    one.live(hours(short, every=4), careless)
    assert any("reminders on" in fault for fault in one.faults())
    assert Message.objects.count() > 3
