"""The ladder: which rung is reached when, and for whom. Pure: rows in, steps out (R9)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from followthrough.accounts.models import Role
from followthrough.lib.working_days import WorkingDays
from followthrough.reminders.models import Rung
from followthrough.reporting.silence import silent_from

# Working days from the due day.
AHEAD_STILL_YOU, AHEAD_FIVE, AHEAD_ONE = 30, 5, 1
AFTER_ONE, AFTER_THREE, AFTER_LETTER = 1, 3, 7
# Nobody is reminded in the night, in the time of the plan's jurisdiction.
FROM_HOUR = time(8)
ONE_DAY = timedelta(days=1)

ORDER = {rung: number for number, rung in enumerate(Rung)}
AUDIENCE: Mapping[Rung, tuple[Role, ...]] = {
    Rung.STILL_YOU: (Role.CONTACT, Role.ALTERNATE),
    Rung.OPEN: (Role.CONTACT,),
    Rung.FIVE_BEFORE: (Role.CONTACT,),
    Rung.ONE_BEFORE: (Role.CONTACT,),
    Rung.ONE_AFTER: (Role.CONTACT, Role.ALTERNATE),
    Rung.THREE_AFTER: (Role.CONTACT, Role.ALTERNATE, Role.HEAD_OF_UNIT),
    Rung.LETTER: (Role.COORDINATOR,),
    Rung.PUBLIC: (),
}
# Something happens besides a mail, once a report.
DONE_ONCE = frozenset({Rung.LETTER, Rung.PUBLIC})


@dataclass(frozen=True)
class Clock:
    """The days of a round."""

    covers_until: date
    opens_on: date
    due_on: date
    closes_on: date


@dataclass(frozen=True)
class Holder:
    """A person on a post since a day."""

    user: int
    since: date


@dataclass(frozen=True)
class Filing:
    """One report as the ladder sees it; a role that nobody holds is absent from `holders`."""

    report: int
    clock: Clock
    is_received: bool = False
    is_postponed: bool = False
    holders: Mapping[Role, tuple[Holder, ...]] = field(default_factory=dict)


@dataclass(frozen=True, order=True)
class Step:
    """A rung that is reached: for a person on a post, for an empty post, or (no role) to be done.

    `day` is the rung's own day, which may lie back when the clock was asked late.
    """

    report: int
    rung: Rung
    day: date
    role: Role | None = None
    user: int | None = None


def rung_days(clock: Clock, days: WorkingDays, *, is_postponed: bool = False) -> dict[Rung, date]:
    """On which day each rung stands, in their order; every one a working day.

    Where the window is so short that a rung before the due day would lie on the day it opens, or
    before, there is no such rung. None but the first stands before the covered period has ended.
    """
    opening = days.first_from(max(clock.opens_on, clock.covers_until + ONE_DAY))
    before = {
        Rung.FIVE_BEFORE: days.add(clock.due_on, -AHEAD_FIVE),
        Rung.ONE_BEFORE: days.add(clock.due_on, -AHEAD_ONE),
    }
    still = min(days.add(clock.due_on, -AHEAD_STILL_YOU), days.add(opening, -1))
    after = max(clock.due_on, opening)
    return {
        Rung.STILL_YOU: still,
        Rung.OPEN: opening,
        **{rung: day for rung, day in before.items() if day > opening},
        Rung.ONE_AFTER: days.add(after, AFTER_ONE),
        Rung.THREE_AFTER: days.add(after, AFTER_THREE),
        Rung.LETTER: days.add(after, AFTER_LETTER),
        Rung.PUBLIC: silent_from(clock.due_on, days, is_postponed=is_postponed),
    }


def reached(
    filings: Iterable[Filing], days: WorkingDays, *, is_adopted: bool, today: date
) -> Iterator[Step]:
    """Every rung that stands on that day or earlier, sent or not, and whom it concerns.

    With the days that pass there are only ever more, until the report comes or the round closes.
    """
    for one in filings:
        placed = rung_days(one.clock, days, is_postponed=one.is_postponed)
        for rung, day in placed.items():
            if day <= today and _counts(rung, one, is_adopted=is_adopted, today=today):
                yield from _steps(one, rung, day)


def may_send(days: WorkingDays, today: date, hour: time) -> bool:
    """Whether it is a moment for mails: a working day, from eight."""
    return days.is_working(today) and hour >= FROM_HOUR


def highest(steps: Iterable[Step]) -> tuple[list[Step], list[Step]]:
    """What goes out and what it overtakes: of a report, a person on a post gets the last rung."""
    last: dict[tuple[int, Role | None, int | None], Step] = {}
    overtaken = []
    for step in sorted(steps, key=lambda one: ORDER[one.rung]):
        place = (step.report, step.role, step.user)
        if place in last:
            overtaken.append(last[place])
        last[place] = step
    return list(last.values()), overtaken


def audience(rung: Rung, holders: Mapping[Role, tuple[Holder, ...]]) -> tuple[Role, ...]:
    """Whose posts the rung concerns; the alternate stands in where there is no contact person."""
    roles = AUDIENCE[rung]
    if Role.CONTACT in roles and not holders.get(Role.CONTACT) and Role.ALTERNATE not in roles:
        return (*roles, *([Role.ALTERNATE] if holders.get(Role.ALTERNATE) else []))
    return roles


def _counts(rung: Rung, one: Filing, *, is_adopted: bool, today: date) -> bool:
    if rung is Rung.PUBLIC:
        return is_adopted and not one.is_received
    if today > one.clock.closes_on:
        return False
    return rung is Rung.STILL_YOU or not one.is_received


def _steps(one: Filing, rung: Rung, day: date) -> Iterator[Step]:
    if rung in DONE_ONCE:
        yield Step(one.report, rung, day)
    for role in audience(rung, one.holders):
        held = one.holders.get(role, ())
        if not held:
            yield Step(one.report, rung, day, role)
        for holder in held:
            # Who was appointed since need not be asked whether it is still they.
            if rung is not Rung.STILL_YOU or holder.since < day:
                yield Step(one.report, rung, day, role, holder.user)
