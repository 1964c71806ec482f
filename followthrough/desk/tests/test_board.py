"""The coordinator's desk: each queue, its numbers, who may see it, and how much it reads."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from followthrough.accounts.models import Institution, Role, User
from followthrough.accounts.operations import appoint as appoint_by_operation
from followthrough.accounts.permissions import CONSOLE, Actor
from followthrough.accounts.tests.cast import sign_in
from followthrough.lib.text import text_in
from followthrough.plans.models import Commitment
from followthrough.reporting.operations import obstacles
from followthrough.reporting.operations.publishing import publish
from followthrough.reporting.operations.ratings import Opinion, sign_rating
from followthrough.reporting.operations.verifying import send_back, verify
from followthrough.reporting.tests.cast import (
    NOW,
    SECOND,
    SEEN,
    Cast,
    appoint,
    seat,
    sent,
    verified,
)

DESK = "/en/desk/"
AGENCY = "corruption-prevention-agency"
# Wednesday, five working days after the first round's due day.
LATE = datetime(2026, 7, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _edges(settings: Any) -> None:
    settings.SECOND_FACTOR_COMPULSORY = False


@pytest.fixture
def cast(db: None) -> Cast:
    return seat()


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = LATE
        monkeypatch.setattr("followthrough.desk.views.board.now", lambda: self.at)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def client_of(actor: Actor) -> Client:
    client = Client()
    sign_in(client, User.objects.get(pk=actor.user_id or 0))
    return client


def page(client: Client, path: str = DESK) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def section(html: str, name: str) -> str:
    """One queue of the desk."""
    found = re.search(rf'<section class="section" id="{name}".*?</section>', html, re.S)
    assert found, name
    return found.group()


def rows(html: str) -> int:
    return html.count('class="todo"')


def counted(html: str) -> Iterator[tuple[int, str]]:
    """Every number on the page that is a link, and where it leads."""
    for address, text in re.findall(r'<a href="(/en/desk/[^"]+)">(.*?)</a>', html, re.S):
        number = re.match(r"\D*?(\d+)", words(text))
        if number:
            yield int(number[1]), address.replace("&amp;", "&")


def test_everybody_but_the_coordinator_is_refused(cast: Cast, clock: Clock) -> None:
    for actor in (cast.contact, cast.deputy_chair, cast.member):
        for path in ("", "late/", "waiting/", "decisions/", "coming/", "readiness/", "since/"):
            assert client_of(actor).get(DESK + path).status_code == 403
    assert Client().get(DESK).status_code == 302


def test_the_desk_only_answers_to_looking(cast: Cast, clock: Clock) -> None:
    assert client_of(cast.coordinator).post(DESK).status_code == 405


def test_before_the_first_round_the_desk_says_what_comes_next(cast: Cast, clock: Clock) -> None:
    html = page(client_of(cast.coordinator))
    assert "No reporting period has been set up yet." in html
    assert "Set up the first one" in html
    assert "No report is late" in html and "Nothing waits to be verified" in html


def test_an_installation_without_a_plan_has_a_desk_too(db: None, clock: Clock) -> None:
    institution = Institution.objects.create(slug="mlga", kind="ministry", sector="government")
    tenure = appoint_by_operation(
        institution=institution,
        role=Role.COORDINATOR,
        name="C",
        email="c@example.org",
        language="en",
        starts_on=date(2026, 1, 1),
        act="",
        by=CONSOLE,
        at=NOW,
    )
    client = Client()
    sign_in(client, tenure.user)
    assert "There is no plan here yet." in page(client)
    assert client.get(f"{DESK}late/").status_code == 404


def test_a_silent_institution_is_late_by_working_days(cast: Cast, clock: Clock) -> None:
    cast.open()
    sent(cast.report("mlga"), cast.mlga_contact)
    late = section(page(client_of(cast.coordinator)), "late")
    assert "1 report is late" in words(late)
    assert "5 working days late" in words(late)
    assert "not begun" in words(late)

    clock.at = datetime(2026, 7, 15, 9, tzinfo=UTC)
    assert "No report is late" in page(client_of(cast.coordinator))


def test_what_waits_says_whose_turn_it_is(cast: Cast, clock: Clock) -> None:
    cast.open()
    sent(cast.report("mlga"), cast.mlga_contact)
    sent(cast.report(), cast.contact, NOW + timedelta(days=2))
    html = words(page(client_of(cast.coordinator), f"{DESK}waiting/"))
    assert html.index("the deputy chair’s turn") < html.index("your turn")
    assert "7 working days late" in html


def test_a_typed_report_waits_for_its_institution(cast: Cast, clock: Clock) -> None:
    cast.open()
    report = sent(cast.report(), cast.contact)
    report.is_on_behalf = True
    report.save()
    html = page(client_of(cast.coordinator), f"{DESK}waiting/")
    assert "the institution has to confirm it" in html
    report.confirmed_at = NOW
    report.submitted_by_user_id = cast.coordinator.user_id
    report.save()
    assert "the deputy chair’s turn" in page(client_of(cast.coordinator), f"{DESK}waiting/")


def publish_first(cast: Cast) -> None:
    cast.open()
    report = verified(cast.report(), cast.contact, cast.coordinator)
    publish(report, by=cast.coordinator, at=NOW)


def test_ratings_that_differ_need_a_decision(cast: Cast, clock: Clock) -> None:
    publish_first(cast)
    commitment = Commitment.objects.select_related("plan__method").get(code="XK0017")
    body = Institution.objects.get(pk=cast.member.institution_id or 0)
    for level, asked in (("limited", 0), ("complete", 1)):
        opinion = Opinion(level, text_in("sq", "Jo."))
        sign_rating(commitment, body, opinion, seen=asked, by=cast.member, at=NOW)
        queue = words(section(page(client_of(cast.coordinator)), "decisions"))
        assert ("organisation says otherwise" in queue) is bool(asked)


def test_a_request_for_help_needs_a_decision_after_30_days(cast: Cast, clock: Clock) -> None:
    cast.open()
    commitment = Commitment.objects.select_related("plan__method").get(code="XK0017")
    owner = Institution.objects.get(slug=AGENCY)
    trouble = obstacles.Trouble("procurement", text_in("sq", "Tenderi vonohet."))
    one = obstacles.open_obstacle(commitment, owner, trouble, by=cast.contact, at=NOW)
    mlga = Institution.objects.get(slug="mlga")
    obstacles.ask_help(one, mlga, seen=one.version, by=cast.contact, at=NOW)
    for days, is_long in ((30, False), (31, True)):
        clock.at = NOW + timedelta(days=days)
        queue = words(section(page(client_of(cast.coordinator)), "decisions"))
        assert ("Help was asked for 31 days ago" in queue) is is_long


def test_what_is_checked_and_not_published_needs_a_decision(cast: Cast, clock: Clock) -> None:
    cast.open()
    report = verified(cast.report(), cast.contact, cast.coordinator)
    queue = words(section(page(client_of(cast.coordinator)), "decisions"))
    assert "it can be published. Publish it" in queue
    publish(report, by=cast.coordinator, at=NOW)
    assert "Publish it" not in section(page(client_of(cast.coordinator)), "decisions")


def test_the_news_name_the_report_and_the_output(cast: Cast, clock: Clock) -> None:
    cast.open()
    at = NOW + timedelta(days=3)
    report = sent(cast.report("mlga"), cast.mlga_contact, at)
    entry = report.entries.in_order()[0]
    verify(entry, ticks=SEEN, seen=entry.version, by=cast.deputy_chair, at=at)
    news = words(page(client_of(cast.coordinator), f"{DESK}since/"))
    assert "1 output was checked" in news
    assert "Ministry of Local Government Administration, January–June 2026" in news
    assert "Deputy chair of the Forum" in news and "XK0018" in news


def test_the_next_days_hold_rounds_and_deadlines(cast: Cast, clock: Clock) -> None:
    cast.open()
    clock.at = datetime(2026, 7, 10, 9, tzinfo=UTC)
    queue = words(page(client_of(cast.coordinator), f"{DESK}coming/"))
    assert "15 July 2026 · January–June 2026" in queue and "Reports are due." in queue
    clock.at = datetime(2026, 12, 10, 9, tzinfo=UTC)
    queue = words(page(client_of(cast.coordinator), f"{DESK}coming/"))
    assert "31 December 2026 · XK0017 A data set" in queue
    assert "it is not set up yet" in queue


def test_readiness_counts_what_was_reported_verified_and_translated(
    cast: Cast, clock: Clock
) -> None:
    cast.open()
    verified(cast.report(), cast.contact, cast.coordinator)
    html = page(client_of(cast.coordinator))
    found = words(section(html, "readiness"))
    assert "2 reports asked for" in found
    assert "Reports received 1 Reports received · 1 missing" in found
    assert "Reports verified 1 Reports verified · 1 missing" in found
    assert "All texts: Srpski 0 · 1 missing" in found
    missing = page(client_of(cast.coordinator), f"{DESK}readiness/?step=sr-latn&has=0")
    assert "texts not in Srpski" in missing


def test_a_reload_does_not_empty_since_your_last_visit(cast: Cast, clock: Clock) -> None:
    cast.open()
    clock.at = NOW - timedelta(days=1)
    coordinator = client_of(cast.coordinator)
    page(coordinator)
    sent(cast.report(), cast.contact)
    clock.at = NOW + timedelta(hours=1)
    for _ in range(3):
        assert "1 report came in" in section(page(coordinator), "since")
        clock.at += timedelta(hours=1)
    clock.at += timedelta(days=1)
    assert "Nothing has changed since" in section(page(coordinator), "since")


def test_ones_own_deeds_are_no_news(cast: Cast, clock: Clock) -> None:
    clock.at = NOW + timedelta(hours=2)
    cast.open()
    report = sent(cast.report(), cast.contact)
    entry = report.entries.all()[0]
    send_back(entry, comment="Cili?", ticks=SEEN, seen=entry.version, by=cast.coordinator, at=NOW)
    news = words(section(page(client_of(cast.coordinator)), "since"))
    assert "1 report came in" in news
    assert "checked" not in news
    everything = words(
        page(client_of(cast.coordinator), f"{DESK}since/?after={NOW:%Y-%m-%dT%H:%M:%SZ}")
    )
    assert "Nothing has changed." in everything


@pytest.mark.parametrize("after", ["", "soon", "2026-07-01", "2026-99-01T00:00:00Z"])
def test_a_bad_moment_shows_the_last_two_weeks(cast: Cast, clock: Clock, after: str) -> None:
    assert "Changes since 8 July 2026" in page(
        client_of(cast.coordinator), f"{DESK}since/?after={after}"
    )


def test_every_number_is_a_link_to_exactly_the_rows_it_counts(cast: Cast, clock: Clock) -> None:
    publish_first(cast)
    cast.open(SECOND, datetime(2027, 1, 4, 9, tzinfo=UTC))
    clock.at = datetime(2027, 1, 22, 9, tzinfo=UTC)
    sent(cast.report("mlga", "2026-H2"), cast.mlga_contact, clock.at - timedelta(days=8))
    appoint(Role.ALTERNATE, "mlga")
    coordinator = client_of(cast.coordinator)
    found = list(counted(page(coordinator)))
    assert len(found) >= 8
    for number, address in found:
        if not address.startswith("/en/desk/people/"):
            assert rows(page(coordinator, address)) == number, address
