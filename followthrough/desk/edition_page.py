"""What the page of a consolidated report shows: who is missing, its sections, its road."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from followthrough.lib.languages import BY_CODE, own_name
from followthrough.publishing.content.build import picture
from followthrough.publishing.content.numbers import filled
from followthrough.publishing.content.phrases import languages_of
from followthrough.publishing.content.sections import EDITABLE, figures_of
from followthrough.publishing.content.sentences import written
from followthrough.publishing.models import Edition, EditionFile, EditionText
from followthrough.publishing.queries import missing_for_publication, readiness


@dataclass(frozen=True)
class Wording:
    """One section in one language: how far its words are, and where they are written."""

    language: str
    name: str
    state: str
    url: str


@dataclass(frozen=True)
class Section:
    name: str
    heading: Promise
    shown: str
    wordings: list[Wording]


@dataclass(frozen=True)
class Preview:
    """The report in one language, before it is published."""

    name: str
    tag: str
    page: str
    files: list[tuple[str, str]]


def context(edition: Edition, at: datetime) -> dict[str, Any]:
    """Everything but the forms."""
    files = list(edition.files.all())
    return {
        "edition": edition,
        "readiness": readiness(edition.round),
        "sections": list(_sections(edition, at)),
        "previews": list(_previews(edition)),
        "missing": missing_for_publication(edition),
        "files": files,
        "files_made": sum(bool(one.file) for one in files),
        "problems": [one for one in files if one.problem],
    }


def _sections(edition: Edition, at: datetime) -> Iterator[Section]:
    texts = {(one.section, one.language): one for one in edition.texts.all()}
    numbers, seen = figures_of(edition, at), picture(edition, at)
    for name, heading in EDITABLE.items():
        rows = [texts[key] for key in texts if key[0] == name]
        original = next((one for one in rows if one.is_original and one.text), None)
        generated = written(name, seen, numbers)
        shown = original.text if original else generated
        yield Section(
            name,
            heading,
            filled(shown, numbers),
            [
                Wording(code, own_name(code), _state(texts.get((name, code)), original), url)
                for code in languages_of(edition.round.plan)
                for url in [reverse("desk:edition_text", args=[edition.round.slug, name, code])]
            ],
        )


def _state(text: EditionText | None, original: EditionText | None) -> str:
    if original is None:
        return gettext("generated")
    if text is None or not text.text:
        return gettext("to translate")
    if text.is_original:
        return gettext("original")
    if text.of_version != original.version:
        return gettext("the original has changed since")
    return gettext("translated")


def _previews(edition: Edition) -> Iterator[Preview]:
    slug = edition.round.slug
    forms = [*[(one.value, str(one.label)) for one in EditionFile.Format], ("json", "JSON")]
    for code in languages_of(edition.round.plan):
        with override(code):
            page = reverse("desk:edition_preview", args=[slug])
            files = [
                (label, reverse("desk:edition_preview_file", args=[slug, form]))
                for form, label in forms
            ]
        yield Preview(own_name(code), BY_CODE[code].tag, page, files)
