"""The reporting periods: opening one, moving its days, and who has reported in it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from followthrough.accounts import kept_posts
from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.finding import role_of
from followthrough.desk.forms.rounds import DaysForm, RoundForm, suggested
from followthrough.desk.statuses import CONFLICT, UNFIT
from followthrough.plans.models import Commitment, Plan
from followthrough.reporting.models import Round
from followthrough.reporting.operations.rounds import Period, change_days, open_round
from followthrough.reporting.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ROUNDS)
def rounds(request: HttpRequest) -> HttpResponse:
    plan = Plan.objects.current()
    if plan is None:
        raise Http404
    form = RoundForm(kept_posts.sent(request), initial=suggested(plan))
    status = 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            answer = _open(request, plan, form)
            if answer is not None:
                return answer
            status = CONFLICT
    shown = {"plan": plan, "form": form, "rounds": plan.rounds.all(), **_preview(plan)}
    shown["has_next"] = suggested(plan) is not None
    shown["may_remind"] = person_at(request).holds(Permission.REMIND)
    return render(request, "desk/rounds.html", shown, status=status)


def _open(request: HttpRequest, plan: Plan, form: RoundForm) -> HttpResponse | None:
    by = person_at(request).acting(Permission.MANAGE_ROUNDS)
    try:
        opened = open_round(plan, form.period(), by=by, at=now())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, gettext("The reporting period is set up; each lead has its report."))
    return HttpResponseRedirect(reverse("desk:round", args=[opened.slug]))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_ROUNDS)
def one_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has reported; and the days of the round, which may be moved."""
    found = Round.objects.select_related("plan").order_by("-plan__starts_on")
    one = get_object_or_404(found.filter(plan=Plan.objects.current()), slug=slug)
    days = {name: getattr(one, name) for name in DaysForm.base_fields}
    form = DaysForm(kept_posts.sent(request), initial=days)
    status = 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            answer = _move(request, one, form)
            if answer is not None:
                return answer
            status = CONFLICT
    person, today = person_at(request), one.plan.today(now())
    reports = one.reports.select_related("institution", "round__plan").order_by("institution__slug")
    shown = {
        "round": one,
        "form": form,
        "reports": [Line.of(report, today) for report in reports],
        "received": sum(report.received_at is not None for report in reports),
        "may_type": person.holds(Permission.FILE_ON_BEHALF),
        "may_postpone": person.holds(Permission.POSTPONE_SILENCE),
        "left_out": _preview(one.plan)["left_out"],
        "today": today,
    }
    return render(request, "desk/round.html", shown, status=status)


def _move(request: HttpRequest, one: Round, form: DaysForm) -> HttpResponse | None:
    by = person_at(request).acting(Permission.MANAGE_ROUNDS)
    period = Period(one.covers_from, one.covers_until, **form.cleaned_data)
    try:
        change_days(one, period, by=by, at=now())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, gettext("The days have been changed."))
    return HttpResponseRedirect(reverse("desk:round", args=[one.slug]))


@dataclass(frozen=True)
class Line:
    """One report in the list of a round."""

    report: Any
    received_at: Any
    sent_by: str
    days_late: int
    may_be_typed: bool

    @classmethod
    def of(cls, report: Any, today: Any) -> "Line":
        is_silent = report.received_at is None
        late = (today - report.round.due_on).days if is_silent else 0
        is_open = report.round.opens_on <= today <= report.round.closes_on
        local = None if is_silent else report.round.plan.local(report.received_at)
        sender = role_of(report.submitted_by) if report.submitted_by else ""
        return cls(report, local, sender, max(late, 0), is_silent and is_open)


def _preview(plan: Plan) -> dict[str, Any]:
    """Who gets a report with how many outputs, and which commitments are left out and why."""
    found = Commitment.objects.filter(plan=plan).select_related("plan").order_by("number")
    asked: dict[Institution, int] = {}
    left_out: list[tuple[Commitment, str]] = []
    for one in found.prefetch_related("involved__institution", "outputs"):
        lead, outputs = one.lead, len(one.outputs.all())
        if lead is None:
            left_out.append((one, gettext("The lead institution is not known.")))
        elif not outputs:
            left_out.append((one, gettext("The expected outputs are not known.")))
        else:
            asked[lead] = asked.get(lead, 0) + outputs
    return {"asked": list(asked.items()), "left_out": left_out}
