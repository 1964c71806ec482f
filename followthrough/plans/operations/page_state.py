"""What stands in the plan beside what a page wants there, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify

from followthrough.accounts.models import Institution
from followthrough.lib.hashing import sha256
from followthrough.lib.text import TranslatedText
from followthrough.plans.importers.pages.doubts import Doubt
from followthrough.plans.importers.pages.settle import Wanted, WantedMilestone
from followthrough.plans.models import ANSWERS, Commitment, Involvement, InvolvementRole

KEEP, PAGE = "keep", "page"
TEXTS = ("title", *ANSWERS)

# A field's name and what stands there, in words; names lead on from the whole to the part, as in
# "milestone-2-output-1-title".
type_of_state = dict[str, str]


@dataclass(frozen=True)
class Change:
    """One field in which the page and the plan differ; empty where one of them says nothing."""

    field: str
    was: str
    will_be: str

    @property
    def doubt(self) -> Doubt:
        """The question which of the two is to stand, by the words of both."""
        question = f"{self.label}: the plan and the page differ. Which is to stand?"
        text = f"The plan: {self.was or '(nothing)'}\nThe page: {self.will_be or '(nothing)'}"
        return Doubt(f"change-{self.field}", question, text, (), choices=(KEEP, PAGE))

    @property
    def label(self) -> str:
        return self.field.replace("-", " ").replace("_", " ").capitalize()


def stored_state(commitment: Commitment, language: str) -> type_of_state:
    """The fields of a commitment as they stand, texts in the language of the page."""
    state = {name: _text(getattr(commitment, name), language) for name in TEXTS}
    state["policy-areas"] = _list(commitment.policy_areas.values_list("code", flat=True))
    state |= _involved("", list(commitment.involved.select_related("institution")))
    for milestone in commitment.milestones.prefetch_related("involved__institution"):
        name = f"milestone-{milestone.number}"
        state[f"{name}-title"] = _text(milestone.title, language)
        state[f"{name}-deadline"] = milestone.deadline_words
        state |= _involved(f"{name}-", list(milestone.involved.all()))
        outputs = milestone.outputs.select_related("original_deadline").order_by("number")
        for number, output in enumerate(outputs, start=1):
            state[f"{name}-output-{number}-title"] = _text(output.title, language)
            deadline = output.original_deadline
            state[f"{name}-output-{number}-deadline"] = deadline.words if deadline else ""
    return state


def wanted_state(wanted: Wanted, institutions: dict[str, Institution]) -> type_of_state:
    """The same fields as the page, with the answers, wants them."""
    state = {name: _plain(wanted.texts.get(name, "")) for name in TEXTS}
    state["policy-areas"] = _list(area_code(name) for name in wanted.areas)
    state |= _wanted_involved("", wanted, institutions)
    for number, milestone in enumerate(wanted.milestones, start=1):
        name = f"milestone-{number}"
        state[f"{name}-title"] = _plain(milestone.title)
        state[f"{name}-deadline"] = _plain(milestone.deadline_words)
        state |= _wanted_involved(f"{name}-", milestone, institutions)
        for place, output in enumerate(milestone.outputs, start=1):
            state[f"{name}-output-{place}-title"] = _plain(output.title)
            state[f"{name}-output-{place}-deadline"] = output.due.words if output.due else ""
    return state


def changes_between(stored: type_of_state, wanted: type_of_state) -> list[Change]:
    """The fields that differ. What belongs to a row that comes or goes is part of that row."""
    changes = [
        Change(field, stored.get(field, ""), wanted.get(field, ""))
        for field in {**stored, **wanted}
        if _plain(stored.get(field, "")) != _plain(wanted.get(field, ""))
    ]
    rows = {change.field.removesuffix("-title") for change in changes if _is_whole_row(change)}
    return [
        change
        for change in changes
        if not any(change.field.startswith(f"{row}-") for row in rows) or _is_row(change, rows)
    ]


def area_code(name: str) -> str:
    return slugify(name)[:50] or f"area-{sha256(name.encode())[:8]}"


def sector_of(slug: str, sector: str, institutions: dict[str, Institution]) -> str:
    """The sector the page sorts an institution into, else its own."""
    return sector or institutions[slug].sector


def _is_whole_row(change: Change) -> bool:
    is_title = change.field.startswith("milestone-") and change.field.endswith("-title")
    return is_title and not (change.was and change.will_be)


def _is_row(change: Change, rows: set[str]) -> bool:
    """Whether the change is that of a row itself, and not of a part of a longer row."""
    own = change.field.removesuffix("-title")
    return own in rows and not any(own.startswith(f"{row}-") for row in rows)


def _involved(prefix: str, involved: list[Involvement]) -> type_of_state:
    lead = [part for part in involved if part.role == InvolvementRole.LEAD]
    others = [part for part in involved if part.role == InvolvementRole.SUPPORTING]
    return {
        f"{prefix}leads": _list(part.institution.slug for part in lead),
        f"{prefix}supporting": _list(f"{part.institution.slug} ({part.sector})" for part in others),
    }


def _wanted_involved(
    prefix: str, wanted: Wanted | WantedMilestone, institutions: dict[str, Institution]
) -> type_of_state:
    return {
        f"{prefix}leads": _list(slug for slug, _ in wanted.leads),
        f"{prefix}supporting": _list(
            f"{slug} ({sector_of(slug, sector, institutions)})"
            for slug, sector in wanted.supporting
        ),
    }


def _text(text: TranslatedText, language: str) -> str:
    return _plain(text.texts.get(language, ""))


def _list(items: Iterable[str]) -> str:
    return ", ".join(sorted(items))


def _plain(words: str) -> str:
    return " ".join(words.split())
