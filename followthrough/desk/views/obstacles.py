"""The register of obstacles: open first, how many days, one page for each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.accounts import kept_posts
from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Permission, Person, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.forms.obstacles import (
    AskForm,
    EscalateForm,
    FilterForm,
    NewObstacleForm,
    ResolveForm,
    TroubleForm,
    trouble_of,
    written,
)
from followthrough.plans.models import Plan
from followthrough.reporting.models import Entry, Obstacle
from followthrough.reporting.operations import obstacles as operations
from followthrough.reporting.refusals import Refusal

RELATED = ("commitment__plan__method", "output", "owner", "asked")


@require_safe
@requires(Permission.KEEP_OBSTACLES)
def obstacles(request: HttpRequest) -> HttpResponse:
    seen = Obstacle.objects.visible_to(person_at(request))
    owners = Institution.objects.filter(pk__in=seen.values("owner"))
    order = F("resolved_on").desc(nulls_first=True)
    rows = FilterForm(request.GET).narrowed(seen).select_related(*RELATED)
    at = now()
    context = {
        "rows": [
            (one, one.days_open(one.commitment.plan.today(at)))
            for one in rows.order_by(order, "opened_on")
        ],
        "owners": owners,
    }
    return render(request, "desk/obstacles/obstacles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_OBSTACLES)
def new(request: HttpRequest) -> HttpResponse:
    """A new obstacle, from an entry (`?entry=`) or by itself."""
    person, entry = person_at(request), _entry(request)
    plan = entry.commitment.plan if entry else Plan.objects.current()
    if plan is None:
        raise Http404
    initial = _told(entry) if entry else None
    form = NewObstacleForm(plan, person, entry, kept_posts.sent(request), initial)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("desk:obstacle", _open(form, person, entry).pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "desk/obstacles/new.html", {"form": form, "entry": entry})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_OBSTACLES)
def obstacle(request: HttpRequest, pk: int) -> HttpResponse:
    """One obstacle and the steps that it may take; `step` says which one is sent."""
    seen = Obstacle.objects.visible_to(person_at(request)).select_related(*RELATED)
    one = get_object_or_404(seen, pk=pk)
    sent = kept_posts.sent(request) or QueryDict()
    step = str(sent.get("step", ""))
    forms = _forms(one, step, sent)
    if request.method == "POST":
        if step not in {*forms, "reopen"}:
            raise Http404
        if step == "reopen" or forms[step].is_valid():
            return _take(request, one, step, forms)
    context = {
        "one": one,
        "days": one.days_open(one.commitment.plan.today(now())),
        "forms": forms,
        "form": forms.get(step),
    }
    return render(request, "desk/obstacles/obstacle.html", context)


def _entry(request: HttpRequest) -> Entry | None:
    pk = request.GET.get("entry", "")
    if not pk:
        return None
    mine = person_at(request).within(Permission.KEEP_OBSTACLES, "report__institution_id")
    related = ("commitment__plan__method", "output", "report__institution", "help_from")
    found = Entry.objects.filter(mine).select_related(*related)
    return get_object_or_404(found, pk=int(pk) if pk.isdecimal() else 0)


def _told(entry: Entry) -> dict[str, Any]:
    """What the entry says of its trouble."""
    return {"reason": entry.reason, "description": str(entry.help_needed or entry.done)}


def _open(form: NewObstacleForm, person: Person, entry: Entry | None) -> Obstacle:
    at = now()
    if entry is not None:
        by = person.acting(Permission.KEEP_OBSTACLES, entry.report.institution_id)
        words = entry.help_needed or entry.done
        return operations.open_from_entry(entry, form.trouble(words), by=by, at=at)
    chosen = form.cleaned_data
    return operations.open_obstacle(
        chosen["commitment"],
        chosen["owner"],
        form.trouble(),
        output=chosen["output"],
        by=person.acting(Permission.KEEP_OBSTACLES, chosen["owner"].pk),
        at=at,
    )


def _forms(one: Obstacle, step: str, data: Any) -> dict[str, Form]:
    def sent(name: str) -> Any:
        return data if name == step else None

    return {
        "ask": AskForm(sent("ask"), prefix="ask"),
        "escalate": EscalateForm(sent("escalate"), prefix="escalate"),
        "resolve": ResolveForm(sent("resolve"), prefix="resolve"),
        "describe": TroubleForm(one.commitment.plan, sent("describe"), trouble_of(one)),
    }


def _take(request: HttpRequest, one: Obstacle, step: str, forms: dict[str, Form]) -> HttpResponse:
    steps: dict[str, Callable[..., Obstacle]] = {
        "ask": lambda **k: operations.ask_help(one, forms["ask"].cleaned_data["asked"], **k),
        "escalate": lambda **k: operations.escalate(one, forms["escalate"].cleaned_data["to"], **k),
        "resolve": lambda **k: operations.resolve(
            one, written(forms["resolve"].cleaned_data["resolution"]), **k
        ),
        "describe": lambda **k: operations.describe(
            one,
            forms["describe"].trouble(one.description),  # type: ignore[attr-defined]
            **k,
        ),
        "reopen": lambda **k: operations.reopen(one, **k),
    }
    seen = request.POST.get("seen", "")
    by = person_at(request).acting(Permission.KEEP_OBSTACLES, one.owner_id)
    try:
        steps[step](seen=int(seen) if seen.isdecimal() else 0, by=by, at=now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:obstacle", one.pk)
