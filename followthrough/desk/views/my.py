"""What must I do, and by when? The page that everybody lands on after signing in."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from followthrough.accounts.models import Institution, Role
from followthrough.accounts.permissions import (
    GRANTS,
    Permission,
    Person,
    Scope,
    person_at,
    signed_in,
)
from followthrough.desk.clock import now
from followthrough.desk.finding import may_write
from followthrough.desk.queries.waiting import waiting
from followthrough.reporting.models import Report, ReportState, Verification
from followthrough.reporting.queries.filing import Row, days_left, minutes, returned_with, rows

MOST_EARLIER = 6
# What a post is for, for people who file no report.
DUTIES = {
    Role.HEAD_OF_UNIT: _("You read the reports of your unit and clear them before they are sent."),
    Role.HEAD_OF_INSTITUTION: _("You read the reports of your institution and clear them."),
    Role.CONTRIBUTOR: _("You answer for a part of an output when its lead institution asks you."),
    Role.FORUM_MEMBER: _("You rate commitments after each reporting period."),
    Role.DEPUTY_CHAIR: _("You verify what the coordinator’s own institution reports."),
    Role.TRANSLATOR: _("You translate what institutions write."),
    Role.COORDINATOR: _("You open reporting periods, verify what arrives and publish it."),
    Role.REVIEWER: _("You read what is public and what an institution released to you."),
    Role.ADMINISTRATOR: _("You keep the plan, the institutions and the people."),
}


@dataclass(frozen=True)
class Task:
    """A report that waits for the person, with what is still open in it."""

    report: Report
    rows: list[Row]
    returned: list[tuple[Row, Verification]]
    days_left: int
    is_open_now: bool
    may_fill: bool

    @property
    def minutes(self) -> int:
        return minutes(self.rows)

    @property
    def complete(self) -> int:
        return sum(row.is_complete for row in self.rows)

    @property
    def to_confirm(self) -> bool:
        one = self.report
        is_waiting = one.state == ReportState.SUBMITTED and one.confirmed_at is None
        return one.is_on_behalf and is_waiting


@require_safe
@never_cache
@signed_in
def my(request: HttpRequest) -> HttpResponse:
    person = person_at(request)
    reports = _of(person)
    tasks = [_task(one, person) for one in reports if _waits(one)]
    context = {
        "tasks": sorted(tasks, key=lambda one: (not one.returned, one.report.round.due_on)),
        "earlier": [one for one in reports if not _waits(one)][:MOST_EARLIER],
        "posts": _posts(person),
        "waiting": waiting(person, now()),
        "files": person.holds(Permission.FILE_REPORT),
    }
    return render(request, "desk/my.html", context)


def _of(person: Person) -> list[Report]:
    """Reports of the person's institutions, and those the coordinator types for others."""
    own = {one.institution_id for one in person.actors if _reads_own(one.role)}
    found = Report.objects.visible_to(person).select_related("round__plan", "institution")
    mine = found.filter(institution__in=own)
    if person.holds(Permission.FILE_ON_BEHALF):
        mine |= found.filter(is_on_behalf=True, state__in=[ReportState.DRAFT, ReportState.RETURNED])
    return list(mine.distinct())


def _reads_own(role: Role) -> bool:
    return GRANTS[role].get(Permission.READ_REPORT) is Scope.OWN


def _waits(one: Report) -> bool:
    if one.is_on_behalf and one.state == ReportState.SUBMITTED and one.confirmed_at is None:
        return True
    today: date = one.round.plan.today(now())
    is_unsent = one.state in {ReportState.DRAFT, ReportState.RETURNED}
    return is_unsent and today <= one.round.closes_on


def _task(one: Report, person: Person) -> Task:
    today = one.round.plan.today(now())
    everything = rows(one)
    looks = ((row, returned_with(row.entry)) for row in everything)
    returned = [(row, look) for row, look in looks if look is not None]
    is_open_now = one.round.opens_on <= today
    may_fill = is_open_now and may_write(person, one)
    return Task(one, everything, returned, days_left(one, today), is_open_now, may_fill)


@dataclass(frozen=True)
class Held:
    role: str
    institution: Institution | None
    duty: str


def _posts(person: Person) -> list[Held]:
    ids = [one.institution_id for one in person.actors if one.institution_id is not None]
    named = Institution.objects.in_bulk(ids)
    return [
        Held(
            str(one.role.label),
            named.get(one.institution_id or 0),
            str(DUTIES.get(one.role, "")),
        )
        for one in person.actors
    ]
