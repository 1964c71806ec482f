"""Writing the rows of a plan document: one statement a table, whatever the size of the plan."""

from datetime import date

from django.db.models import F

from followthrough.accounts.models import Institution
from followthrough.lib.text import TranslatedText
from followthrough.plans.importers.difference import Key
from followthrough.plans.models import (
    ANSWERS,
    Adoptable,
    Commitment,
    Definition,
    MethodVersion,
    Plan,
    PolicyArea,
)
from followthrough.plans.operations.plan_steps import (
    remove_steps,
    save_involved,
    save_milestones,
    save_outputs,
)
from followthrough.plans.operations.plan_work import Work
from followthrough.plans.queries import Document

# Added to numbers on their way to another, so that two commitments can swap theirs.
OUT_OF_THE_WAY = 10_000


def save(document: Document, plan: Plan | None, work: Work) -> Plan:
    """Write what `work` names, inside the caller's transaction."""
    method = _save_method(document["method"], work)
    _save_shared(document, work)
    plan = _save_plan(document["plan"], plan or Plan(slug=document["plan"]["slug"]), method)
    _make_room(plan, work)
    commitments = _save_commitments(document, plan, work)
    milestones = save_milestones(document, commitments, work)
    save_outputs(document, commitments, milestones, work)
    save_involved(document, commitments, milestones, work)
    remove_steps(commitments, work)
    return plan


def _save_method(method: Document, work: Work) -> MethodVersion:
    stored, _ = MethodVersion.objects.get_or_create(version=method["version"])
    if work.touches(Key("method")):
        _set_adoption(stored, method["adoption"])
        stored.save()
    Definition.objects.bulk_create(
        [
            Definition(
                method=stored,
                kind=item["kind"],
                code=item["code"],
                group=item["group"],
                number=position,
                label=TranslatedText.from_json(item["label"]),
                meaning=TranslatedText.from_json(item["meaning"]),
            )
            for position, item in enumerate(method["definitions"], 1)
            if work.touches(Key("definition", f"{item['kind']}/{item['code']}"))
        ],
        update_conflicts=True,
        unique_fields=["method", "kind", "code"],
        update_fields=["group", "number", "label", "meaning"],
    )
    for key in work.gone:
        if key.noun == "definition":
            kind, _, code = key.code.partition("/")
            Definition.objects.filter(method=stored, kind=kind, code=code).delete()
    return stored


def _save_shared(document: Document, work: Work) -> None:
    version = document["policy_areas"]["list"]
    PolicyArea.objects.bulk_create(
        [
            PolicyArea(
                list_version=version, code=area["code"], name=TranslatedText.from_json(area["name"])
            )
            for area in document["policy_areas"]["areas"]
            if work.touches(Key("policy area", area["code"]))
        ],
        update_conflicts=True,
        unique_fields=["list_version", "code"],
        update_fields=["name"],
    )
    Institution.objects.bulk_create(
        [
            Institution(
                slug=item["slug"],
                kind=item["kind"],
                sector=item["sector"],
                name=TranslatedText.from_json(item["name"]),
                short_name=TranslatedText.from_json(item["short_name"]),
            )
            for item in document["institutions"]
            if work.touches(Key("institution", item["slug"]))
        ],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["kind", "sector", "name", "short_name"],
    )


def _save_plan(written: Document, plan: Plan, method: MethodVersion) -> Plan:
    plan.jurisdiction = written["jurisdiction"]
    plan.time_zone = written["time_zone"]
    plan.coordinator = Institution.objects.filter(slug=written["coordinator"]).first()
    plan.title = TranslatedText.from_json(written["title"])
    plan.starts_on = date.fromisoformat(written["starts_on"])
    plan.ends_on = date.fromisoformat(written["ends_on"])
    plan.languages = written["languages"]
    plan.unconfirmed = written["unconfirmed"]
    plan.method = method
    _set_adoption(plan, written["adoption"])
    plan.save()
    return plan


def _set_adoption(adopted: Adoptable, adoption: Document | None) -> None:
    adopted.adopted_by = TranslatedText.from_json(adoption["body"] if adoption else {})
    adopted.adopted_on = date.fromisoformat(adoption["on"]) if adoption else None
    adopted.adoption_act = adoption["act"] if adoption else ""


def _make_room(plan: Plan, work: Work) -> None:
    """Take commitments away, and renumber those that stay, before others are written."""
    stored = Commitment.objects.filter(plan=plan)
    gone = [-key.commitment for key in work.gone if key.noun == "commitment"]
    if gone:
        stored.filter(number__in=gone).delete()
    moved = work.renumbered
    if moved:
        stored.filter(number__in=moved).update(number=F("number") + OUT_OF_THE_WAY)
    for before, after in moved.items():
        stored.filter(number=before + OUT_OF_THE_WAY).update(number=after)


def _save_commitments(document: Document, plan: Plan, work: Work) -> dict[int, int]:
    """Write the commitments and return the row of each number."""
    touched = [
        item
        for item in document["commitments"]
        if work.touches(Key("commitment", commitment=item["number"]))
    ]
    Commitment.objects.bulk_create(
        [_commitment(item, plan) for item in touched],
        update_conflicts=True,
        unique_fields=["plan", "number"],
        update_fields=["code", "title", *ANSWERS, "funding_state", "funding_until", "unconfirmed"],
    )
    stored = Commitment.objects.filter(plan=plan)
    commitments = dict(stored.values_list("number", "pk"))
    _save_areas(document, commitments, work)
    return commitments


def _commitment(item: Document, plan: Plan) -> Commitment:
    until = item["funding"]["until"]
    return Commitment(
        plan=plan,
        number=item["number"],
        code=item["code"],
        title=TranslatedText.from_json(item["title"]),
        funding_state=item["funding"]["state"],
        funding_until=date.fromisoformat(until) if until else None,
        unconfirmed=item["unconfirmed"],
        **{answer: TranslatedText.from_json(item[answer]) for answer in ANSWERS},
    )


def _save_areas(document: Document, commitments: dict[int, int], work: Work) -> None:
    link = Commitment.policy_areas.through
    version = document["policy_areas"]["list"]
    areas = dict(PolicyArea.objects.filter(list_version=version).values_list("code", "pk"))
    touched = {
        commitments[item["number"]]: item["policy_areas"]
        for item in document["commitments"]
        if work.touches(Key("commitment", commitment=item["number"]), "policy_areas")
    }
    link.objects.filter(commitment__in=touched).delete()
    link.objects.bulk_create(
        link(commitment_id=commitment, policyarea_id=areas[code])
        for commitment, codes in touched.items()
        for code in codes
    )
