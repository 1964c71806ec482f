"""One commitment, or one expected output, as the coordinator completes it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from followthrough.accounts import kept_posts
from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Permission, requires
from followthrough.desk.clock import now
from followthrough.desk.forms.plan import (
    DeadlineForm,
    MilestoneForm,
    MilestonePartsForm,
    PartiesForm,
)
from followthrough.desk.forms.plan_texts import TextsForm
from followthrough.desk.plan_said import show_both
from followthrough.desk.views.plan import actor, current, doubts
from followthrough.desk.views.plan_todo import key_of
from followthrough.lib.deadline_labels import deadline_label
from followthrough.lib.languages import own_name
from followthrough.lib.text import TranslatedText, text_in
from followthrough.plans.models import ANSWERS, Plan
from followthrough.plans.operations import edit_parts
from followthrough.plans.operations.edit_plan import EditRefused, Overtaken, Place, digest
from followthrough.plans.queries import Document, plan_document

TEXTS = ("title", *ANSWERS)
# Steps that change what somebody may have changed meanwhile.
SEEN_FIRST = {"texts", "parties", "parts", "deadline", "confirm", "confirm_milestone"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PLAN)
def commitment(request: HttpRequest, key: str) -> HttpResponse:
    plan = current()
    document = plan_document(plan)
    part = commitment_of(document, key)
    sent = kept_posts.sent(request) or QueryDict()
    step = str(sent.get("step", ""))
    texts = TextsForm(plan, TEXTS, part, sent if step == "texts" else None)
    parties = PartiesForm(
        part,
        list(Institution.objects.all()),
        document["policy_areas"]["areas"],
        sent if step == "parties" else None,
    )
    here = reverse("desk:plan_commitment", args=[key])
    steps: dict[str, Callable[..., Any]] = {
        "texts": lambda **k: texts_saved(plan, Place(part["number"]), texts, k),
        "parties": lambda **k: values_saved(plan, Place(part["number"]), parties, k),
        **_structure(plan, part["number"], sent),
    }
    done = take(request, steps, here)
    form = {"texts": texts, "parties": parties}.get(step)
    context = {
        "plan": plan,
        "key": key,
        "title": TranslatedText.from_json(part["title"]),
        "texts": texts,
        "parties": parties,
        "form": form,
        "seen": digest(part),
        "doubts": doubts(part),
        "milestones": [_milestone(one) for one in part["milestones"]],
        "languages": [(one["code"], own_name(one["code"])) for one in plan.languages],
    }
    return done or render(request, "desk/plan/commitment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_PLAN)
def output(request: HttpRequest, key: str, number: int) -> HttpResponse:
    plan = current()
    parent = commitment_of(plan_document(plan), key)
    place = Place(parent["number"], output=number)
    step_in, part = _output(parent, number)
    sent = kept_posts.sent(request) or QueryDict()
    step = str(sent.get("step", ""))
    texts = TextsForm(plan, ("title",), part, sent if step == "texts" else None)
    words = part["deadline"]["words"] if part["deadline"] else ""
    deadline = DeadlineForm(sent if step == "deadline" else None, initial={"words": words})
    move = MilestoneForm(parent["milestones"], step_in, sent if step == "move" else None)
    steps: dict[str, Callable[..., Any]] = {
        "texts": lambda **k: texts_saved(plan, place, texts, k),
        "deadline": lambda **k: _deadline(plan, place, deadline, k),
        "confirm": lambda **k: edit_parts.confirm(plan, place, sent.get("field", ""), **k),
        "move": lambda **k: _move(plan, place, move, k),
    }
    done = take(request, steps, reverse("desk:plan_output", args=[key, number]))
    context = {
        "plan": plan,
        "key": key,
        "number": number,
        "title": TranslatedText.from_json(part["title"]),
        "texts": texts,
        "deadline": deadline,
        "move": move,
        "form": {"texts": texts, "deadline": deadline, "move": move}.get(step),
        "seen": digest(part),
        "doubts": doubts(part),
        "understood": _understood(words),
    }
    return done or render(request, "desk/plan/output.html", context)


def commitment_of(document: Document, key: str) -> Document:
    for one in document["commitments"]:
        if key_of(document, one) == key:
            found: Document = one
            return found
    raise Http404


def _output(parent: Document, number: int) -> tuple[int, Document]:
    """The number of the output's milestone, and the output."""
    for step in parent["milestones"]:
        for one in step["outputs"]:
            if one["number"] == number:
                return step["number"], one
    raise Http404


def take(
    request: HttpRequest, steps: dict[str, Callable[..., Any]], here: str
) -> HttpResponse | None:
    """Do what was sent: a redirect when it is done, None when the page has to be shown again."""
    if request.method != "POST":
        return None
    step = request.POST.get("step", "")
    if step not in steps:
        raise Http404
    values = {"by": actor(request), "at": now()}
    if step in SEEN_FIRST:
        values["seen"] = request.POST.get("seen", "")
    try:
        if steps[step](**values) is None:
            return None
        return redirect(here)
    except Overtaken as refusal:
        show_both(request, refusal)
        return None
    except EditRefused as refusal:
        messages.error(request, str(refusal))
        return None


def texts_saved(plan: Plan, place: Place, form: TextsForm, keys: dict[str, Any]) -> Any:
    return edit_parts.edit_fields(plan, place, form.texts(), **keys) if form.is_valid() else None


def values_saved(
    plan: Plan, place: Place, form: PartiesForm | MilestonePartsForm, keys: dict[str, Any]
) -> Any:
    return edit_parts.edit_fields(plan, place, form.values(), **keys) if form.is_valid() else None


def _deadline(plan: Plan, place: Place, form: DeadlineForm, keys: dict[str, Any]) -> Any:
    if not form.is_valid():
        return None
    return edit_parts.set_deadline(plan, place, form.cleaned_data["words"], **keys)


def _move(plan: Plan, place: Place, form: MilestoneForm, keys: dict[str, Any]) -> Any:
    if not form.is_valid():
        return None
    return edit_parts.move_output(plan, place, form.cleaned_data["milestone"], **keys)


def _structure(plan: Plan, commitment: int, sent: Any) -> dict[str, Callable[..., Any]]:
    """Adding, moving and removing the steps of a commitment; `milestone` and `output` say which."""
    milestone, number = _number(sent, "milestone"), _number(sent, "output")
    step, thing = Place(commitment, milestone), Place(commitment, output=number)
    title = text_in(_language(plan, sent), sent.get("title", "").strip()[:2000])
    words = sent.get("words", "")[:200]
    field = sent.get("field", "")

    def add(**k: Any) -> Any:
        return title and edit_parts.add_output(plan, step, title, words, **k) or []

    def add_milestone(**k: Any) -> Any:
        return title and edit_parts.add_milestone(plan, commitment, title, **k) or []

    return {
        "add_milestone": add_milestone,
        "add_output": add,
        "confirm": lambda **k: edit_parts.confirm(plan, Place(commitment), field, **k),
        "confirm_milestone": lambda **k: edit_parts.confirm(plan, step, field, **k),
        "milestone_up": lambda **k: edit_parts.move_milestone(plan, step, -1, **k),
        "milestone_down": lambda **k: edit_parts.move_milestone(plan, step, 1, **k),
        "output_up": lambda **k: edit_parts.reorder_output(plan, thing, -1, **k),
        "output_down": lambda **k: edit_parts.reorder_output(plan, thing, 1, **k),
        "remove_milestone": lambda **k: edit_parts.remove(plan, step, **k),
        "remove_output": lambda **k: edit_parts.remove(plan, thing, **k),
    }


def _language(plan: Plan, sent: Any) -> str:
    codes: list[str] = [one["code"] for one in plan.languages]
    chosen = str(sent.get("language", ""))
    return chosen if chosen in codes else codes[0]


def _number(sent: Any, name: str) -> int:
    written = sent.get(name, "")
    return int(written[:5]) if written.isdecimal() else 0


def _milestone(part: Document) -> Document:
    return {
        "number": part["number"],
        "title": TranslatedText.from_json(part["title"]),
        "seen": digest(part),
        "doubts": doubts(part),
        "outputs": [
            {
                "number": one["number"],
                "title": TranslatedText.from_json(one["title"]),
                "words": one["deadline"]["words"] if one["deadline"] else "",
            }
            for one in part["outputs"]
        ],
    }


def _understood(words: str) -> str:
    try:
        return deadline_label(edit_parts.understood(words)) if words else ""
    except EditRefused:
        return ""
