"""Writing what a page wants into the rows of a commitment, field by field."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from followthrough.accounts.models import Institution
from followthrough.lib.deadlines import Due
from followthrough.lib.text import State, TranslatedText, text_in
from followthrough.plans.importers.pages.settle import Wanted, WantedMilestone, WantedOutput
from followthrough.plans.models import (
    Commitment,
    Deadline,
    Involvement,
    InvolvementRole,
    Milestone,
    Output,
    PolicyArea,
)
from followthrough.plans.operations.deadlines import deadline_rows
from followthrough.plans.operations.page_state import TEXTS, Change, area_code, sector_of


class PageRows:
    """One commitment and what its page wants of it; `take` writes one field."""

    def __init__(
        self, commitment: Commitment, wanted: Wanted, institutions: dict[str, Institution]
    ) -> None:
        self.commitment = commitment
        self.wanted = wanted
        self.institutions = institutions

    def take(self, changes: Iterable[Change]) -> None:
        """Write the fields named by the changes, rows before their parts."""
        for change in sorted(changes, key=_rank):
            if change.field.startswith("milestone-"):
                self._take_step(change)
            else:
                self._take_own(change.field)
        self.commitment.save()

    def _take_own(self, field: str) -> None:
        if field in TEXTS:
            text = self.wanted.texts.get(field, "")
            setattr(self.commitment, field, self._text(getattr(self.commitment, field), text))
        elif field == "policy-areas":
            self.commitment.policy_areas.set(self._areas())
        else:
            self._involve(field, self.wanted, {"commitment": self.commitment})

    def _take_step(self, change: Change) -> None:
        _, number, *rest = change.field.split("-")
        rows = self.commitment.milestones.filter(number=number)
        if rest == ["title"] and not change.will_be:
            rows.delete()
        elif rest == ["title"] and not change.was:
            self._add_milestone(int(number))
        elif rest[0] == "output":
            self._take_output(rows.get(), int(rest[1]), rest[2], change)
        else:
            self._take_of_milestone(rows.get(), rest[0])

    def _add_milestone(self, number: int) -> None:
        wanted = self.wanted.milestones[number - 1]
        milestone = Milestone.objects.create(
            commitment=self.commitment,
            number=number,
            title=self._text(TranslatedText(), wanted.title),
            deadline_words=wanted.deadline_words,
            unconfirmed=list(wanted.unconfirmed),
        )
        for role in ("leads", "supporting"):
            self._involve(role, wanted, {"milestone": milestone})
        for output in wanted.outputs:
            self._add_output(milestone, output)

    def _take_of_milestone(self, milestone: Milestone, field: str) -> None:
        wanted = self.wanted.milestones[milestone.number - 1]
        if field == "title":
            milestone.title = self._text(milestone.title, wanted.title)
            others = [name for name in milestone.unconfirmed if name != "title"]
            milestone.unconfirmed = [*others, *wanted.unconfirmed]
        elif field == "deadline":
            milestone.deadline_words = wanted.deadline_words
        else:
            self._involve(field, wanted, {"milestone": milestone})
        milestone.save()

    def _take_output(self, milestone: Milestone, place: int, field: str, change: Change) -> None:
        if field == "title" and not change.was:
            self._add_output(
                milestone, self.wanted.milestones[milestone.number - 1].outputs[place - 1]
            )
            return
        output = milestone.outputs.order_by("number")[place - 1]
        if field == "title" and not change.will_be:
            output.delete()
            return
        wanted = self.wanted.milestones[milestone.number - 1].outputs[place - 1]
        if field == "title":
            output.title = self._text(output.title, wanted.title)
        else:
            output.original_deadline = output.current_deadline = _deadline(wanted.due)
            output.unconfirmed = [name for name in output.unconfirmed if name != "deadline"]
        output.save()

    def _add_output(self, milestone: Milestone, wanted: WantedOutput) -> None:
        last = self.commitment.outputs.order_by("-number").first()
        deadline = _deadline(wanted.due)
        Output.objects.create(
            commitment=self.commitment,
            milestone=milestone,
            number=last.number + 1 if last else 1,
            title=self._text(TranslatedText(), wanted.title),
            original_deadline=deadline,
            current_deadline=deadline,
            unconfirmed=list(wanted.unconfirmed),
        )

    def _text(self, before: TranslatedText, text: str) -> TranslatedText:
        """The text with the page's words in the page's language; never a translation of itself."""
        language = self.wanted.language
        if not before:
            return text_in(language, text)
        if before.original != language:
            return before.with_translation(language, text, State.TRANSLATED)
        return before.with_original(text) if text else TranslatedText()

    def _areas(self) -> list[PolicyArea]:
        areas = []
        for name in self.wanted.areas:
            same = PolicyArea.objects.filter(code=area_code(name))
            known = same.filter(list_version=self.wanted.cycle).first()
            areas.append(known or same.order_by("-list_version").first() or self._new_area(name))
        return areas

    def _new_area(self, name: str) -> PolicyArea:
        return PolicyArea.objects.create(
            list_version=self.wanted.cycle,
            code=area_code(name),
            name=text_in(self.wanted.language, name),
        )

    def _involve(self, field: str, wanted: Wanted | WantedMilestone, owner: dict[str, Any]) -> None:
        is_lead = field.endswith("leads")
        role = InvolvementRole.LEAD if is_lead else InvolvementRole.SUPPORTING
        Involvement.objects.filter(role=role, **owner).delete()
        Involvement.objects.bulk_create(
            Involvement(
                institution=self.institutions[slug],
                role=role,
                sector=sector_of(slug, sector, self.institutions),
                number=number,
                **owner,
            )
            for number, (slug, sector) in enumerate(
                wanted.leads if is_lead else wanted.supporting, start=1 if is_lead else 101
            )
        )


def _deadline(due: Due | None) -> Deadline | None:
    if due is None:
        return None
    due = replace(due, words=due.words[:200])
    return deadline_rows([due])[due]


def _rank(change: Change) -> tuple[bool, list[int]]:
    """New rows in the order of the page; rows that go, last, from the end."""
    numbers = [int(part) for part in change.field.split("-") if part.isdigit()]
    goes = change.field.endswith("-title") and not change.will_be and bool(numbers)
    return goes, [-number for number in numbers] if goes else numbers
