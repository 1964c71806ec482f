"""What goes wrong with chasing: mail that does not arrive, posts that nobody holds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Max, Min
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from followthrough.accounts.models import Institution, Role, Tenure
from followthrough.lib.readings import plain
from followthrough.outbox.models import Message, State
from followthrough.plans.models import Plan
from followthrough.reporting.models import Report

# Calendar days before the end of a tenure at which somebody should think of a successor.
SOON = timedelta(days=30)
# Without these an institution cannot be reached.
NEEDED = (Role.CONTACT, Role.ALTERNATE)
# The ladder goes on to the head of unit.
NEEDED_LATE = (*NEEDED, Role.HEAD_OF_UNIT)


class AlarmKind(StrEnum):
    REFUSED = "refused"
    UNSURE = "unsure"
    DELAYED = "delayed"
    EMPTY = "empty"
    ENDING = "ending"


@dataclass(frozen=True)
class Alarm:
    """One thing to look at. `institution`, `role` and `tenure` are there where they are known."""

    kind: AlarmKind
    sentence: str
    institution: Institution | None = None
    role: Role | None = None
    tenure: int | None = None
    message: int | None = None
    # When the tenure ends.
    day: date | None = None


def alarms(
    at: datetime, *, plan: Plan | None = None, reports: Iterable[Report] | None = None
) -> list[Alarm]:
    """Everything that keeps a mail of duty from arriving, the worst first.

    Three queries, and two more where the current plan and its reports are not given.
    """
    plan = plan or Plan.objects.current()
    if plan is None:
        return [*_delayed(plan, at), *_undelivered({})]
    today = plan.today(at)
    held = _held(today)
    asked = _asked(_of_plan(plan) if reports is None else reports, today)
    by_address = {one.user.email: one for people in held.values() for one in people}
    return [
        *_delayed(plan, at),
        *_undelivered(by_address),
        *_empty(asked, held, today),
        *_ending(held, today),
    ]


def _of_plan(plan: Plan) -> Iterable[Report]:
    awaited = Report.objects.filter(round__plan=plan, received_at=None)
    return awaited.select_related("round", "institution")


def _asked(reports: Iterable[Report], today: date) -> dict[Institution, tuple[Role, ...]]:
    """The institutions whose report is awaited in a round that is not over: the posts needed."""
    awaited = (one for one in reports if one.received_at is None and one.round.closes_on >= today)
    return {
        one.institution: NEEDED_LATE if today > one.round.due_on else NEEDED
        for one in sorted(awaited, key=lambda one: one.round.due_on, reverse=True)
    }


def _held(today: date) -> dict[tuple[int, str], list[Tenure]]:
    """By institution and role: who holds the post today or will later."""
    found: dict[tuple[int, str], list[Tenure]] = defaultdict(list)
    running = Tenure.objects.filter(user__is_active=True).exclude(ends_on__lt=today)
    for one in running.select_related("user", "post__institution").order_by("starts_on", "pk"):
        found[one.post.institution_id, one.post.role].append(one)
    return found


def _delayed(plan: Plan | None, at: datetime) -> list[Alarm]:
    """One line for a mail server that is away or puts us off, however many mails wait."""
    waiting = Message.objects.filter(state=State.WAITING)
    # Without a server only one of them is tried at a time: the others wait for the same reason.
    facts = waiting.aggregate(
        count=Count("pk"), since=Min("created_at"), error=Max("last_error"), tries=Max("attempts")
    )
    if not facts["tries"]:
        return []
    local = plan.local(facts["since"]) if plan else facts["since"]
    sentence = ngettext(
        "%(count)s mail waits since %(since)s: the mail server does not take it (%(error)s). It "
        "is tried again by itself.",
        "%(count)s mails wait since %(since)s: the mail server does not take them (%(error)s). "
        "They are tried again by themselves.",
        facts["count"],
    )
    names = {
        "count": facts["count"],
        "since": date_format(local, "DATETIME_FORMAT"),
        "error": facts["error"],
    }
    return [Alarm(AlarmKind.DELAYED, sentence % names)]


def _undelivered(by_address: dict[str, Tenure]) -> list[Alarm]:
    stuck = Message.objects.filter(state__in=[State.REFUSED, State.UNSURE]).order_by("-pk")
    return [_mail(one, by_address.get(one.to)) for one in stuck]


def _mail(message: Message, tenure: Tenure | None) -> Alarm:
    kind = AlarmKind(message.state)
    names = {"email": message.to, "subject": message.subject}
    if kind is AlarmKind.REFUSED:
        sentence = gettext("Mail to %(email)s did not arrive: “%(subject)s”.") % names
    else:
        sentence = gettext("Mail to %(email)s may or may not have arrived: “%(subject)s”.") % names
    if tenure is None:
        return Alarm(kind, sentence, message=message.pk)
    post = tenure.post
    return Alarm(kind, sentence, post.institution, Role(post.role), tenure.pk, message.pk)


def _empty(
    asked: dict[Institution, tuple[Role, ...]],
    held: dict[tuple[int, str], list[Tenure]],
    today: date,
) -> list[Alarm]:
    return [
        Alarm(
            AlarmKind.EMPTY,
            gettext("Nobody holds the post: %(post)s, %(institution)s.")
            % {"post": role.label, "institution": plain(body.name)},
            body,
            role,
        )
        for body, needed in asked.items()
        for role in needed
        if not any(one.starts_on <= today for one in held.get((body.pk, role.value), []))
    ]


def _ending(held: dict[tuple[int, str], list[Tenure]], today: date) -> list[Alarm]:
    """Posts whose last holder leaves soon with nobody to follow."""
    found = []
    for people in held.values():
        ends = [one.ends_on for one in people]
        if None in ends or (last := max(one for one in ends if one)) > today + SOON:
            continue
        one = next(one for one in people if one.ends_on == last)
        role = Role(one.post.role)
        names = {
            "day": date_format(last),
            "post": role.label,
            "institution": plain(one.post.institution.name),
        }
        sentence = gettext("A tenure ends on %(day)s: %(post)s, %(institution)s.") % names
        alarm = Alarm(AlarmKind.ENDING, sentence, one.post.institution, role, one.pk, day=last)
        found.append((last, alarm))
    return [alarm for _, alarm in sorted(found, key=lambda item: item[0])]
