"""Giving an institution five working days more before "No report received" is public."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from followthrough.accounts import kept_posts
from followthrough.accounts.permissions import Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.finding import report_of
from followthrough.desk.forms.ladder import PostponeForm
from followthrough.desk.forms.obstacles import written
from followthrough.desk.statuses import CONFLICT, UNFIT
from followthrough.plans.calendar import calendar_of
from followthrough.reporting.operations.silence import postpone_silence
from followthrough.reporting.refusals import Refusal
from followthrough.reporting.silence import silent_from


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.POSTPONE_SILENCE)
def postpone(request: HttpRequest, round: str, institution: str) -> HttpResponse:
    person = person_at(request)
    report = report_of(person, round, institution)
    by = person.acting(Permission.POSTPONE_SILENCE, report.institution_id)
    form = PostponeForm(request.POST if request.method == "POST" else kept_posts.take(request))
    status = 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            try:
                postpone_silence(report, written(form.cleaned_data["because"]), by=by, at=now())
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = CONFLICT
            else:
                messages.success(request, gettext("Postponed. The reason is public."))
                return redirect("desk:round", slug=round)
    days, due_on = calendar_of(report.round.plan), report.round.due_on
    shown = {
        "report": report,
        "form": form,
        "first": silent_from(due_on, days),
        "then": silent_from(due_on, days, is_postponed=True),
        "is_adopted": report.round.plan.method.is_adopted,
    }
    return render(request, "desk/ladder/postpone.html", shown, status=status)
