"""Importing OGP's page of a commitment: nothing is guessed, and nothing overwritten unasked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.models import Event
from followthrough.audit.operations import record
from followthrough.lib.text import text_in
from followthrough.plans.importers.pages.answers import Answers, AnswerUnusable
from followthrough.plans.importers.pages.doubts import Doubt, institution_keys
from followthrough.plans.importers.pages.facts import PageFacts
from followthrough.plans.importers.pages.settle import Wanted, WantedMilestone, settle
from followthrough.plans.models import Commitment, ImportedPage, Plan
from followthrough.plans.operations.page_rows import PageRows
from followthrough.plans.operations.page_state import (
    PAGE,
    Change,
    changes_between,
    stored_state,
    wanted_state,
)


class PageRefused(Exception):
    """The page cannot be imported into this plan; the message says why and what to do."""


class Undecided(Exception):
    """Page and plan differ and nobody has said which counts; `doubts` are the questions."""

    def __init__(self, doubts: list[Doubt]) -> None:
        self.doubts = doubts
        names = ", ".join(f"“{doubt.key}”" for doubt in doubts[:3])
        more = f" and {len(doubts) - 3} more" if len(doubts) > 3 else ""
        super().__init__(f"The page and the plan differ in {names}{more}.")


@dataclass(frozen=True)
class Outcome:
    """What an import did; without an event there was nothing to change."""

    commitment: Commitment
    is_new: bool
    changes: list[Change]
    event: Event | None


@transaction.atomic
def import_commitment(
    page_facts: PageFacts, answers: Answers, *, plan: Plan, by: Actor, at: datetime
) -> Outcome:
    """Write one page into the plan, with the answers to its doubts.

    Raises NotAllowed, PageRefused, AnswerUnusable for an answer that is missing or will not do, and
    Undecided where the plan already says something else.
    """
    require(by, Permission.IMPORT_COMMITMENT)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    wanted = settle(page_facts, answers)
    _refuse_other_plan(page_facts, wanted, plan)
    institutions = _institutions(page_facts, answers, wanted)
    commitment = Commitment.objects.filter(plan=plan, code=wanted.code).first()
    changes = _decided(commitment, wanted, institutions, answers)
    last = _last_page(commitment) if commitment else None
    if commitment and not changes and last and last.digest == page_facts.digest:
        return Outcome(commitment, False, [], None)
    _refuse_adopted(plan, changes)
    is_new = commitment is None
    commitment = commitment or _new_commitment(plan, wanted)
    _save(commitment, wanted, institutions, changes)
    _keep_page(commitment, page_facts, wanted_state(wanted, institutions), at)
    event = record(
        "commitment.imported",
        f"commitment:{commitment.key}",
        by=by.name,
        at=at,
        payload=_payload(page_facts, changes, is_new=is_new),
        public=True,
    )
    return Outcome(commitment, is_new, changes, event)


def differences(page_facts: PageFacts, answers: Answers, plan: Plan) -> list[Change]:
    """Where the plan says something other than the page; reads only.

    Raises AnswerUnusable while answers are missing, and PageRefused.
    """
    wanted = settle(page_facts, answers)
    _refuse_other_plan(page_facts, wanted, plan)
    commitment = Commitment.objects.filter(plan=plan, code=wanted.code).first()
    if commitment is None:
        return []
    institutions = _known(wanted) | {
        slug: Institution(slug=slug, sector=new.sector)
        for slug, new in wanted.new_institutions.items()
    }
    _refuse_unknown(page_facts, answers, institutions)
    return _asked(commitment, changes_between(*_states(commitment, wanted, institutions)))


def page_changes(page_facts: PageFacts) -> list[Change]:
    """What OGP changed on the page since it was last imported; reads only."""
    commitment = Commitment.objects.filter(code=page_facts.code).exclude(code="").first()
    last = _last_page(commitment) if commitment else None
    if last is None or last.digest == page_facts.digest:
        return []
    return changes_between(_flat(last.facts["page"]), _flat(page_facts.content()))


def _last_page(commitment: Commitment) -> ImportedPage | None:
    return commitment.imported_pages.order_by("-imported_at", "-pk").first()


def _states(
    commitment: Commitment, wanted: Wanted, institutions: dict[str, Institution]
) -> tuple[dict[str, str], dict[str, str]]:
    return stored_state(commitment, wanted.language), wanted_state(wanted, institutions)


def _decided(
    commitment: Commitment | None,
    wanted: Wanted,
    institutions: dict[str, Institution],
    answers: Answers,
) -> list[Change]:
    """The changes to make: all of a new commitment's, else those that a person wants."""
    if commitment is None:
        return changes_between({}, wanted_state(wanted, institutions))
    changes = changes_between(*_states(commitment, wanted, institutions))
    asked = _asked(commitment, changes)
    doubts = [change.doubt for change in asked]
    undecided = [doubt for doubt in doubts if not answers.has(doubt)]
    if undecided:
        raise Undecided(undecided)
    for doubt in doubts:
        if answers.value(doubt) not in doubt.choices:
            raise AnswerUnusable(answers.name, doubt.key, doubt.allowed[:-1])
    taken = [change for change in asked if answers.value(change.doubt) == PAGE]
    filled = [change for change in changes if change not in asked and not change.was]
    return [*taken, *filled]


def _asked(commitment: Commitment, changes: list[Change]) -> list[Change]:
    """The changes that need a person's word; of what the page does not speak, the plan's stays.

    Empty fields of a commitment that was never imported are filled unasked.
    """
    last = _last_page(commitment)
    before = last.facts["settled"] if last else {}
    has_steps = commitment.milestones.exists()
    asked = []
    for change in changes:
        is_step = has_steps and change.field.startswith("milestone-")
        if not change.will_be:
            is_asked = bool(before.get(change.field))
        else:
            is_asked = bool(change.was or last or is_step or commitment.plan.is_adopted)
        asked += [change] if is_asked else []
    return asked


def _refuse_other_plan(facts: PageFacts, wanted: Wanted, plan: Plan) -> None:
    if not wanted.code.startswith(plan.jurisdiction):
        raise PageRefused(
            f"{facts.name}: {wanted.code} is no commitment of the plan “{plan.slug}”, whose codes"
            f" begin with {plan.jurisdiction}. Give the page of a commitment of this plan."
        )
    languages = [language["code"] for language in plan.languages]
    if wanted.language not in languages:
        raise PageRefused(
            f"{facts.name}: the page is in the language “{wanted.language}”, which is none of the"
            f" plan's. Import the page in one of: {', '.join(languages)}."
        )
    other = Commitment.objects.filter(code=wanted.code).exclude(plan=plan).first()
    if other:
        raise PageRefused(
            f"{facts.name}: {wanted.code} already stands in the plan “{other.plan.slug}”."
            " Import it into that plan."
        )


def _refuse_adopted(plan: Plan, changes: list[Change]) -> None:
    if plan.is_adopted and changes:
        raise PageRefused(
            f"The plan “{plan.slug}” was adopted on {plan.adopted_on}: its text and dates change"
            " only through an adjustment. Answer “keep” for every field, and propose an adjustment."
        )


def _institutions(facts: PageFacts, answers: Answers, wanted: Wanted) -> dict[str, Institution]:
    """The institutions by slug; those that the answers describe are created."""
    institutions = _known(wanted)
    described = {slug for slug in wanted.new_institutions if slug not in institutions}
    unsaved = {slug: Institution(slug=slug) for slug in described}
    _refuse_unknown(facts, answers, institutions | unsaved)
    for slug in sorted(described & _slugs(wanted)):
        new = wanted.new_institutions[slug]
        institutions[slug] = Institution.objects.create(
            slug=slug,
            kind=new.kind,
            sector=new.sector,
            name=text_in(wanted.language, new.name),
            short_name=text_in(wanted.language, new.short_name),
        )
    return institutions


def _known(wanted: Wanted) -> dict[str, Institution]:
    slugs = _slugs(wanted) | set(wanted.new_institutions)
    return {row.slug: row for row in Institution.objects.filter(slug__in=slugs)}


def _slugs(wanted: Wanted) -> set[str]:
    parts: list[Wanted | WantedMilestone] = [wanted, *wanted.milestones]
    return {slug for part in parts for slug, _ in (*part.leads, *part.supporting)}


def _refuse_unknown(
    facts: PageFacts, answers: Answers, institutions: dict[str, Institution]
) -> None:
    for key in institution_keys(facts).values():
        value = answers.given[key].value
        unknown = [slug for slug in value if slug not in institutions] if value != "none" else []
        if unknown:
            wrong = (
                f"there is no institution “{unknown[0][:80]}”. Correct the short name, or describe"
                f" the institution under [new-institution.{unknown[0][:80]}]"
            )
            raise AnswerUnusable(answers.name, key, wrong)


def _new_commitment(plan: Plan, wanted: Wanted) -> Commitment:
    last = plan.commitments.aggregate(last=Max("number"))["last"] or 0
    return Commitment.objects.create(plan=plan, number=last + 1, code=wanted.code)


def _save(
    commitment: Commitment,
    wanted: Wanted,
    institutions: dict[str, Institution],
    changes: list[Change],
) -> None:
    try:
        PageRows(commitment, wanted, institutions).take(changes)
    except ProtectedError as error:
        raise PageRefused(
            f"{commitment.key}: something that the page no longer has is already in use, so it"
            " cannot be removed. Keep the plan's."
        ) from error


def _keep_page(
    commitment: Commitment, facts: PageFacts, settled: dict[str, str], at: datetime
) -> None:
    # What the page and the answers came to is kept too: it tells a text that OGP took away from
    # one that was never there.
    commitment.imported_pages.create(
        code=commitment.code,
        imported_at=at,
        digest=facts.digest,
        facts={"page": facts.content(), "settled": settled},
    )


def _payload(facts: PageFacts, changes: list[Change], *, is_new: bool) -> dict[str, Any]:
    changed = [
        {"field": change.field, "before": change.was, "after": change.will_be} for change in changes
    ]
    return {"page_sha256": facts.digest, "is_new": is_new, "changed": changed}


def _flat(content: Any, name: str = "") -> dict[str, str]:
    """A tree of values as one line a value."""
    if isinstance(content, dict):
        pairs = [(str(key), value) for key, value in content.items()]
    elif isinstance(content, list):
        pairs = [(str(number), value) for number, value in enumerate(content, start=1)]
    else:
        return {name: "" if content is None else str(content)}
    flat: dict[str, str] = {}
    for key, value in pairs:
        flat |= _flat(value, f"{name} {key}".strip())
    return flat
