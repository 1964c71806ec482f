"""Public pages. Anybody may read them; none of them writes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
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
from followthrough.portal import figures, filters, history
from followthrough.portal.answers import template_answers
from followthrough.portal.errors import NothingYet
from followthrough.portal.kept import kept
from followthrough.portal.now import Now, now_of
from followthrough.portal.progress_tables import TABLES
from followthrough.portal.queries import commitments as commitment_queries
from followthrough.portal.queries import institutions as institution_queries
from followthrough.portal.queries import outputs as output_queries
from followthrough.portal.queries import periods as period_queries
from followthrough.portal.queries.attention import attention
from followthrough.portal.queries.claims import claims_of
from followthrough.portal.queries.shared import Shared
from followthrough.portal.queries.tally import (
    behind_schedule,
    tally_of,
    tally_of_plan,
    tally_of_rows,
)

PAGE_SIZE = 25
HOME_COMMITMENTS = 10
HOME_CHANGES = 5
HOME_UPCOMING = 3


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
    plan = now_of(request).plan
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
    plan, today = shared.plan, moment.today
    counted = tally_of_plan(shared, today)
    first = list(commitment_queries.of_plan(plan)[: HOME_COMMITMENTS + 1])
    behind = behind_schedule(shared, today)
    # Counted only where the headline says it.
    total = plan.commitments.count() if counted.is_told else 0
    context = {
        "plan": plan,
        "shared": shared,
        "today": today,
        "headline": figures.headline(counted, behind, total),
        "tally": counted,
        "figure": figures.distribution(counted),
        "reported": period_queries.as_reported(shared),
        "comparison": figures.comparison(period_queries.periods(shared)),
        "attention": attention(shared, today),
        "rows": commitment_queries.rows(shared, first[:HOME_COMMITMENTS], today),
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
        ordered = commitment_queries.keys_by_attention(shared, moment.today)
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
    claims = claims_of(shared, found)
    rows = [
        output_queries.row(shared, one, moment.today)
        for one in commitment_queries.outputs_of(found)
    ]
    drawn = [
        replace(
            row,
            strip=figures.strip(plan, row, moment.today),
            claim=claims.by_output.get(row.output.pk),
        )
        for row in rows
    ]
    counted = tally_of_rows(rows, moment.today)
    steps = list(found.milestones.all())
    involved = commitment_queries.involved_in(shared, found, steps)
    milestones = [
        (one, [row for row in drawn if row.output.milestone_id == one.pk], involved[one.pk])
        for one in steps
    ]
    silent = {one.pk: round_ for one, round_ in period_queries.silent(shared, moment.today)}
    return {
        "plan": plan,
        "shared": shared,
        "today": moment.today,
        "commitment": found,
        "tally": counted,
        "claims": claims,
        "silent": silent.get(shared.published.leads.get(found.pk, 0)) if silent else None,
        "figure": figures.distribution(counted),
        "milestones": milestones,
        "parts": involved[None],
        "policy_areas": commitment_queries.policy_areas_of(shared, found),
        "answers": template_answers(found),
        "is_coordination": bool(found.code) and found.code == settings.COORDINATION_COMMITMENT,
    }


@public
@kept()
def commitment_history(request: HttpRequest, moment: Now, key: str) -> HttpResponse:
    shared, found = _shared(moment), _commitment(moment, key)
    context = {
        "commitment": found,
        "shared": shared,
        "changes": history.of_commitment(shared, found),
    }
    return render(request, "portal/history.html", context)


@public
@kept()
def reporting(request: HttpRequest, moment: Now) -> HttpResponse:
    shared = _shared(moment)
    has_begun = shared.has_reporting
    rounds = shared.published.rounds if has_begun else []
    lines = period_queries.who_reported(shared, moment.today) if has_begun else []
    context = {
        "plan": shared.plan,
        "rounds": rounds,
        "lines": [(one.institution, zip(rounds, one.records, strict=True)) for one in lines],
    }
    return render(request, "portal/reporting.html", context)


@public
@kept("page", "schedule", "completion", "source")
def outputs(request: HttpRequest, moment: Now) -> HttpResponse:
    shared = _shared(moment)
    counted = tally_of_plan(shared, moment.today)
    wanted = filters.wanted(request.GET)
    found = output_queries.OutputsByDeadline(shared, moment.today, wanted)
    page = _page(request, found)
    rows: list[output_queries.OutputRow] = list(page.object_list)
    leads = commitment_queries.leads_of(shared, {row.output.commitment_id for row in rows})
    context = {
        "page": page,
        "wanted": wanted,
        "query": filters.query(wanted),
        "tally": counted,
        "choices": filters.choices(counted, wanted),
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
    keys = list(led.order_by().values_list("pk", flat=True))
    context = {
        "institution": found,
        "shared": shared,
        "tally": tally_of(shared, keys, moment.today),
        "has_rounds": shared.has_reporting and bool(shared.published.rounds),
        "records": institution_queries.records(shared, found, moment.today),
        "obstacles": institution_queries.obstacles(shared, found),
        "contact": institution_queries.contact(found, moment.today),
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
        "tables": TABLES.values(),
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
    found = tally_of_plan(shared, moment.today)
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
        raise NothingYet
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
