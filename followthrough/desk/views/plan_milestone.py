"""One milestone as the coordinator completes it: title, the plan's words, institutions."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from followthrough.accounts import kept_posts
from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Permission, requires
from followthrough.desk.forms.plan import MilestonePartsForm
from followthrough.desk.forms.plan_texts import TextsForm
from followthrough.desk.views.plan import current, doubts
from followthrough.desk.views.plan_commitment import commitment_of, take, texts_saved, values_saved
from followthrough.lib.text import TranslatedText
from followthrough.plans.operations.edit_parts import confirm
from followthrough.plans.operations.edit_plan import Place, digest
from followthrough.plans.queries import plan_document


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PLAN)
def milestone(request: HttpRequest, key: str, number: int) -> HttpResponse:
    plan = current()
    parent = commitment_of(plan_document(plan), key)
    part = next((one for one in parent["milestones"] if one["number"] == number), None)
    if part is None:
        raise Http404
    place, sent = Place(parent["number"], number), kept_posts.sent(request) or QueryDict()
    step = str(sent.get("step", ""))
    texts = TextsForm(plan, ("title",), part, sent if step == "texts" else None)
    bodies = list(Institution.objects.all())
    parts = MilestonePartsForm(part, bodies, sent if step == "parts" else None)
    steps: dict[str, Callable[..., Any]] = {
        "texts": lambda **k: texts_saved(plan, place, texts, k),
        "parts": lambda **k: values_saved(plan, place, parts, k),
        "confirm": lambda **k: confirm(plan, place, sent.get("field", ""), **k),
    }
    done = take(request, steps, reverse("desk:plan_milestone", args=[key, number]))
    context = {
        "plan": plan,
        "key": key,
        "number": number,
        "title": TranslatedText.from_json(part["title"]),
        "texts": texts,
        "parts": parts,
        "form": {"texts": texts, "parts": parts}.get(step),
        "seen": digest(part),
        "doubts": doubts(part),
    }
    return done or render(request, "desk/plan/milestone_page.html", context)
