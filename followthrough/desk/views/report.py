"""The report of an institution: its task list, checking it, sending it, and the receipt."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.accounts import kept_posts
from followthrough.accounts.permissions import Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.entry_page import reason_groups
from followthrough.desk.finding import filer, may_fill, may_write, report_of, role_of
from followthrough.desk.forms.send import NoChangeForm, SendForm
from followthrough.desk.statuses import CONFLICT, UNFIT
from followthrough.reporting.models import Report, ReportState
from followthrough.reporting.operations.entries import save_no_change
from followthrough.reporting.operations.sending import submit
from followthrough.reporting.queries.filing import days_left, minutes, rows
from followthrough.reporting.refusals import Incomplete, Refusal


@require_safe
@never_cache
@requires(Permission.READ_REPORT)
def report(request: HttpRequest, round: str, institution: str) -> HttpResponse:
    one = report_of(person_at(request), round, institution)
    return render(request, "desk/report.html", _task_list(request, one))


@require_POST
@requires(Permission.FILE_REPORT, Permission.FILE_ON_BEHALF)
def no_change(request: HttpRequest, round: str, institution: str) -> HttpResponse:
    """One reason for several outputs; what somebody answered meanwhile stays as it is."""
    one = report_of(person_at(request), round, institution)
    outputs = list(one.entries.of_outputs().values_list("pk", flat=True))
    reasons = [reason.definition.code for reason in reason_groups(one.round.plan.method_id)]
    form = NoChangeForm(outputs, reasons, request.POST)
    if not form.is_valid():
        return render(request, "desk/report.html", _task_list(request, one, form), status=UNFIT)
    chosen, reason = form.cleaned_data["entries"], form.cleaned_data["reason"]
    words, by = form.cleaned_data["reason_words"], filer(person_at(request), one)
    try:
        done = save_no_change(one, chosen, reason=reason, reason_words=words, by=by, at=now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(_url(one, "desk:report"))
    said = ngettext(
        "Saved: no change in %(count)s output.", "Saved: no change in %(count)s outputs.", len(done)
    )
    messages.success(request, said % {"count": len(done)})
    return HttpResponseRedirect(_url(one, "desk:report"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Permission.READ_REPORT)
def check(request: HttpRequest, round: str, institution: str) -> HttpResponse:
    """Everything on one page before it is sent; a refusal names what each output lacks."""
    one = report_of(person_at(request), round, institution)
    form = SendForm(kept_posts.sent(request), initial=_cleared(one))
    if request.method != "POST":
        return render(request, "desk/check.html", _checked(request, one, form))
    if not form.is_valid():
        return render(request, "desk/check.html", _checked(request, one, form), status=UNFIT)
    by = filer(person_at(request), one)
    try:
        submit(one, clearance=form.clearance(), by=by, at=now())
    except Incomplete as refusal:
        shown = _checked(request, one, form, refusal=refusal)
        return render(request, "desk/check.html", shown, status=UNFIT)
    except Refusal as refusal:
        shown = _checked(request, one, form, refusal=refusal)
        return render(request, "desk/check.html", shown, status=CONFLICT)
    return HttpResponseRedirect(_url(one, "desk:report_done"))


@require_safe
@never_cache
@requires(Permission.READ_REPORT)
def done(request: HttpRequest, round: str, institution: str) -> HttpResponse:
    """The receipt. It can be kept as a bookmark: it always tells what is true now."""
    one = report_of(person_at(request), round, institution)
    if one.received_at is None:
        return HttpResponseRedirect(_url(one, "desk:report"))
    sent_at = one.submitted_at or one.received_at
    shown = {
        "report": one,
        "sent_at": one.round.plan.local(sent_at),
        "sent_by": role_of(one.submitted_by),
        "reference": f"{one.key} v{one.version}",
        "rows": rows(one),
        "may_write": may_write(person_at(request), one),
        "coordinator": one.round.plan.coordinator,
    }
    return render(request, "desk/done.html", shown)


def _url(one: Report, name: str) -> str:
    return reverse(name, args=[one.round.slug, one.institution.slug])


def _task_list(
    request: HttpRequest, one: Report, form: NoChangeForm | None = None
) -> dict[str, Any]:
    everything = rows(one)
    person = person_at(request)
    return {
        "report": one,
        "rows": everything,
        "groups": _by_commitment(everything),
        "unanswered": [row for row in everything if row.may_be_unchanged],
        "complete": sum(row.is_complete for row in everything),
        "count": len(everything),
        "minutes": minutes(everything),
        "days_left": days_left(one, one.round.plan.today(now())),
        "reasons": reason_groups(one.round.plan.method_id),
        "form": form,
        "may_write": may_write(person, one) and one.is_open,
        "may_fill": one.is_open and may_fill(person, one),
        "may_file_on_behalf": person.may(Permission.FILE_ON_BEHALF, one.institution_id),
        "may_hand_over": person.may(Permission.FILE_REPORT, one.institution_id),
        "may_confirm": person.may(Permission.FILE_REPORT, one.institution_id),
    }


def _by_commitment(everything: list[Any]) -> list[tuple[Any, list[Any]]]:
    found: dict[int, tuple[Any, list[Any]]] = {}
    for row in everything:
        found.setdefault(row.entry.commitment_id, (row.entry.commitment, []))[1].append(row)
    return list(found.values())


def _checked(
    request: HttpRequest, one: Report, form: SendForm, refusal: Refusal | None = None
) -> dict[str, Any]:
    everything = rows(one)
    person = person_at(request)
    return {
        "report": one,
        "form": form,
        "groups": _by_commitment(everything),
        "missing": [row for row in everything if not row.is_complete],
        "refusal": refusal,
        "coordinator": one.round.plan.coordinator,
        "may_send": may_write(person, one) and one.is_open and one.state != ReportState.SUBMITTED,
        "may_write": may_write(person, one) and one.is_open,
        "is_sent": one.state != ReportState.DRAFT,
    }


def _cleared(one: Report) -> dict[str, Any]:
    return {
        "cleared_by": one.cleared_by,
        "cleared_on": one.cleared_on,
        "cleared_reference": one.cleared_reference,
    }
