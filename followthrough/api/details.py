"""One plan, one commitment: their row with what a list leaves out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from followthrough.plans.models import ANSWERS, Commitment, Plan
from followthrough.portal.plan_tables import COMMITMENTS, key_of
from followthrough.portal.queries import commitments as commitment_queries
from followthrough.portal.queries.commitments import Part
from followthrough.portal.queries.shared import Shared
from followthrough.portal.table_files import languages_of
from followthrough.portal.tables import as_json, text_as_json


def plans(shared: Shared, found: Sequence[Plan], today: date) -> list[dict[str, Any]]:
    return [plan(shared, one) for one in found]


def plan(shared: Shared, found: Plan) -> dict[str, Any]:
    languages = languages_of(shared)
    return {
        "slug": found.slug,
        "title": text_as_json(found.title, languages),
        "jurisdiction": found.jurisdiction,
        "starts_on": found.starts_on.isoformat(),
        "ends_on": found.ends_on.isoformat(),
        "languages": found.languages,
        "coordinator": found.coordinator.slug if found.coordinator else None,
        "method": found.method.version,
        "adopted_on": found.adopted_on.isoformat() if found.adopted_on else None,
        "adoption_act": found.adoption_act or None,
        "outputs": shared.counts.total(),
        "rounds": [_round(one) for one in shared.published.rounds] if shared.has_reporting else [],
        "to_be_confirmed": found.unconfirmed,
    }


def _round(one: Any) -> dict[str, Any]:
    days = ("covers_from", "covers_until", "opens_on", "due_on", "closes_on")
    return {"slug": one.slug, **{name: getattr(one, name).isoformat() for name in days}}


def commitment(shared: Shared, key: str, today: date) -> dict[str, Any] | None:
    """Six queries at most, whatever the plan."""
    found = commitment_queries.by_key(shared.plan, key)
    if found is None:
        return None
    languages = languages_of(shared)
    (row,) = COMMITMENTS.told(shared, [found], today)
    steps = list(found.milestones.all())
    involved = commitment_queries.involved_in(shared, found, steps)
    return {
        "key": key_of(shared, found),
        **as_json(COMMITMENTS, languages, row),
        "answers": {
            name: text_as_json(getattr(found, name), languages)
            for name in ANSWERS
            if getattr(found, name)
        },
        "involved": [_part(one) for one in involved[None]],
        "milestones": [
            {
                "number": one.number,
                "title": text_as_json(one.title, languages),
                "deadline_words": one.deadline_words or None,
                "involved": [_part(part) for part in involved[one.pk]],
            }
            for one in steps
        ],
        "word": _word(shared, found),
    }


def _part(part: Part) -> dict[str, str]:
    return {
        "institution": part.institution.slug,
        "role": part.role.value,
        "sector": part.sector.value,
    }


def _word(shared: Shared, found: Commitment) -> dict[str, Any] | None:
    """The lead's word on the whole, and whether a signed rating differs from it."""
    said = shared.published.commitments.get(found.pk) if shared.has_reporting else None
    if said is None:
        return None
    return {
        "completion": said.completion,
        "source": said.source,
        "published_at": said.published_at.isoformat(),
        "ratings_differ": shared.published.ratings_differ(found.pk),
    }
