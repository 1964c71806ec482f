"""What a plan still lacks before its adoption, read from its document. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from followthrough.lib.text import TranslatedText
from followthrough.plans.models import InvolvementRole
from followthrough.plans.queries import Document


@dataclass
class Todo:
    """One kind of gap, and the places where it is: (name, address)."""

    label: Promise
    places: list[tuple[str, str]] = field(default_factory=list)


def key_of(document: Document, commitment: Document) -> str:
    return commitment["code"] or f"{document['plan']['slug']}-{commitment['number']}"


def todo(document: Document) -> list[Todo]:
    """Every kind of gap, those without any place included: they are done."""
    official = [one["code"] for one in document["plan"]["languages"] if one["official"]]
    lead, empty = (
        Todo(_("Commitments without a lead institution")),
        Todo(_("Commitments without expected outputs")),
    )
    undated = Todo(_("Expected outputs without a deadline"))
    untranslated, doubtful = Todo(_("Missing translations")), Todo(_("Points to confirm"))
    if document["plan"]["unconfirmed"]:
        doubtful.places.append((document["plan"]["slug"], reverse("desk:plan") + "#plan"))
    for commitment in document["commitments"]:
        key = key_of(document, commitment)
        here = (key, reverse("desk:plan_commitment", args=[key]))
        if not any(one["role"] == InvolvementRole.LEAD for one in commitment["involved"]):
            lead.places.append(here)
        outputs = [one for step in commitment["milestones"] for one in step["outputs"]]
        if not outputs:
            empty.places.append(here)
        undated.places += [_place(key, one) for one in outputs if one["deadline"] is None]
        if any(_missing(commitment, official)):
            untranslated.places.append(here)
        steps = [commitment, *commitment["milestones"]]
        if any(one["unconfirmed"] for one in steps):
            doubtful.places.append(here)
        doubtful.places += [_place(key, one) for one in outputs if one["unconfirmed"]]
    return [lead, empty, undated, untranslated, doubtful]


def _place(key: str, output: Document) -> tuple[str, str]:
    return f"{key}.{output['number']}", reverse("desk:plan_output", args=[key, output["number"]])


def _missing(value: Any, official: list[str]) -> Iterator[bool]:
    """A text, somewhere below, that lacks an official language."""
    if isinstance(value, list):
        for item in value:
            yield from _missing(item, official)
    elif isinstance(value, dict) and "original" in value:
        text = TranslatedText.from_json(value)
        yield from (True for code in official if not text.texts.get(code))
    elif isinstance(value, dict):
        for item in value.values():
            yield from _missing(item, official)
