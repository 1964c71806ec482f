"""The formats that an edition is offered in, and how each is made."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from followthrough.lib.documents.docx import to_docx
from followthrough.lib.documents.pdf import to_pdf
from followthrough.publishing.content import merging
from followthrough.publishing.models import Edition, EditionFile
from followthrough.publishing.renderers.document import document
from followthrough.publishing.renderers.xlsx import to_xlsx

Format = EditionFile.Format
JSON = "application/json"
_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Source:
    """What a file is made from: the content, its hash (empty: a draft), and when."""

    content: dict[str, Any]
    sha256: str
    made_at: datetime


def source(edition: Edition, at: datetime) -> Source:
    """The frozen content once it is published, else what it would be now."""
    return Source(merging.as_it_stands(edition, at), edition.sha256, edition.published_at or at)


def _pdf(it: Source, language: str) -> bytes:
    return to_pdf(document(it.content, language, sha256=it.sha256, made_at=it.made_at))


def _word(it: Source, language: str) -> bytes:
    return to_docx(document(it.content, language, sha256=it.sha256, made_at=it.made_at))


def _excel(it: Source, language: str) -> bytes:
    return to_xlsx(it.content, language, sha256=it.sha256)


MAKERS: dict[str, Callable[[Source, str], bytes]] = {
    Format.PDF.value: _pdf,
    Format.WORD.value: _word,
    Format.EXCEL.value: _excel,
}
MEDIA_TYPES = {
    Format.PDF.value: "application/pdf",
    Format.WORD.value: f"{_OFFICE}.wordprocessingml.document",
    Format.EXCEL.value: f"{_OFFICE}.spreadsheetml.sheet",
    "json": JSON,
}


def make(it: Source, language: str, form: str) -> bytes:
    """The bytes of one format in one language. Raises setting.NotSet when it cannot be set."""
    return MAKERS[form](it, language)


def draft_json(it: Source) -> bytes:
    """A draft's content, to be read by people; a published one's is its own frozen bytes."""
    return json.dumps(it.content, ensure_ascii=False, indent=1).encode()
