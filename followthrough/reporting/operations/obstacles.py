"""The register of obstacles: opened, help asked, escalated, resolved; each step kept in the log."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.lib.text import TranslatedText
from followthrough.plans.models import Commitment, DefinitionKind, Output
from followthrough.reporting.models import Entry, Obstacle
from followthrough.reporting.refusals import Refusal, WrongState


class BadObstacle(Refusal):
    """Something that the register needs is missing or does not fit."""


class ObstacleConflict(Refusal):
    """Somebody else has changed it since; `current` is what stands now."""

    def __init__(self, current: Obstacle) -> None:
        self.current = current
        super().__init__(
            gettext("Somebody else has changed this obstacle. Look at it again, then repeat.")
        )


@dataclass(frozen=True)
class Trouble:
    """What stands in the way, in words, and why it is not shown in public (empty: it is)."""

    reason: str
    description: TranslatedText = field(default_factory=TranslatedText)
    is_serious: bool = False
    private_because: str = ""


@transaction.atomic
def open_obstacle(
    commitment: Commitment,
    owner: Institution,
    trouble: Trouble,
    *,
    output: Output | None = None,
    by: Actor,
    at: datetime,
) -> Obstacle:
    """Open an obstacle that `owner` has to see to."""
    require(by, Permission.KEEP_OBSTACLES, owner.pk)
    return _open(Obstacle(commitment=commitment, owner=owner, output=output), trouble, by, at)


@transaction.atomic
def open_from_entry(entry: Entry, trouble: Trouble, *, by: Actor, at: datetime) -> Obstacle:
    """Open the obstacle that an entry tells of; a second call finds the first one."""
    require(by, Permission.KEEP_OBSTACLES, entry.report.institution_id)
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    found = Obstacle.objects.filter(entry=entry).first()
    if found is not None:
        return found
    fresh = Obstacle(
        commitment=entry.commitment,
        output=entry.output,
        owner=entry.report.institution,
        entry=entry,
        asked=entry.help_from,
    )
    if entry.help_from is not None:
        fresh.asked_on = entry.report.round.plan.today(at)
    return _open(fresh, trouble, by, at)


@transaction.atomic
def ask_help(
    obstacle: Obstacle, asked: Institution, *, seen: int, by: Actor, at: datetime
) -> Obstacle:
    """Record whom help is asked of."""

    def change(one: Obstacle, today: date) -> None:
        _require_unresolved(one)
        one.asked, one.asked_on = asked, today

    return _step(obstacle, "obstacle.help_asked", change, seen=seen, by=by, at=at)


@transaction.atomic
def escalate(obstacle: Obstacle, to: str, *, seen: int, by: Actor, at: datetime) -> Obstacle:
    """Take it further: to a meeting, a body, named in words."""

    def change(one: Obstacle, today: date) -> None:
        _require_unresolved(one)
        if not to.strip():
            raise BadObstacle(gettext("Say to which meeting or body it is taken."))
        one.escalated_to, one.escalated_on = to.strip(), today

    return _step(obstacle, "obstacle.escalated", change, seen=seen, by=by, at=at)


@transaction.atomic
def resolve(
    obstacle: Obstacle, resolution: TranslatedText, *, seen: int, by: Actor, at: datetime
) -> Obstacle:
    """Close it, saying how it was resolved."""

    def change(one: Obstacle, today: date) -> None:
        _require_unresolved(one)
        if not resolution:
            raise BadObstacle(gettext("Say in a sentence how it was resolved."))
        one.resolution, one.resolved_on = resolution, today

    return _step(obstacle, "obstacle.resolved", change, seen=seen, by=by, at=at)


@transaction.atomic
def reopen(obstacle: Obstacle, *, seen: int, by: Actor, at: datetime) -> Obstacle:
    """Take back that it was resolved; the log keeps what the resolution said."""

    def change(one: Obstacle, today: date) -> None:
        one.resolution, one.resolved_on = TranslatedText(), None

    return _step(obstacle, "obstacle.reopened", change, seen=seen, by=by, at=at)


@transaction.atomic
def describe(
    obstacle: Obstacle, trouble: Trouble, *, seen: int, by: Actor, at: datetime
) -> Obstacle:
    """Change the words, how serious it is, or whether the public sees it."""

    def change(one: Obstacle, today: date) -> None:
        _describe(one, trouble)

    return _step(obstacle, "obstacle.described", change, seen=seen, by=by, at=at)


def _open(fresh: Obstacle, trouble: Trouble, by: Actor, at: datetime) -> Obstacle:
    _describe(fresh, trouble)
    fresh.opened_on, fresh.opened_by = fresh.commitment.plan.today(at), by.name
    fresh.save()
    _record("obstacle.opened", fresh, None, by, at)
    return fresh


def _describe(one: Obstacle, trouble: Trouble) -> None:
    method = one.commitment.plan.method
    known = method.definitions.filter(kind=DefinitionKind.REASON, code=trouble.reason)
    if not known.exists():
        raise BadObstacle(gettext("Choose one of the reasons listed."))
    if not trouble.description:
        raise BadObstacle(gettext("Say in a sentence what stands in the way."))
    one.reason, one.description = trouble.reason, trouble.description
    one.is_serious = trouble.is_serious
    one.private_because = trouble.private_because.strip()
    one.is_public = not one.private_because


def _require_unresolved(one: Obstacle) -> None:
    if one.resolved_on is not None:
        raise WrongState(gettext("This obstacle is resolved. Reopen it first."))


def _step(
    obstacle: Obstacle,
    verb: str,
    change: Callable[[Obstacle, date], None],
    *,
    seen: int,
    by: Actor,
    at: datetime,
) -> Obstacle:
    """Make one change under the row's lock. What changes nothing leaves no line in the log."""
    one = Obstacle.objects.select_for_update(of=("self",)).get(pk=obstacle.pk)
    require(by, Permission.KEEP_OBSTACLES, one.owner_id)
    before = _line(one)
    if one.version != seen:
        raise ObstacleConflict(one)
    change(one, one.commitment.plan.today(at))
    if _line(one) == before:
        return one
    one.version += 1
    one.save()
    _record(verb, one, before, by, at)
    return one


def _record(
    verb: str, one: Obstacle, before: dict[str, Any] | None, by: Actor, at: datetime
) -> None:
    """The public log hears of a change of what it may know, and nothing of what is private."""
    was_public = before is None or before["is_public"]
    after = _line(one)
    if one.is_public and not was_public:
        before = None
    elif was_public and not one.is_public and before is not None:
        after = {"is_public": False}
    record(
        verb,
        f"obstacle:{one.pk}",
        by=by.name,
        at=at,
        payload={"commitment": one.commitment.key, "before": before, "after": after},
        public=one.is_public or (before is not None and was_public),
    )


def _line(one: Obstacle) -> dict[str, Any]:
    return {
        "output": one.output.number if one.output else None,
        "owner": one.owner.slug,
        "reason": one.reason,
        "description": one.description.to_json(),
        "is_serious": one.is_serious,
        "is_public": one.is_public,
        "private_because": one.private_because,
        "asked": one.asked.slug if one.asked else None,
        "escalated_to": one.escalated_to,
        "resolved_on": one.resolved_on.isoformat() if one.resolved_on else None,
        "resolution": one.resolution.to_json(),
    }
