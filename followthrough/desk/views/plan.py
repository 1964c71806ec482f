"""The plan before its adoption: what is still to do, institutions, and the adoption itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.accounts import kept_posts
from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Actor, Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.forms.plan import AdoptionForm, InstitutionForm, PeriodForm
from followthrough.desk.forms.plan_texts import DOUBTFUL
from followthrough.desk.plan_said import show_both
from followthrough.desk.views.plan_todo import key_of, todo
from followthrough.lib.text import TranslatedText
from followthrough.plans.models import Plan
from followthrough.plans.operations.adopt import adopt_method, adopt_plan
from followthrough.plans.operations.edit_parts import confirm, edit_fields, save_institution
from followthrough.plans.operations.edit_plan import EditRefused, Overtaken, Place, digest
from followthrough.plans.queries import Document, plan_document


def current() -> Plan:
    found = Plan.objects.current()
    if found is None:
        raise Http404
    return found


def actor(request: HttpRequest, permission: Permission = Permission.EDIT_PLAN) -> Actor:
    person = person_at(request)
    return person.acting(permission)


def doubts(part: Document) -> list[tuple[str, str]]:
    """The doubtful points of a part: code and words."""
    return [(one, str(DOUBTFUL.get(one, one))) for one in part["unconfirmed"]]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PLAN)
def plan(request: HttpRequest) -> HttpResponse:
    one = current()
    document = plan_document(one)
    part, sent = document["plan"], kept_posts.sent(request) or QueryDict()
    step = str(sent.get("step", ""))
    form = PeriodForm(part, list(Institution.objects.all()), sent if step == "period" else None)
    if request.method == "POST" and (step == "confirm" or form.is_valid()):
        try:
            _edit(request, one, form)
            return redirect("desk:plan")
        except Overtaken as refusal:
            show_both(request, refusal)
        except EditRefused as refusal:
            messages.error(request, str(refusal))
    context = {
        "plan": one,
        "todo": todo(document),
        "form": form,
        # Recording the adoption is what settles that one.
        "doubts": [one for one in doubts(part) if one[0] != "adoption"],
        "seen": digest(part),
        "commitments": [
            (key_of(document, item), TranslatedText.from_json(item["title"]))
            for item in document["commitments"]
        ],
    }
    return render(request, "desk/plan/plan.html", context)


def _edit(request: HttpRequest, one: Plan, form: PeriodForm) -> None:
    by, at, seen = actor(request), now(), request.POST.get("seen", "")
    if request.POST["step"] == "confirm":
        field = request.POST.get("field", "")
        confirm(one, Place(), field, seen=seen, by=by, at=at)
    else:
        edit_fields(one, Place(), form.values(), seen=seen, by=by, at=at)


@require_safe
@requires(Permission.EDIT_PLAN)
def institutions(request: HttpRequest) -> HttpResponse:
    rows = Institution.objects.all()
    return render(request, "desk/plan/institutions.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PLAN)
def institution(request: HttpRequest, slug: str = "") -> HttpResponse:
    one = current()
    stored = _institution(one, slug) if slug else {}
    form = InstitutionForm(one, stored, kept_posts.sent(request))
    if request.method == "POST" and form.is_valid():
        values = form.values(slug or form.cleaned_data["slug"])
        seen = request.POST.get("seen", "none") if stored else ""
        try:
            save_institution(one, values, seen=seen, by=actor(request), at=now())
            return redirect("desk:plan_institutions")
        except Overtaken as refusal:
            show_both(request, refusal)
        except EditRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "stored": stored, "seen": digest(stored) if stored else ""}
    return render(request, "desk/plan/institution.html", context)


def _institution(one: Plan, slug: str) -> Document:
    try:
        return Place(institution=slug).find(plan_document(one))
    except LookupError as error:
        raise Http404 from error


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ADOPT_PLAN, Permission.ADOPT_METHOD)
def adopt(request: HttpRequest) -> HttpResponse:
    """Two forms: the adoption of the plan and that of its method."""
    one, sent = current(), kept_posts.sent(request) or QueryDict()
    step = str(sent.get("step", ""))
    form = AdoptionForm(one, step, sent if step in {"plan", "method"} else None)
    if request.method == "POST" and form.is_valid():
        try:
            _adopt(request, one, step, form)
            messages.success(request, gettext("The adoption is recorded and public."))
            return redirect(reverse("desk:plan_adopt"))
        except EditRefused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "plan": one,
        "form": form,
        "step": step,
        "fresh": {name: AdoptionForm(one, name) for name in ("plan", "method")},
    }
    return render(request, "desk/plan/adopt.html", context)


def _adopt(request: HttpRequest, one: Plan, step: str, form: AdoptionForm) -> None:
    if step == "plan":
        by = actor(request, Permission.ADOPT_PLAN)
        adopt_plan(one, form.adoption(), by=by, at=now())
    else:
        by = actor(request, Permission.ADOPT_METHOD)
        adopt_method(one, form.adoption(), by=by, at=now())
