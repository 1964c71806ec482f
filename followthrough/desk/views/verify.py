"""Checking what was filed: the queue, one report, and one screen for each entry."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.accounts import kept_posts
from followthrough.accounts.permissions import Actor, Permission, Person, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.forms.verify import DecisionForm
from followthrough.reporting.models import Entry, EntryState, Report, ReportState
from followthrough.reporting.operations import verifying
from followthrough.reporting.queries import verification as queries
from followthrough.reporting.queries.verification import Seen
from followthrough.reporting.refusals import Conflict, Refusal

VERIFIES = (Permission.VERIFY, Permission.VERIFY_COORDINATOR)


@require_safe
@requires(*VERIFIES)
def queue(request: HttpRequest) -> HttpResponse:
    context = {
        "queue": queries.queue(person_at(request), now()),
    }
    return render(request, "desk/verify/queue.html", context)


@require_safe
@requires(*VERIFIES)
def report(request: HttpRequest, round: str, institution: str) -> HttpResponse:
    """The entries of one report, what was found in each, and the way to publish it."""
    one = report_of(person_at(request), round, institution)
    rows = queries.seen(one)
    context = {
        "report": one,
        "rows": rows,
        "first": next((row.entry for row in rows if row.is_waiting), None),
        "may_publish": person_at(request).may(Permission.PUBLISH, one.institution_id),
        "may_verify": _may_verify(request, one),
        "is_ready": one.state == ReportState.VERIFIED,
    }
    return render(request, "desk/verify/report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*VERIFIES)
def entry(
    request: HttpRequest, round: str, institution: str, commitment: str, place: str
) -> HttpResponse:
    """Claim beside evidence; after a decision the next entry that waits."""
    one = report_of(person_at(request), round, institution)
    rows = queries.seen(one)
    row = _row(rows, commitment, place)
    form = _form(request, row)
    if request.method == "POST" and "all" not in request.POST and form.is_valid():
        try:
            _decide(request, one, row.entry, form)
            return _onward(one, rows, row.entry)
        except Conflict:
            messages.error(request, _edited())
            return redirect(request.path)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "desk/verify/entry.html", _context(request, one, rows, row, form))


def report_of(person: Person, round_slug: str, institution: str) -> Report:
    """A report that arrived and that the person may check or publish; else 404."""
    found = queries.reachable(person).filter(round__slug=round_slug, institution__slug=institution)
    return get_object_or_404(found.order_by("-round__plan__starts_on")[:1])


def _row(rows: list[Seen], commitment: str, place: str) -> Seen:
    for one in rows:
        if (one.entry.commitment.key, one.entry.place) == (commitment, place):
            return one
    raise Http404


def _form(request: HttpRequest, row: Seen) -> DecisionForm:
    """Empty; or as sent; or, after "tick all four", with the four ticks to be seen."""
    has_evidence = bool(row.evidence)
    start: dict[str, Any] = {"seen": row.entry.version}
    sent = kept_posts.sent(request)
    if sent is None:
        return DecisionForm(has_evidence, initial=start)
    if "all" in sent:
        ticked = dict.fromkeys(DecisionForm.TICKS, True)
        comment = sent.get("comment", "")
        return DecisionForm(has_evidence, initial={**start, **ticked, "comment": comment})
    return DecisionForm(has_evidence, sent)


def _decide(request: HttpRequest, report: Report, entry: Entry, form: DecisionForm) -> None:
    comment, ticks, seen = form.cleaned_data["comment"], form.ticks, form.cleaned_data["seen"]
    decisions: dict[str, Callable[..., Entry]] = {
        "verify": lambda **k: verifying.verify(entry, **k),
        "send_back": lambda **k: verifying.send_back(entry, comment=comment, **k),
        "note": lambda **k: verifying.note(entry, comment=comment, **k),
    }
    decision = decisions.get(request.POST.get("decision", ""))
    if decision is None:
        raise Http404
    decision(ticks=ticks, seen=seen, by=verifier(person_at(request), report), at=now())


def verifier(person: Person, report: Report) -> Actor:
    """The post through which the person judges the report.

    Where none does, any: the operation refuses it and says why.
    """
    fit = (one for one in person.actors if verifying.may_verify(report, one))
    return next(fit, person.actors[0])


def _may_verify(request: HttpRequest, report: Report) -> bool:
    return verifying.may_verify(report, verifier(person_at(request), report))


def _onward(report: Report, rows: list[Seen], entry: Entry) -> HttpResponse:
    place = [report.round.slug, report.institution.slug]
    following = queries.next_waiting(rows, entry)
    if following is None:
        return redirect("desk:verify_report", *place)
    return redirect("desk:verify_entry", *place, following.commitment.key, following.place)


def _context(
    request: HttpRequest, report: Report, rows: list[Seen], row: Seen, form: DecisionForm
) -> dict[str, Any]:
    at, may = rows.index(row), _may_verify(request, report)
    is_unpublished = report.state != ReportState.PUBLISHED
    return {
        "report": report,
        "row": row,
        "entry": row.entry,
        "form": form,
        "reason": queries.reason_label(report, row.entry.reason),
        "number": at + 1,
        "total": len(rows),
        "previous": rows[at - 1].entry if at else None,
        "next": rows[at + 1].entry if at + 1 < len(rows) else None,
        "may_decide": may and row.is_waiting and report.is_open,
        "may_send_back": may and row.entry.state == EntryState.VERIFIED and is_unpublished,
    }


def _edited() -> str:
    return gettext(
        "The institution has changed this output since you opened it. Look at it as it stands "
        "now, then decide."
    )
