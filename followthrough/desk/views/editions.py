"""The coordinator's page of a consolidated report: compile, read, give away, publish."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.accounts import kept_posts
from followthrough.accounts.permissions import Actor, Permission, requires
from followthrough.desk.clock import now
from followthrough.desk.edition_page import context
from followthrough.desk.forms.editions import CabinetForm, ClearanceForm, ErratumForm
from followthrough.desk.views.entry import CONFLICT, UNFIT, person_of
from followthrough.lib.documents.html import to_html
from followthrough.plans.models import Plan
from followthrough.publishing.content.phrases import languages_of
from followthrough.publishing.models import Edition, EditionState
from followthrough.publishing.operations import files, road, writing
from followthrough.publishing.refusals import NotReady, Refusal
from followthrough.publishing.renderers.document import document
from followthrough.publishing.renderers.formats import MEDIA_TYPES, draft_json, make, source
from followthrough.reporting.models import Round


@require_safe
@never_cache
@requires(Permission.COMPILE_EDITION, Permission.TRANSLATE)
def editions(request: HttpRequest) -> HttpResponse:
    """The periods, and how far the report on each is."""
    plan = Plan.objects.current()
    if plan is None:
        raise Http404
    rounds = plan.rounds.order_by("-covers_until").prefetch_related("editions")
    rows = [(one, one.editions.order_by("-number").first()) for one in rounds]
    return render(request, "desk/editions/editions.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Permission.COMPILE_EDITION, Permission.TRANSLATE)
def edition(request: HttpRequest, round: str) -> HttpResponse:
    one = round_of(round)
    found = newest(one)
    if request.method == "POST":
        return _do(request, one, found)
    return _page(request, one, found)


@require_safe
@never_cache
@requires(Permission.COMPILE_EDITION, Permission.TRANSLATE)
def preview(request: HttpRequest, round: str) -> HttpResponse:
    """The page as it would be published now, in the language of the address."""
    found = _begun(round)
    told = source(found, now())
    made = document(told.content, get_language() or "", sha256=told.sha256, made_at=told.made_at)
    shown = {"edition": found, "document": made, "body": to_html(made)}
    return render(request, "desk/editions/preview.html", shown)


@require_safe
@never_cache
@requires(Permission.COMPILE_EDITION, Permission.TRANSLATE)
def preview_file(request: HttpRequest, round: str, form: str) -> HttpResponse:
    if form not in MEDIA_TYPES:
        raise Http404
    found, language = _begun(round), get_language() or ""
    told = source(found, now())
    body = draft_json(told) if form == "json" else make(told, language, form)
    response = HttpResponse(body, content_type=MEDIA_TYPES[form])
    name = f"{round}-{found.version}-draft-{language}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def round_of(slug: str) -> Round:
    found = Round.objects.select_related("plan__method", "plan__coordinator")
    return get_object_or_404(found.filter(plan=Plan.objects.current()), slug=slug)


def newest(one: Round) -> Edition | None:
    """The version under way, else the one published last."""
    found = one.editions.order_by("-number").first()
    if found is not None:
        found.round = one
    return found


def _begun(slug: str) -> Edition:
    found = newest(round_of(slug))
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    one: Round,
    found: Edition | None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    today = one.plan.today(now())
    shown: dict[str, Any] = {
        "round": one,
        "may_compile": person_of(request).holds(Permission.COMPILE_EDITION),
        "has_ended": today > one.covers_until,
        "cabinet_form": CabinetForm(initial={"since": today}),
        "clearance_form": ClearanceForm(initial={"on": today}),
        "erratum_form": ErratumForm(languages_of(one.plan), kept_posts.take(request)),
    }
    if found is not None:
        shown |= context(found, now())
    return render(request, "desk/editions/edition.html", shown | more, status=status)


def _do(request: HttpRequest, one: Round, found: Edition | None) -> HttpResponse:
    """One step of the road; a refused one shows the page with the reason."""
    what = request.POST.get("do", "")
    step = STEPS.get(what)
    if step is None or (found is None) != (what == "compile"):
        return HttpResponseRedirect(request.path)
    needed = Permission.PUBLISH_EDITION if what in _PUBLISHING else Permission.COMPILE_EDITION
    by = person_of(request).acting(needed, one.plan.coordinator_id)
    make_form = _FORMS.get(what)
    form = make_form(one, request.POST) if make_form else None
    more: dict[str, Any] = {f"{what}_form": form} if form else {}
    if form is not None and not form.is_valid():
        return _page(request, one, found, UNFIT, form=form, **more)
    try:
        said = step(found or one, form, by)
    except NotReady as refusal:
        return _page(request, one, found, CONFLICT, refusal=refusal, **more)
    except Refusal as refusal:
        return _page(request, one, found, CONFLICT, refusal=refusal, **more)
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(request.path)


def _compile(one: Any, form: Any, by: Actor) -> str:
    writing.compile_edition(one, by=by, at=now())
    return ""


def _to_cabinet(found: Any, form: Any, by: Actor) -> str:
    road.to_cabinet(found, **form.cleaned_data, by=by, at=now())
    return gettext("Recorded: the report is with the cabinet. Its numbers stand from here on.")


def _take_back(found: Any, form: Any, by: Actor) -> str:
    road.take_back(found, by=by, at=now())
    return gettext("The report is a draft again.")


def _clear(found: Any, form: Any, by: Actor) -> str:
    road.clear(found, **form.cleaned_data, by=by, at=now())
    return gettext("Recorded: the report is cleared.")


def _publish(found: Any, form: Any, by: Actor) -> str:
    road.publish(found, by=by, at=now())
    return gettext("The report is published. Its files are being made.")


def _correct(found: Any, form: Any, by: Actor) -> str:
    writing.correct(found, form.text(), by=by, at=now())
    return gettext("A new version is begun; the published one stays as it is.")


def _again(found: Any, form: Any, by: Actor) -> str:
    if found.state == EditionState.PUBLISHED:
        files.order_again(found, by=by, at=now())
    return gettext("The files are being made once more.")


STEPS: dict[str, Callable[[Any, Any, Actor], str]] = {
    "compile": _compile,
    "cabinet": _to_cabinet,
    "take_back": _take_back,
    "clearance": _clear,
    "publish": _publish,
    "erratum": _correct,
    "again": _again,
}
_PUBLISHING = frozenset({"publish", "again"})
_FORMS: dict[str, Callable[[Round, Any], forms.Form]] = {
    "cabinet": lambda one, data: CabinetForm(data),
    "clearance": lambda one, data: ClearanceForm(data),
    "erratum": lambda one, data: ErratumForm(languages_of(one.plan), data),
}


def edition_url(one: Round) -> str:
    return reverse("desk:edition", args=[one.slug])
