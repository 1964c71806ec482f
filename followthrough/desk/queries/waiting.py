"""What waits for a person besides reports of their own: one line a kind of work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Permission, Person
from followthrough.accounts.queries import day_of
from followthrough.desk.queries.people import alarms, places
from followthrough.plans.models import Plan
from followthrough.reporting.models import Correction, Report
from followthrough.reporting.queries.ratings import sheet
from followthrough.reporting.queries.verification import queue


@dataclass(frozen=True)
class Waiting:
    """`by_when` is empty where nothing says until when."""

    sentence: str
    url: str
    by_when: str = ""


def waiting(person: Person, at: datetime) -> list[Waiting]:
    """The most urgent kind first; nothing is read for work that the person's posts do not do."""
    found: list[Waiting] = []
    if person.holds(Permission.VERIFY) or person.holds(Permission.VERIFY_COORDINATOR):
        found += _to_verify(person, at)
        found += _to_confirm(person)
    if person.holds(Permission.RATE):
        found += _to_rate(person)
    if person.holds(Permission.MANAGE_PEOPLE):
        found += _people(at)
    return found


def _to_verify(person: Person, at: datetime) -> Iterator[Waiting]:
    found, url = queue(person, at), reverse("desk:verify")
    if found.count:
        first = min(group.until for group in found.groups)
        words = ngettext(
            "%(count)s output waits to be verified",
            "%(count)s outputs wait to be verified",
            found.count,
        )
        by_when = gettext("by %(day)s") % {"day": date_format(first)}
        yield Waiting(words % {"count": found.count}, url, by_when)
    if found.ready:
        count = len(found.ready)
        words = ngettext(
            "%(count)s report is ready to be published",
            "%(count)s reports are ready to be published",
            count,
        )
        yield Waiting(words % {"count": count}, url)


def _to_confirm(person: Person) -> Iterator[Waiting]:
    """Corrections that somebody else proposed."""
    count = (
        Correction.objects.filter(
            state=Correction.State.PROPOSED,
            published__entry__report__in=Report.objects.verifiable_by(person),
        )
        .exclude(proposed_by_user_id=person.user_id)
        .count()
    )
    if count:
        words = ngettext(
            "%(count)s correction waits for your decision",
            "%(count)s corrections wait for your decision",
            count,
        )
        yield Waiting(words % {"count": count}, reverse("desk:corrections"))


def _to_rate(person: Person) -> Iterator[Waiting]:
    plan = Plan.objects.current()
    if plan is None:
        return
    for organisation in Institution.objects.filter(person.within(Permission.RATE, "pk")):
        rows = [row for row in sheet(plan, organisation) if row.may_be_rated]
        count = sum(row.rating is None or row.rating.signed_at is None for row in rows)
        if count:
            words = ngettext(
                "%(count)s commitment can be rated by your organisation",
                "%(count)s commitments can be rated by your organisation",
                count,
            )
            yield Waiting(
                words % {"count": count}, f"{reverse('desk:forum')}?as={organisation.slug}"
            )


def _people(at: datetime) -> Iterator[Waiting]:
    today = day_of(at)
    count = len(alarms(places(today), today))
    if count:
        words = ngettext(
            "%(count)s thing to do about people and posts",
            "%(count)s things to do about people and posts",
            count,
        )
        yield Waiting(words % {"count": count}, reverse("desk:people"))
