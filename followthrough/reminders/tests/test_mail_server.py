"""Reminders and a real mail server that is away, puts off, refuses, or falls silent."""

from datetime import date, datetime, timedelta

import pytest
from django.test import override_settings

from followthrough.accounts.models import User
from followthrough.outbox.models import Message, State
from followthrough.outbox.operations import retry, send_due
from followthrough.outbox.tests.conftest import Server, free_port
from followthrough.reminders.operations.ladder import climb
from followthrough.reminders.queries import alarms
from followthrough.reminders.tests.cast import AGENCY, DAYS, adopt_method, at, opened
from followthrough.reporting.tests.cast import Cast, seat

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# Two contact persons; and the alternate, who is asked whether it is still they.
PEOPLE = 3
OPENS = DAYS["open"]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    seated = seat()
    opened(seated)
    adopt_method()
    User.objects.update(language="en")
    return seated


def kinds(moment: datetime) -> list[str]:
    return [one.kind.value for one in alarms(moment) if one.kind not in {"empty", "ending"}]


def to_of(server: Server) -> list[str]:
    lines = b"\n".join(server.received).decode(errors="replace").splitlines()
    return sorted(line.partition(": ")[2] for line in lines if line.startswith("To: "))


def test_a_server_that_is_away_delays_shows_and_loses_nothing(cast: Cast, server: Server) -> None:
    moment = at(OPENS)
    with override_settings(EMAIL_PORT=free_port()):
        while moment < at(OPENS) + 26 * HOUR:
            climb(at=moment)
            send_due(at=moment)
            moment += 10 * MINUTE
        assert kinds(moment) == ["delayed"]
        [alarm] = [one for one in alarms(moment) if one.kind == "delayed"]
        assert f"{PEOPLE} mails wait since 5 January 2027" in alarm.sentence
    assert server.received == []
    assert Message.objects.filter(key__startswith="reminder:").count() == PEOPLE

    for _ in range(3):
        moment += HOUR
        climb(at=moment)
        send_due(at=moment)

    assert len(server.received) == len(set(to_of(server))) == PEOPLE
    assert kinds(moment) == []


def test_the_tries_become_rarer(cast: Cast, server: Server) -> None:
    with override_settings(EMAIL_PORT=free_port()):
        climb(at=at(OPENS))
        tried = []
        for minute in range(300):
            moment = at(OPENS) + minute * MINUTE
            before = Message.objects.order_by("pk")[0].attempts
            send_due(at=moment)
            if Message.objects.order_by("pk")[0].attempts > before:
                tried.append(minute)
    gaps = [after - before for before, after in zip(tried, tried[1:], strict=False)]
    # One message at a time knocks; each waits 1, 5, 15, then 60 minutes of its own.
    assert gaps[:3] == sorted(gaps[:3])
    assert gaps[-1] >= 60


def test_put_off_by_a_busy_server_it_goes_the_next_time(cast: Cast, server: Server) -> None:
    server.recipient = ["451 Greylisted", "451 Greylisted", "451 Greylisted"]
    climb(at=at(OPENS))
    send_due(at=at(OPENS))
    assert server.received == []
    assert kinds(at(OPENS, 10)) == ["delayed"]
    send_due(at=at(OPENS) + MINUTE)
    assert len(set(to_of(server))) == len(server.received) == PEOPLE
    assert kinds(at(OPENS, 10)) == []


def test_refused_for_ever_raises_an_alarm_and_the_next_rung_still_goes(
    cast: Cast, server: Server
) -> None:
    climb(at=at(OPENS))
    server.recipient = ["550 No such mailbox"]
    send_due(at=at(OPENS))
    refused = Message.objects.get(state=State.REFUSED)
    [alarm] = [one for one in alarms(at(OPENS, 10)) if one.message == refused.pk]
    assert (alarm.kind, alarm.institution is not None) == ("refused", True)
    for hour in range(9, 24):
        climb(at=at(OPENS, hour))
        send_due(at=at(OPENS, hour))
    assert len(server.received) == PEOPLE - 1
    climb(at=at(DAYS["five_before"]))
    send_due(at=at(DAYS["five_before"]))
    # The next rung went to both contact persons.
    assert len(server.received) == PEOPLE - 1 + 2


def test_in_doubt_it_is_not_sent_again_by_itself(cast: Cast, server: Server) -> None:
    server.data = ["silence"]
    climb(at=at(OPENS))
    for hour in range(9, 23):
        send_due(at=at(OPENS, hour))
    assert len(server.received) == len(set(to_of(server))) == PEOPLE
    [doubtful] = Message.objects.filter(state=State.UNSURE)
    assert "unsure" in kinds(at(OPENS, 23))
    # A person looks, and decides.
    retry(doubtful.pk, at=at(OPENS, 23))
    send_due(at=at(OPENS, 23))
    assert len(server.received) == PEOPLE + 1
    assert kinds(at(OPENS, 23)) == []


def test_who_was_not_reached_is_named_with_the_post(cast: Cast, server: Server) -> None:
    server.recipient = ["550 No such mailbox"] * PEOPLE
    climb(at=at(date(2027, 1, 18)))
    send_due(at=at(date(2027, 1, 18)))
    found = [one for one in alarms(at(date(2027, 1, 18), 10)) if one.kind == "refused"]
    places = {(one.institution.slug, one.role) for one in found if one.institution}
    assert places == {(AGENCY, "contact"), (AGENCY, "alternate"), ("mlga", "contact")}
