"""Asking another body about one output, its answer through a link, and taking it over."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from followthrough.accounts import kept_posts
from followthrough.accounts.permissions import Permission, person_at, public, requires
from followthrough.desk.clock import now
from followthrough.desk.forms.contributions import AnswerForm, AskForm
from followthrough.reporting.models import Contribution, Entry
from followthrough.reporting.operations import contributions as operations
from followthrough.reporting.refusals import Refusal

RELATED = ("report__round__plan", "report__institution", "commitment__plan", "output")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.FILE_REPORT)
def of_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was asked about an entry, what they answered, and a form to ask another."""
    person = person_at(request)
    mine = Entry.objects.filter(person.within(Permission.FILE_REPORT, "report__institution_id"))
    entry = get_object_or_404(mine.select_related(*RELATED), pk=pk)
    form = AskForm(entry, kept_posts.sent(request))
    if request.method == "POST" and form.is_valid():
        by = person.acting(Permission.FILE_REPORT, entry.report.institution_id)
        try:
            operations.ask(entry, form.request(), by=by, at=now())
            messages.success(request, gettext("The question has been sent."))
            return redirect("desk:contributions", pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {
        "entry": entry,
        "report": entry.report,
        "form": form,
        "contributions": entry.contributions.select_related("institution"),
    }
    return render(request, "desk/contributions/entry.html", context)


@require_POST
@requires(Permission.FILE_REPORT)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer over, or do without it."""
    person = person_at(request)
    reached = person.within(Permission.FILE_REPORT, "entry__report__institution_id")
    found = Contribution.objects.filter(reached).select_related("entry__report")
    one = get_object_or_404(found, pk=pk)
    by = person.acting(Permission.FILE_REPORT, one.entry.report.institution_id)
    decisions: dict[str, Callable[..., Any]] = {
        "accept": operations.accept,
        "decline": operations.decline,
    }
    decision = decisions.get(request.POST.get("decision", ""))
    if decision is None:
        raise Http404
    try:
        decision(one, by=by, at=now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:contributions", one.entry_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@public
def contribute(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the mail. Who holds the link may answer until it is decided."""
    one = operations.by_token(token)
    if one is None:
        raise Http404
    start = {"words": one.answer, "link": one.link, "name": one.answered_by}
    form = AnswerForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            operations.answer(one, **form.cleaned_data, at=now())
            return _private(redirect("desk:contribute_done", token))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _private(render(request, "desk/contributions/answer.html", _told(one, form)))


@never_cache
@require_http_methods(["GET", "HEAD"])
@public
def done(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt."""
    one = operations.by_token(token)
    if one is None or one.answered_at is None:
        raise Http404
    context = {**_told(one, None), "token": token}
    return _private(render(request, "desk/contributions/done.html", context))


def _told(one: Contribution, form: AnswerForm | None) -> dict[str, Any]:
    report = one.entry.report
    today = report.round.plan.today(now())
    is_open = report.is_open and today <= report.round.closes_on
    is_decided = one.state in {Contribution.State.ACCEPTED, Contribution.State.DECLINED}
    return {
        "one": one,
        "entry": one.entry,
        "report": report,
        "form": form,
        "may_answer": is_open and not is_decided,
    }


def _private(response: HttpResponse) -> HttpResponse:
    # The address is the key: it goes to no other site as where the reader came from. With
    # "no-referrer" a browser would also call the form's own origin "null", and it would be refused.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
