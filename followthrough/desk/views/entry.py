"""One output a screen: saved as it is typed, shared by two people, nothing overwritten."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from followthrough.accounts import kept_posts
from followthrough.accounts.permissions import Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.entry_page import addresses, context, differences, url
from followthrough.desk.finding import entry_of, filer, may_write, role_of
from followthrough.desk.forms.entry import EntryForm
from followthrough.desk.forms.evidence import EvidenceForm
from followthrough.desk.statuses import CONFLICT, UNFIT
from followthrough.reporting.models import Entry
from followthrough.reporting.operations import evidence as evidence_operations
from followthrough.reporting.operations.entries import save_entry
from followthrough.reporting.queries.filing import next_open, rows
from followthrough.reporting.refusals import Conflict, Incomplete, Refusal


class Stopped(Exception):
    """Nothing more is done in this request; `answer` says why, with all that was typed."""

    def __init__(self, answer: HttpResponse) -> None:
        self.answer = answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Permission.FILE_REPORT, Permission.FILE_ON_BEHALF)
def entry(
    request: HttpRequest, round: str, institution: str, commitment: str, place: str
) -> HttpResponse:
    found = entry_of(person_at(request), round, institution, commitment, place)
    if request.method != "POST":
        return _read(request, found)
    try:
        saved, form = _save(request, found)
    except Stopped as stopped:
        return stopped.answer
    if is_autosave(request):
        return render(request, "desk/entry/saved.html", _stamp(request, saved))
    return _onward(request, saved, form)


@require_POST
@requires(Permission.FILE_REPORT, Permission.FILE_ON_BEHALF)
def entry_evidence(
    request: HttpRequest, round: str, institution: str, commitment: str, place: str
) -> HttpResponse:
    """Add or take away a piece of evidence; what was typed around it is saved first."""
    found = entry_of(person_at(request), round, institution, commitment, place)
    try:
        saved, form = _save(request, found)
    except Stopped as stopped:
        return stopped.answer
    given = EvidenceForm(request.POST, request.FILES)
    refusal = _evidence(request, saved, given)
    if refusal is None:
        return HttpResponseRedirect(url(saved) + "#evidence")
    more = {"evidence_form": given, "evidence_refusal": refusal, "seen_now": saved.version}
    return _page(request, saved, form, UNFIT, **more)


def is_autosave(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _read(request: HttpRequest, found: Entry) -> HttpResponse:
    kept = kept_posts.take(request)
    if kept is None:
        return _page(request, found, EntryForm(found))
    # What was typed when the session ended: unsaved, under the version it was typed on.
    return _page(request, found, EntryForm(found, kept), is_unsaved=True)


def _page(
    request: HttpRequest, found: Entry, form: EntryForm, status: int = 200, **more: Any
) -> HttpResponse:
    person = person_at(request)
    shown = context(found, form, may_write=may_write(person, found.report), **more)
    return render(request, "desk/entry.html", shown | _stamp(request, found), status=status)


def _stamp(request: HttpRequest, saved: Entry) -> dict[str, Any]:
    is_mine = saved.saved_by_user_id == person_at(request).user_id
    return {
        "entry": saved,
        "saved_at": saved.report.round.plan.local(saved.saved_at) if saved.saved_at else None,
        "saved_by": "" if is_mine or not saved.saved_by else role_of(saved.saved_by),
    }


def _save(request: HttpRequest, found: Entry) -> tuple[Entry, EntryForm]:
    """Save what was sent. Raises Stopped with a page that keeps every word."""
    form = EntryForm(found, request.POST)
    if not form.is_valid():
        raise Stopped(_refused(request, found, form, None))
    by, seen = filer(person_at(request), found.report), form.cleaned_data["seen"]
    try:
        return save_entry(found, form.values(), seen=seen, by=by, at=now()), form
    except Conflict as refusal:
        raise Stopped(_conflict(request, refusal, form)) from refusal
    except Incomplete as refusal:
        form.blame(refusal.missing[0][1])
        raise Stopped(_refused(request, found, form, refusal)) from refusal
    except Refusal as refusal:
        raise Stopped(_refused(request, found, form, refusal)) from refusal


def _refused(
    request: HttpRequest, found: Entry, form: EntryForm, refusal: Refusal | None
) -> HttpResponse:
    if is_autosave(request):
        shown = {"refusal": refusal, "form": form}
        return render(request, "desk/entry/not_saved.html", shown, status=UNFIT)
    status = UNFIT if refusal is None or isinstance(refusal, Incomplete) else CONFLICT
    return _page(request, found, form, status, refusal=refusal)


def _conflict(request: HttpRequest, refusal: Conflict, form: EntryForm) -> HttpResponse:
    current = refusal.current
    shown = {
        "refusal": refusal,
        "differences": differences(current, form),
        "seen_now": current.version,
    }
    if is_autosave(request):
        shown |= _stamp(request, current)
        return render(request, "desk/entry/conflict.html", shown, status=CONFLICT)
    return _page(request, current, form, CONFLICT, **shown)


def _onward(request: HttpRequest, saved: Entry, form: EntryForm) -> HttpResponse:
    """On to what is still open; but stay where something is missing, and say what."""
    here = addresses(saved)[:2]
    if request.POST.get("then") != "next":
        return HttpResponseRedirect(reverse("desk:report", args=here))
    everything = rows(saved.report)
    own = next(row for row in everything if row.entry.pk == saved.pk)
    if not own.is_complete:
        form.blame(list(own.missing))
        return _page(request, saved, form, UNFIT, seen_now=saved.version, is_saved=True)
    following = next_open(everything, saved)
    if following is None:
        return HttpResponseRedirect(reverse("desk:report_check", args=here))
    following.report = saved.report
    return HttpResponseRedirect(url(following))


def _evidence(request: HttpRequest, saved: Entry, given: EvidenceForm) -> str | None:
    """Do what was asked with the evidence; the sentence of the refusal, or None."""
    who = {"by": filer(person_at(request), saved.report), "at": now()}
    removed = request.POST.get("remove", "")
    try:
        if removed.isdecimal():
            _remove(saved, int(removed), who)
        elif not given.is_valid():
            return " ".join(str(one) for errors in given.errors.values() for one in errors)
        else:
            _add(saved, given, who)
    except Refusal as refusal:
        return str(refusal)
    return None


def _remove(saved: Entry, pk: int, who: dict[str, Any]) -> None:
    piece = saved.evidence.filter(pk=pk).first()
    # Pressed twice: it is gone already.
    if piece is not None:
        evidence_operations.remove(saved, piece, **who)


def _add(saved: Entry, given: EvidenceForm, who: dict[str, Any]) -> None:
    link, file = given.cleaned_data["evidence_link"], given.cleaned_data["evidence_file"]
    if file:
        evidence_operations.add_file(saved, given.details(), file, file.name, **who)
    if link:
        evidence_operations.add_link(saved, given.details(), link, **who)
    if (piece := given.chosen(saved)) is not None:
        evidence_operations.use_again(saved, piece, **who)
