"""Signing in as anybody of the cast, and the mails they got. Routed in the demonstration only."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from followthrough.accounts.models import Role, Tenure
from followthrough.accounts.permissions import GRANTS, Permission, public
from followthrough.accounts.queries import day_of, person_of
from followthrough.demo.cast import DOMAIN
from followthrough.desk.views.my import DUTIES
from followthrough.lib.clock import now
from followthrough.lib.deadline_labels import half_label
from followthrough.outbox.models import Message
from followthrough.reporting.models import Report
from followthrough.reporting.queries.verification import queue

MOST_MAILS = 100
# Where each finds something to do; everybody else begins at their tasks.
FIRST_PAGES = {
    Role.COORDINATOR: "desk:home",
    Role.DEPUTY_CHAIR: "desk:verify",
    Role.FORUM_MEMBER: "desk:forum",
    Role.ADMINISTRATOR: "desk:people",
}


@dataclass(frozen=True)
class Member:
    """Somebody of the cast and what waits for them: their last report, or entries to verify."""

    tenure: Tenure
    report: Report | None
    to_verify: int

    @property
    def role(self) -> Role:
        return Role(self.tenure.post.role)

    @property
    def duty(self) -> Promise | None:
        return DUTIES.get(self.role)

    @property
    def period(self) -> str:
        return half_label(self.report.round.covers_until) if self.report else ""


@public
@never_cache
@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    moment = now()
    held = Tenure.objects.held_on(day_of(moment)).select_related("post__institution", "user")
    order = [role.value for role in Role]
    seats = sorted(held, key=lambda one: (order.index(one.post.role), one.post.institution.slug))
    members = [_member(one, moment) for one in seats]
    return render(request, "demo/cast.html", {"members": members, "moment": moment})


def _member(tenure: Tenure, at: datetime) -> Member:
    granted = GRANTS[Role(tenure.post.role)]
    report = None
    if Permission.FILE_REPORT in granted:
        found = Report.objects.filter(institution=tenure.post.institution_id)
        report = found.select_related("round").first()
    verifies = {Permission.VERIFY, Permission.VERIFY_COORDINATOR} & granted.keys()
    return Member(tenure, report, queue(person_of(tenure.user, at), at).count if verifies else 0)


@public
@never_cache
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The newest mails to the cast: none leaves the machine, so here is where they are read."""
    found = Message.objects.filter(to__endswith=f"@{DOMAIN}").order_by("-created_at", "-pk")
    return render(request, "demo/mails.html", {"mails": found[:MOST_MAILS]})


@public
@require_POST
def sign_in(request: HttpRequest, tenure: int) -> HttpResponse:
    found = get_object_or_404(Tenure.objects.held_on(day_of(now())), pk=tenure)
    login(request, found.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(FIRST_PAGES.get(Role(found.post.role), "desk:my"))
