"""What a part of the plan says now, in words: shown beside one's own text after a conflict."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution, Sector
from followthrough.accounts.models.institution import InstitutionKind
from followthrough.lib.readings import plain
from followthrough.lib.text import TranslatedText
from followthrough.plans.models import FundingState, InvolvementRole
from followthrough.plans.operations.edit_plan import Overtaken
from followthrough.plans.queries import Document
from followthrough.plans.words import FIELD_LABELS

ROLES: dict[str, Promise] = {
    InvolvementRole.LEAD: _("Lead institution"),
    InvolvementRole.SUPPORTING: _("Supporting institutions"),
}


def show_both(request: HttpRequest, refusal: Overtaken) -> None:
    """Say what a colleague has saved; the form keeps what this person wrote."""
    messages.error(request, str(refusal))
    for label, words in said(refusal.current):
        messages.info(request, f"{label}: {words}")


def said(part: Document) -> Iterator[tuple[str, str]]:
    """Label and words of each field that a form of the plan can change."""
    for name, value in part.items():
        if name in FIELDS:
            label, words = FIELDS[name]
            yield str(label), words(value) or "—"
    yield from _involved(part.get("involved", []))


def _texts(value: Any) -> str:
    return " / ".join(TranslatedText.from_json(value).texts.values())


def _day(value: str | None) -> str:
    return date_format(date.fromisoformat(value), "DATE_FORMAT") if value else ""


def _names(slugs: list[str]) -> str:
    return ", ".join(plain(one.name) for one in Institution.objects.filter(slug__in=slugs))


def _label(choices: type[TextChoices]) -> Callable[[str], str]:
    return lambda code: str(dict(choices.choices).get(code, code))


FIELDS: dict[str, tuple[Promise | str, Callable[[Any], str]]] = {
    **{name: (label, _texts) for name, label in FIELD_LABELS.items()},
    "kind": (_("Kind"), _label(InstitutionKind)),
    "sector": (_("Sector"), _label(Sector)),
    "starts_on": (_("First day of the plan"), _day),
    "ends_on": (_("Last day of the plan"), _day),
    "coordinator": (_("Coordinator"), lambda slug: _names([slug])),
    "deadline": (_("Deadline"), lambda deadline: deadline["words"] if deadline else ""),
    "funding": (_("Funding"), lambda funding: _label(FundingState)(funding["state"])),
}


def _involved(involved: list[Document]) -> Iterator[tuple[str, str]]:
    for role, label in ROLES.items():
        slugs = [one["institution"] for one in involved if one["role"] == role]
        if slugs:
            yield str(label), _names(slugs)
