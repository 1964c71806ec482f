"""The whole content of an edition: its facts, the ministry's own words, and its road."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from followthrough.lib.text import State, TranslatedText
from followthrough.publishing.content import build
from followthrough.publishing.content.phrases import Value, quoted
from followthrough.publishing.models import Edition, EditionText


def as_it_stands(edition: Edition, at: datetime) -> Value:
    """What the edition would say if it were published now; what it says, once it is."""
    if edition.content:
        found: Value = json.loads(edition.content)
        return found
    return content(edition, stored_facts(edition) if edition.facts else build.facts(edition, at))


def stored_facts(edition: Edition) -> Value:
    """What the cabinet was given."""
    found: Value = json.loads(edition.facts)
    return found


def content(edition: Edition, facts: Value) -> Value:
    """Put together; the same for a preview and for publication."""
    own = own_words(edition.texts.all())
    sections = [
        {**one, "text": own[one["name"]].to_json()} if own.get(one["name"]) else one
        for one in facts["sections"]
    ]
    return {
        **facts,
        "sections": sections,
        "version": edition.version,
        "published_on": _published_on(edition),
        "clearance": _clearance(edition),
        "errata": [_erratum(one) for one in _versions(edition)],
        "permalink": {code: permalink(edition, code) for code in facts["languages"]},
    }


def own_words(texts: Iterable[EditionText]) -> dict[str, TranslatedText]:
    """By section: the ministry's own words; nothing where the generated sentences stand."""
    by_section: dict[str, list[EditionText]] = defaultdict(list)
    for one in texts:
        by_section[one.section].append(one)
    found = {}
    for section, rows in by_section.items():
        original = next((one for one in rows if one.is_original and one.text), None)
        if original is not None:
            found[section] = _own(original, rows)
    return found


def _own(original: EditionText, rows: list[EditionText]) -> TranslatedText:
    text = TranslatedText(original.language, {original.language: original.text})
    for one in rows:
        if one.is_original or not one.text:
            continue
        is_stale = one.of_version != original.version
        text = text.with_translation(
            one.language, one.text, State.STALE if is_stale else State.TRANSLATED
        )
    return text


def permalink(edition: Edition, language: str) -> str:
    """Where this version is read in that language, for ever."""
    with override(language):
        path = reverse("portal:edition", args=[edition.round.slug, edition.version])
    return f"{settings.PUBLIC_URL}{path}"


def _published_on(edition: Edition) -> str | None:
    at = edition.published_at
    return edition.round.plan.today(at).isoformat() if at else None


def _clearance(edition: Edition) -> dict[str, Any]:
    return {
        "post": edition.cleared_by,
        "on": edition.cleared_on.isoformat() if edition.cleared_on else None,
        "reference": edition.cleared_reference,
    }


def _versions(edition: Edition) -> list[Edition]:
    """The corrections so far, this one included."""
    earlier = edition.round.editions.filter(kind=edition.kind, number__lt=edition.number)
    return [one for one in (*earlier.order_by("number"), edition) if one.number > 1]


def _erratum(one: Edition) -> dict[str, Any]:
    return {
        "version": one.version,
        "published_on": _published_on(one),
        "corrected": quoted(one.erratum),
    }
