"""Public pages. Anybody may read them; none of them writes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from csp.decorators import csp_replace
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import public
from followthrough.audit.models import PublishedHead
from followthrough.lib.languages import BY_CODE, INTERFACE, choose
from followthrough.plans.models import Commitment, DefinitionKind, Plan
from followthrough.plans.schedule import Schedule
from followthrough.portal import figures, history, tables
from followthrough.portal.answers import template_answers
from followthrough.portal.kept import kept
from followthrough.portal.now import Now, now
from followthrough.portal.queries import commitments as commitment_queries
from followthrough.portal.queries import institutions as institution_queries
from followthrough.portal.queries import outputs as output_queries
from followthrough.portal.queries.shared import Shared
from followthrough.portal.queries.tally import Tally, tally

PAGE_SIZE = 25
HOME_COMMITMENTS = 10
HOME_OVERDUE = 5
HOME_CHANGES = 5
HOME_UPCOMING = 3
HISTORY = 20
LATE = (Schedule.DUE_UNREPORTED, Schedule.OVERDUE)


@public
@require_safe
@vary_on_headers("Accept-Language")
@cache_control(public=True, no_cache=True)
def choose_language(request: HttpRequest) -> HttpResponse:
    """The reader's own language if the browser says one; else both official ones, equally large."""
    language = choose(request.headers.get("Accept-Language", ""))
    if language:
        with override(language.code):
            return HttpResponseRedirect(reverse("portal:home"))
    plan = now(timezone.now()).plan
    official = plan.official_languages if plan else []
    shown = [BY_CODE[code] for code in official if code in BY_CODE] or INTERFACE
    context = {"shown": shown, "others": [one for one in INTERFACE if one not in shown]}
    return render(request, "portal/choose_language.html", context)


@public
@kept()
def home(request: HttpRequest, moment: Now) -> HttpResponse:
    shared = moment.shared
    if shared is None:
        return render(request, "portal/empty.html")
    plan = shared.plan
    outputs = output_queries.OutputsByDeadline(shared, moment.today)
    counted = outputs.tally()
    first = list(commitment_queries.of_plan(plan)[: HOME_COMMITMENTS + 1])
    context = {
        "plan": plan,
        "today": moment.today,
        "headline": figures.headline(counted),
        "tally": counted,
        "figure": figures.distribution(counted),
        "overdue": outputs.with_schedule(*LATE)[:HOME_OVERDUE],
        "rows": commitment_queries.rows(shared, first[:HOME_COMMITMENTS], moment.today),
        "has_more": len(first) > HOME_COMMITMENTS,
        "upcoming": sorted(counted.upcoming.items(), key=lambda item: item[0].day)[:HOME_UPCOMING],
        "changes": history.latest(HOME_CHANGES),
    }
    return render(request, "portal/home.html", context)


@public
@kept("page", "sort")
def commitments(request: HttpRequest, moment: Now) -> HttpResponse:
    shared = _shared(moment)
    plan = shared.plan
    sort = request.GET.get("sort", "")
    ordered: Sequence[int] | QuerySet[Commitment] = commitment_queries.of_plan(plan)
    if sort == "title":
        ordered = commitment_queries.keys_by_title(plan, get_language() or "")
    elif sort == "attention":
        ordered = commitment_queries.keys_by_attention(plan, moment.today)
    page = _page(request, ordered)
    context = {
        "plan": plan,
        "sort": sort if isinstance(ordered, list) else "plan",
        "page": page,
        "rows": commitment_queries.rows_with_leads(shared, _on_page(plan, page), moment.today),
    }
    return render(request, "portal/commitments.html", context)


def _on_page(plan: Plan, page: Page[Any]) -> Sequence[Commitment]:
    found = list(page.object_list)
    return commitment_queries.by_keys(plan, found) if found and isinstance(found[0], int) else found


@public
@kept()
def commitment(request: HttpRequest, moment: Now, key: str) -> HttpResponse:
    found = _commitment(moment, key)
    context = _commitment_context(moment, found)
    return render(request, "portal/commitment.html", context)


def _commitment_context(moment: Now, found: Commitment) -> dict[str, Any]:
    shared = _shared(moment)
    plan = shared.plan
    rows = [
        output_queries.row(shared, one, moment.today)
        for one in commitment_queries.outputs_of(found)
    ]
    drawn = [replace(row, strip=figures.strip(plan, row, moment.today)) for row in rows]
    counted = Tally()
    for row in rows:
        counted.add(row.due, 1, moment.today)
    steps = list(found.milestones.all())
    involved = commitment_queries.involved_in(shared, found, steps)
    milestones = [
        (one, [row for row in drawn if row.output.milestone_id == one.pk], involved[one.pk])
        for one in steps
    ]
    return {
        "plan": plan,
        "today": moment.today,
        "commitment": found,
        "tally": counted,
        "figure": figures.distribution(counted),
        "milestones": milestones,
        "parts": involved[None],
        "policy_areas": commitment_queries.policy_areas_of(shared, found),
        "answers": template_answers(found),
        "changes": history.latest(HISTORY, f"commitment:{found.key}", f"plan:{plan.slug}"),
    }


@public
@kept("page", "schedule")
def outputs(request: HttpRequest, moment: Now) -> HttpResponse:
    shared = _shared(moment)
    outputs = output_queries.OutputsByDeadline(shared, moment.today)
    counted = outputs.tally()
    asked = request.GET.get("schedule", "")
    wanted = Schedule(asked) if asked in Schedule.values else None
    page = _page(request, outputs.with_schedule(wanted) if wanted else outputs)
    rows: list[output_queries.OutputRow] = list(page.object_list)
    leads = commitment_queries.leads_of(shared, {row.output.commitment_id for row in rows})
    context = {
        "page": page,
        "wanted": wanted,
        "tally": counted,
        "choices": [(word, counted.schedule[word]) for word in figures.SCHEDULE_ORDER],
        "rows": output_queries.with_leads(rows, leads),
    }
    return render(request, "portal/outputs.html", context)


@public
@kept("page")
def institutions(request: HttpRequest, moment: Now) -> HttpResponse:
    rows = institution_queries.rows(_plan(moment), get_language() or "")
    return render(request, "portal/institutions.html", {"page": _page(request, rows)})


@public
@kept("page")
def institution(request: HttpRequest, moment: Now, slug: str) -> HttpResponse:
    shared = _shared(moment)
    plan = shared.plan
    found = get_object_or_404(Institution, slug=slug)
    led = institution_queries.led_by(found, plan)
    page = _page(request, led)
    outputs_led = output_queries.of_plan(plan).filter(commitment__in=led.order_by().values("pk"))
    context = {
        "institution": found,
        "tally": tally(outputs_led, shared.dues, moment.today),
        "page": page,
        "rows": commitment_queries.rows_with_leads(shared, list(page.object_list), moment.today),
        "supported": institution_queries.supported_by(found, plan),
    }
    return render(request, "portal/institution.html", context)


@public
@kept()
def how_it_works(request: HttpRequest, moment: Now) -> HttpResponse:
    plan = _plan(moment)
    definitions = list(plan.method.definitions.all())
    kinds = {
        kind.value: [one for one in definitions if one.kind == kind] for kind in DefinitionKind
    }
    context = {"plan": plan, "method": plan.method, "definitions": kinds}
    return render(request, "portal/how_it_works.html", context)


@public
@kept()
def data(request: HttpRequest, moment: Now) -> HttpResponse:
    context = {
        "plan": moment.plan,
        "tables": tables.TABLES.values(),
        "heads": PublishedHead.objects.all()[:HOME_CHANGES],
    }
    return render(request, "portal/data.html", context)


@public
@kept()
def accessibility(request: HttpRequest, moment: Now) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@public
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@kept()
def embed_plan(request: HttpRequest, moment: Now) -> HttpResponse:
    shared = _shared(moment)
    found = output_queries.OutputsByDeadline(shared, moment.today).tally()
    context = {"figure": figures.distribution(found), "back": reverse("portal:home")}
    return render(request, "portal/embed.html", context)


@public
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@kept()
def embed_commitment(request: HttpRequest, moment: Now, key: str) -> HttpResponse:
    context = _commitment_context(moment, _commitment(moment, key))
    context["back"] = reverse("portal:commitment", args=[key])
    return render(request, "portal/embed.html", context)


def _shared(moment: Now) -> Shared:
    if moment.shared is None:
        raise Http404
    return moment.shared


def _plan(moment: Now) -> Plan:
    return _shared(moment).plan


def _commitment(moment: Now, key: str) -> Commitment:
    found = commitment_queries.by_key(_plan(moment), key)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, rows: Any) -> Page[Any]:
    # A page number out of range shows the nearest page: links shared last month still work.
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
