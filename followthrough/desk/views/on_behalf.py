"""A report that came by e-mail: the mail is kept, typed in, and confirmed by the institution."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from followthrough.accounts.permissions import Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.finding import report_of
from followthrough.desk.statuses import CONFLICT, UNFIT
from followthrough.reporting.models import Report, ReportState
from followthrough.reporting.operations.evidence import add_mail
from followthrough.reporting.operations.sending import begin_on_behalf
from followthrough.reporting.operations.sending import confirm as confirm_report
from followthrough.reporting.queries.filing import rows
from followthrough.reporting.refusals import Refusal


class MailForm(forms.Form):
    mail = forms.FileField(
        label=_("The mail, saved as PDF or as text"),
        help_text=_("It is kept as the source and is never public."),
        error_messages={"required": _("Choose the file with the mail.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.FILE_ON_BEHALF)
def begin(request: HttpRequest, round: str, institution: str) -> HttpResponse:
    """Attach the mail; then the report is typed on the same pages as any other."""
    one = report_of(person_at(request), round, institution)
    if one.is_on_behalf:
        return HttpResponseRedirect(_url(one, "desk:report"))
    is_sent = request.method == "POST"
    form = MailForm(request.POST, request.FILES) if is_sent else MailForm()
    status = 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            by = person_at(request).acting(Permission.FILE_ON_BEHALF, one.institution_id)
            mail = form.cleaned_data["mail"]
            try:
                source = add_mail(one, mail, mail.name, by=by, at=now())
                begin_on_behalf(one, source, by=by, at=now())
                return HttpResponseRedirect(_url(one, "desk:report"))
            except Refusal as refusal:
                form.add_error("mail", str(refusal))
                status = CONFLICT
    shown = {"report": one, "form": form}
    return render(request, "desk/report_on_behalf.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.FILE_REPORT)
def confirm(request: HttpRequest, round: str, institution: str) -> HttpResponse:
    """The institution reads what was typed for it and says that this is what it reported."""
    one = report_of(person_at(request), round, institution)
    if request.method == "POST":
        by = person_at(request).acting(Permission.FILE_REPORT, one.institution_id)
        try:
            confirm_report(one, by=by, at=now())
            messages.success(request, gettext("Confirmed. It can be verified now."))
            return HttpResponseRedirect(_url(one, "desk:report_done"))
        except Refusal as refusal:
            messages.error(request, str(refusal))
    is_waiting = one.is_on_behalf and one.state == ReportState.SUBMITTED
    shown = {
        "report": one,
        "rows": rows(one),
        "may_confirm": is_waiting and one.confirmed_at is None,
    }
    return render(request, "desk/report_confirm.html", shown)


def _url(one: Report, name: str) -> str:
    return reverse(name, args=[one.round.slug, one.institution.slug])
