"""The invented life of the plan, dated step by step, through the operations that anybody uses."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from django.db import transaction

from followthrough.accounts.models import Institution, Role, Tenure
from followthrough.accounts.operations.hand_overs import name_successor
from followthrough.accounts.operations.tenures import appoint, end_tenure
from followthrough.accounts.permissions import CONSOLE, Actor
from followthrough.accounts.queries import actor_of
from followthrough.demo import claims, editions, papers, promises
from followthrough.demo.cast import (
    AGENCY,
    INSTITUTE,
    MINISTRY,
    MLGA,
    MUNICIPALITY,
    NETWORK,
    SEATS,
    SQ,
    SR,
    YOUTH,
)
from followthrough.lib.demo_day import ZONE
from followthrough.lib.text import text_in
from followthrough.plans.calendar import calendar_of
from followthrough.plans.models import Commitment, Plan
from followthrough.plans.operations.import_plan import import_plan
from followthrough.reminders.operations.ladder import climb
from followthrough.reporting.models import Entry, Obstacle, PublishedEntry, Report
from followthrough.reporting.operations import contributions, corrections, obstacles
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.operations.evidence import Details, add_file, add_link
from followthrough.reporting.operations.publishing import publish, publish_unverified
from followthrough.reporting.operations.ratings import Opinion, sign_rating
from followthrough.reporting.operations.rounds import Period, open_round
from followthrough.reporting.operations.sending import Clearance, submit
from followthrough.reporting.operations.verifying import Ticks, note, send_back, verify
from followthrough.reporting.values import Values

Step = Callable[[datetime], object]
LEADS = (MLGA, MINISTRY, AGENCY)
SEEN = Ticks(opens=True, within_period=True, shows_output=True, is_public=True)
NOTHING_SEEN = Ticks()
H1 = Period(
    date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 15), date(2026, 9, 30)
)
H2 = Period(
    date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 5), date(2027, 1, 15), date(2027, 3, 31)
)


# Whole or not at all: a first start that is interrupted begins anew.
@transaction.atomic
def load(until: datetime) -> int:
    """Live every step up to that moment in an empty installation; returns how many."""
    if Plan.objects.exists():
        return 0
    due = [(at, step) for at, step in steps() if at <= until]
    for at, step in due:
        step(at)
    return len(due)


def steps() -> Iterator[tuple[datetime, Step]]:
    """All that happens, in order."""
    yield on(2026, 5, 4), _begin
    yield on(2026, 7, 1), lambda at: _open(H1, at)
    yield on(2026, 7, 1), _climb
    yield from _first_round()
    yield from _autumn()
    yield on(2027, 1, 5), lambda at: _open(H2, at)
    yield on(2027, 1, 5), _climb
    yield from _second_round()
    yield from _spring()


def _first_round() -> Iterator[tuple[datetime, Step]]:
    yield on(2026, 7, 8), _climb
    yield on(2026, 7, 10), lambda at: _file("2026-H1", MLGA, claims.MLGA_H1, at)
    yield on(2026, 7, 14), lambda at: _file("2026-H1", MINISTRY, claims.MINISTRY_H1, at)
    yield on(2026, 7, 16), lambda at: _verify_all("2026-H1", MLGA, at)
    yield on(2026, 7, 16), _climb
    yield on(2026, 7, 17), lambda at: _verify_all("2026-H1", MINISTRY, at)
    # Five days late.
    yield on(2026, 7, 20), lambda at: _file("2026-H1", AGENCY, claims.AGENCY_H1, at)
    yield on(2026, 7, 21), _open_obstacles
    yield on(2026, 7, 23), lambda at: _verify_all("2026-H1", AGENCY, at)
    yield on(2026, 7, 24), _publish_first


def _autumn() -> Iterator[tuple[datetime, Step]]:
    yield on(2026, 8, 10), _rate
    yield on(2026, 9, 1), _propose_correction
    yield on(2026, 9, 3), _confirm_correction
    yield on(2026, 9, 7), editions.compile_first
    yield on(2026, 9, 8), editions.give_to_cabinet
    yield on(2026, 9, 14), editions.publish_first
    yield on(2026, 10, 20), _resolve_obstacle
    yield on(2026, 12, 3), _ask_help


def _second_round() -> Iterator[tuple[datetime, Step]]:
    yield on(2027, 1, 8), _climb
    yield on(2027, 1, 11), _ask_municipality
    yield on(2027, 1, 12), lambda at: _file("2026-H2", MINISTRY, claims.MINISTRY_H2, at)
    yield on(2027, 1, 13), lambda at: _fill("2026-H2", AGENCY, claims.AGENCY_H2_DRAFT, at)
    yield on(2027, 1, 14), _climb
    yield on(2027, 1, 15), lambda at: _file("2026-H2", MLGA, claims.MLGA_H2, at)
    yield on(2027, 1, 18), _name_successor
    yield on(2027, 1, 18), _climb
    yield on(2027, 1, 19), _check_ministry
    yield on(2027, 1, 20), lambda at: _verify_some("2026-H2", MLGA, at, 4)
    yield on(2027, 1, 20), _climb


def _spring() -> Iterator[tuple[datetime, Step]]:
    # The deputy chair did not get to the rest within five working days.
    yield on(2027, 1, 25), _publish_unverified
    # The letter to the head of the silent agency, and then the public word.
    yield on(2027, 1, 26), _climb
    yield on(2027, 1, 29), _climb
    yield on(2027, 2, 2), lambda at: _file("2026-H2", MINISTRY, claims.MINISTRY_COMPLETED, at)
    yield on(2027, 2, 5), lambda at: _verify_all("2026-H2", MINISTRY, at)
    yield on(2027, 2, 8), lambda at: _publish("2026-H2", MINISTRY, at)
    yield on(2027, 2, 9), editions.compile_second


def on(year: int, month: int, day: int) -> datetime:
    """Half past nine of that day, in Kosovo."""
    return datetime.combine(date(year, month, day), time(9, 30), ZONE)


def _begin(at: datetime) -> None:
    import_plan(promises.document(), by=CONSOLE, at=at)
    for seat in SEATS:
        body = Institution.objects.get(slug=seat.body)
        tenure = appoint(
            institution=body,
            role=seat.role,
            name=f"{seat.role.label} · {body.short_name}",
            email=seat.email,
            language=seat.language,
            starts_on=at.date(),
            act=seat.act,
            by=CONSOLE,
            at=at,
        )
        if seat.ends_on:
            end_tenure(tenure.pk, seat.ends_on, by=CONSOLE, at=at)


def who(role: Role, slug: str) -> Actor:
    """The first holder of the post: the cast has one for each."""
    found = Tenure.objects.filter(post__role=role, post__institution__slug=slug)
    return actor_of(found.select_related("post__institution").earliest("pk"))


def _coordinator() -> Actor:
    return who(Role.COORDINATOR, MLGA)


def _verifier(slug: str) -> Actor:
    return who(Role.DEPUTY_CHAIR, NETWORK) if slug == MLGA else _coordinator()


def _climb(at: datetime) -> None:
    """The days on which somebody is reminded; on all others the ladder would have nothing to do."""
    climb(at=at)


def _open(period: Period, at: datetime) -> None:
    open_round(Plan.objects.get(), period, by=_coordinator(), at=at)


def _report(round_slug: str, slug: str) -> Report:
    return Report.objects.get(round__slug=round_slug, institution__slug=slug)


def _entries(report: Report) -> Iterator[tuple[tuple[str, str], Entry]]:
    for entry in report.entries.in_order().select_related("commitment__plan", "output"):
        yield (entry.commitment.key, entry.place), entry


def _fill(round_slug: str, slug: str, said: claims.Claims, at: datetime) -> Report:
    report = _report(round_slug, slug)
    contact = who(Role.CONTACT, slug)
    for place, entry in _entries(report):
        if place in said:
            _answer(entry, said[place], contact, at)
    return report


def _answer(entry: Entry, values: Values, contact: Actor, at: datetime) -> None:
    saved = save_entry(entry, values, seen=entry.version, by=contact, at=at)
    # A claim of Complete names its proof, but for one: that is shown in public too.
    if saved.output and values.completion == "complete" and saved.output.number != 4:
        details = Details("decision", "SHEMBULL · PRIMER · EXAMPLE", SQ, values.completed_on)
        link = f"https://example.org/{saved.commitment.key}/{saved.place}"
        add_link(saved, details, link, by=contact, at=at)
    _attach(saved, contact, at)


def _attach(entry: Entry, contact: Actor, at: datetime) -> None:
    place = (entry.report.round.slug, entry.commitment.key, entry.place)
    paper = papers.PAPERS.get(place)
    if paper is not None:
        dated = entry.completed_on or entry.report.round.covers_until
        details = Details(paper.kind, paper.title, paper.language, dated)
        add_file(entry, details, BytesIO(paper.content), paper.name, by=contact, at=at)


def _file(round_slug: str, slug: str, said: claims.Claims, at: datetime) -> None:
    report = _fill(round_slug, slug, said, at)
    clearance = Clearance("Sekretari i përgjithshëm", at.date(), "SHEMBULL 12")
    submit(report, clearance=clearance, by=who(Role.CONTACT, slug), at=at)


def _ticks(entry: Entry) -> Ticks:
    return SEEN if entry.evidence.exists() else NOTHING_SEEN


def _verify_all(round_slug: str, slug: str, at: datetime) -> None:
    _verify_some(round_slug, slug, at, 1000)


def _verify_some(round_slug: str, slug: str, at: datetime, count: int) -> None:
    for _, entry in list(_entries(_report(round_slug, slug)))[:count]:
        if not entry.is_noted:
            verify(entry, ticks=_ticks(entry), seen=entry.version, by=_verifier(slug), at=at)


def _publish(round_slug: str, slug: str, at: datetime) -> None:
    publish(_report(round_slug, slug), by=_coordinator(), at=at)


def _publish_first(at: datetime) -> None:
    for slug in LEADS:
        _publish("2026-H1", slug, at)


def _check_ministry(at: datetime) -> None:
    """Two outputs go back with what is missing; the others are verified, one is noted."""
    asked = {
        ("XK0015", "1"): "Cili vendim? Shënoni numrin dhe datën.",
        ("XK0015", "2"): "Afati ka kaluar: shënoni arsyen dhe kur pritet.",
    }
    for place, entry in _entries(_report("2026-H2", MINISTRY)):
        words: dict[str, Any] = {
            "ticks": _ticks(entry),
            "seen": entry.version,
            "by": _coordinator(),
            "at": at,
        }
        if place in asked:
            send_back(entry, comment=asked[place], **words)
        elif place == ("XK0015", "4"):
            note(entry, comment="Nuk ka çfarë të verifikohet ende.", **words)
        else:
            verify(entry, **words)


def _publish_unverified(at: datetime) -> None:
    publish_unverified(_report("2026-H2", MLGA), at=at, days=calendar_of(Plan.objects.get()))


def _rate(at: datetime) -> None:
    said = (
        (
            "XK0015",
            NETWORK,
            "limited",
            "Formati është hap i mirë, por askush nuk e përdor ende.",
            SQ,
        ),
        (
            "XK0016",
            NETWORK,
            "limited",
            "Lista nuk është publike; nuk e quajmë të konsiderueshme.",
            SQ,
        ),
        ("XK0016", INSTITUTE, "limited", "Lista postoji samo kao nacrt.", SR),
        ("XK0018", NETWORK, "limited", "Korniza është në letër; paneli ende mungon.", SQ),
        ("XK0018", YOUTH, "limited", "Takimi u mbajt, por pa të rinj në tryezë.", SQ),
    )
    for code, slug, level, words, language in said:
        opinion = Opinion(level, text_in(language, words))
        commitment = Commitment.objects.select_related("plan__method").get(code=code)
        body = Institution.objects.get(slug=slug)
        by = who(Role.FORUM_MEMBER, slug)
        sign_rating(commitment, body, opinion, seen=0, by=by, at=at)


def _open_obstacles(at: datetime) -> None:
    for code, slug, reason, words, serious in (
        ("XK0015", MINISTRY, "staff", "Nedostaje službenik za finansijske podatke.", False),
        ("XK0016", AGENCY, "waiting_institution", "Pritet përgjigjja e tri institucioneve.", True),
    ):
        commitment = Commitment.objects.select_related("plan__method").get(code=code)
        language = SR if slug == MINISTRY else SQ
        trouble = obstacles.Trouble(reason, text_in(language, words), is_serious=serious)
        body = Institution.objects.get(slug=slug)
        output = commitment.outputs.earliest("number")
        by = who(Role.CONTACT, slug)
        obstacles.open_obstacle(commitment, body, trouble, output=output, by=by, at=at)


def _resolve_obstacle(at: datetime) -> None:
    one = Obstacle.objects.select_related("commitment__plan").get(commitment__code="XK0015")
    how = text_in(SR, "Službenik je primljen u radni odnos.")
    by = who(Role.CONTACT, MINISTRY)
    obstacles.resolve(one, how, seen=one.version, by=by, at=at)


def _ask_help(at: datetime) -> None:
    """Still unanswered when the year begins: it needs a decision."""
    one = Obstacle.objects.select_related("commitment__plan").get(commitment__code="XK0016")
    body = Institution.objects.get(slug=MLGA)
    obstacles.ask_help(one, body, seen=one.version, by=who(Role.CONTACT, AGENCY), at=at)


def _propose_correction(at: datetime) -> None:
    row = PublishedEntry.objects.current().get(output__number=1, commitment__code="XK0015")
    values = claims.went_on("substantial", "Format je usaglašen sa svim institucijama.", SR)
    what = text_in(SR, "Nivo je greškom upisan kao ograničen.")
    corrections.propose(row, values, what, by=who(Role.CONTACT, MINISTRY), at=at)


def _confirm_correction(at: datetime) -> None:
    row = PublishedEntry.objects.current().get(output__number=1, commitment__code="XK0015")
    corrections.confirm(row.corrections.get(), by=_coordinator(), at=at)


def _ask_municipality(at: datetime) -> None:
    entry = _report("2026-H2", MLGA).entries.get(commitment__code="XK0014", output__number=2)
    body = Institution.objects.get(slug=MUNICIPALITY)
    email = f"zyra.{MUNICIPALITY}@example.org"
    request = contributions.Request(body, email, SR, "A mund ta provoni platformën në mars?")
    contributions.ask(entry, request, by=who(Role.CONTACT, MLGA), at=at)


def _name_successor(at: datetime) -> None:
    by = who(Role.CONTACT, AGENCY)
    assert by.tenure_id is not None  # noqa: S101 - a person of the cast has a tenure
    name_successor(
        by.tenure_id,
        name="Pasardhësi · ASh",
        email=f"successor.{AGENCY}@example.org",
        from_day=date(2027, 2, 1),
        by=by,
        at=at,
    )
