"""Reads that join several models: a stored plan as the document that plan files carry."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from followthrough.accounts.models import Institution
from followthrough.lib.text import State, TranslatedText
from followthrough.plans.models import (
    ANSWERS,
    Adoptable,
    Commitment,
    Deadline,
    Definition,
    Involvement,
    MethodVersion,
    Milestone,
    Output,
    Plan,
    PolicyArea,
)

FORMAT = "followthrough-plan/1"

# What docs/plan-file.md and plan.schema.json describe: JSON values only, keys in the written order.
Document = dict[str, Any]


def plan_document(plan: Plan) -> Document:
    """The whole plan as its plan file says it, in a number of queries that no plan makes grow.

    It carries every institution and every area of the plan's list, used or not: whoever fills the
    workbook chooses among them. Machine drafts are in it; it is not for the public as it stands.
    """
    area_list = _area_list(plan)
    return {
        "format": FORMAT,
        "plan": _plan(plan),
        "method": _method(plan.method),
        "policy_areas": {"list": area_list, "areas": _areas(area_list)},
        "institutions": _institutions(),
        "commitments": _commitments(plan, area_list),
    }


def without_drafts(document: Document) -> Document:
    """The document as the public may have it: every text without its machine drafts."""
    return {key: _without_drafts(value) for key, value in document.items()}


def _without_drafts(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_drafts(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "original" in value:
        text = TranslatedText.from_json(value)
        drafts = [code for code, state in text.states.items() if state is State.MACHINE_DRAFT]
        for code in drafts:
            text = text.with_translation(code, "", State.MACHINE_DRAFT)
        return text.to_json()
    return {key: _without_drafts(item) for key, item in value.items()}


def stored_beside(document: Document) -> Document:
    """What is stored under the identifiers of a document: its counterpart for a comparison.

    Parts that are not stored are None or empty. `method_in_use` is the version the stored plan
    follows, which need not be the document's.
    """
    plan = (
        Plan.objects.filter(slug=document["plan"]["slug"])
        .select_related("method", "coordinator")
        .first()
    )
    method = MethodVersion.objects.filter(version=document["method"]["version"]).first()
    area_list = document["policy_areas"]["list"]
    return {
        "format": FORMAT,
        "plan": _plan(plan) if plan else None,
        "method": _method(method) if method else None,
        "method_in_use": plan.method.version if plan else None,
        "policy_areas": {"list": area_list, "areas": _areas(area_list)},
        "institutions": _institutions(),
        "commitments": _commitments(plan, area_list) if plan else [],
    }


def _plan(plan: Plan) -> Document:
    return {
        "slug": plan.slug,
        "jurisdiction": plan.jurisdiction,
        "time_zone": plan.time_zone,
        "coordinator": plan.coordinator.slug if plan.coordinator else None,
        "title": plan.title.to_json(),
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "languages": [
            {"code": language["code"], "official": language["official"]}
            for language in plan.languages
        ],
        "adoption": _adoption(plan),
        "unconfirmed": plan.unconfirmed,
    }


def _adoption(adopted: Adoptable) -> Document | None:
    if adopted.adopted_on is None:
        return None
    return {
        "body": adopted.adopted_by.to_json(),
        "on": adopted.adopted_on.isoformat(),
        "act": adopted.adoption_act,
    }


def _method(method: MethodVersion) -> Document:
    definitions = Definition.objects.filter(method=method).order_by("number")
    return {
        "version": method.version,
        "adoption": _adoption(method),
        "definitions": [
            {
                "kind": definition.kind,
                "code": definition.code,
                "group": definition.group,
                "label": definition.label.to_json(),
                "meaning": definition.meaning.to_json(),
            }
            for definition in definitions
        ],
    }


def _area_list(plan: Plan) -> str:
    """The version of OGP's list that the plan's areas come from, else the newest one stored."""
    versions = PolicyArea.objects.order_by("-list_version").values_list("list_version", flat=True)
    return versions.filter(commitments__plan=plan).first() or versions.first() or ""


def _areas(area_list: str) -> list[Document]:
    areas = PolicyArea.objects.filter(list_version=area_list).order_by("code")
    return [{"code": area.code, "name": area.name.to_json()} for area in areas]


def _institutions() -> list[Document]:
    return [
        {
            "slug": institution.slug,
            "kind": institution.kind,
            "sector": institution.sector,
            "name": institution.name.to_json(),
            "short_name": institution.short_name.to_json(),
        }
        for institution in Institution.objects.order_by("slug")
    ]


def _commitments(plan: Plan, area_list: str) -> list[Document]:
    areas = _areas_by_commitment(plan, area_list)
    involved = _involved(plan)
    milestones = _milestones(plan, involved)
    return [
        {
            "number": commitment.number,
            "code": commitment.code,
            "title": commitment.title.to_json(),
            **{answer: getattr(commitment, answer).to_json() for answer in ANSWERS},
            "policy_areas": areas[commitment.pk],
            "funding": {
                "state": commitment.funding_state,
                "until": commitment.funding_until and commitment.funding_until.isoformat(),
            },
            "involved": involved["commitment", commitment.pk],
            "unconfirmed": commitment.unconfirmed,
            "milestones": milestones[commitment.pk],
        }
        for commitment in Commitment.objects.filter(plan=plan).order_by("number")
    ]


def _areas_by_commitment(plan: Plan, area_list: str) -> dict[int, list[str]]:
    """Area codes by commitment; one of another version of the list is written "version/code"."""
    links = Commitment.policy_areas.through.objects.filter(commitment__plan=plan).values_list(
        "commitment_id", "policyarea__list_version", "policyarea__code"
    )
    codes: dict[int, list[str]] = defaultdict(list)
    for commitment, version, code in links.order_by("policyarea__code"):
        codes[commitment].append(code if version == area_list else f"{version}/{code}")
    return codes


def _involved(plan: Plan) -> dict[tuple[str, int], list[Document]]:
    rows = (
        Involvement.objects.filter(Q(commitment__plan=plan) | Q(milestone__commitment__plan=plan))
        .order_by("number")
        .values_list("commitment_id", "milestone_id", "institution__slug", "role", "sector")
    )
    involved: dict[tuple[str, int], list[Document]] = defaultdict(list)
    for commitment, milestone, slug, role, sector in rows:
        key = ("commitment", commitment) if commitment else ("milestone", milestone)
        involved[key].append({"institution": slug, "role": role, "sector": sector})
    return involved


def _milestones(
    plan: Plan, involved: dict[tuple[str, int], list[Document]]
) -> dict[int, list[Document]]:
    outputs = _outputs(plan)
    milestones: dict[int, list[Document]] = defaultdict(list)
    for milestone in Milestone.objects.filter(commitment__plan=plan).order_by("number"):
        written = {
            "number": milestone.number,
            "title": milestone.title.to_json(),
            "deadline_words": milestone.deadline_words,
            "involved": involved["milestone", milestone.pk],
            "unconfirmed": milestone.unconfirmed,
            "outputs": outputs[milestone.pk],
        }
        milestones[milestone.commitment_id].append(written)
    return milestones


def _outputs(plan: Plan) -> dict[int, list[Document]]:
    stored: Iterable[Output] = (
        Output.objects.of_plan(plan.pk)
        .select_related("original_deadline", "current_deadline")
        .order_by("number")
    )
    outputs: dict[int, list[Document]] = defaultdict(list)
    for output in stored:
        outputs[output.milestone_id].append(_output(output))
    return outputs


def _output(output: Output) -> Document:
    written = {
        "number": output.number,
        "title": output.title.to_json(),
        "deadline": _deadline(output.original_deadline),
        "unconfirmed": output.unconfirmed,
    }
    current = _deadline(output.current_deadline)
    if current != written["deadline"]:
        written["current_deadline"] = current
    return written


def _deadline(deadline: Deadline | None) -> Document | None:
    if deadline is None:
        return None
    return {
        "words": deadline.words,
        "start": deadline.starts_on.isoformat(),
        "end": deadline.ends_on.isoformat(),
        "precision": deadline.precision,
        "continuous": deadline.due.is_continuous,
        "every_months": deadline.due.every_months,
    }
