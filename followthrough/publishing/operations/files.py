"""Making the files of a published edition: by the worker, one at a time, whole or not at all."""

import hashlib
import logging
from datetime import datetime
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from followthrough.accounts.permissions import CLOCK, Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.publishing.content.phrases import languages_of
from followthrough.publishing.models import Edition, EditionFile
from followthrough.publishing.renderers.formats import Source, make, source

logger = logging.getLogger(__name__)


def order_files(edition: Edition) -> None:
    """Note every format and language to be made, and have the worker make them.

    Inside the transaction of the publication: the task appears when the edition does.
    """
    from followthrough.publishing.tasks import make_files

    for language in languages_of(edition.round.plan):
        for form in EditionFile.Format:
            EditionFile.objects.get_or_create(edition=edition, language=language, format=form)
    make_files.enqueue(edition.pk)


@transaction.atomic
def order_again(edition: Edition, *, by: Actor, at: datetime) -> None:
    """Have the worker try once more what it could not make."""
    from followthrough.publishing.tasks import make_files

    require(by, Permission.PUBLISH_EDITION, edition.round.plan.coordinator_id)
    edition.files.filter(file="").update(problem="")
    make_files.enqueue(edition.pk)


def make_waiting(pk: int, *, at: datetime) -> int:
    """Make what is still to be made of a published edition; returns how many files.

    One that cannot be made holds up no other: its problem is kept for the coordinator to see.
    """
    require(CLOCK, Permission.MAKE_FILES)
    edition = Edition.objects.published().select_related("round__plan").get(pk=pk)
    told = source(edition, at)
    made = sum(_make(one, told, at) for one in edition.files.filter(file=""))
    if made and not edition.files.filter(file="").exists():
        _tell(edition, at)
    return made


def _make(one: EditionFile, told: Source, at: datetime) -> bool:
    try:
        content = make(told, one.language, one.format)
    except Exception as problem:
        logger.exception("%s of edition %s was not made.", one.format, one.edition_id)
        EditionFile.objects.filter(pk=one.pk, file="").update(problem=str(problem)[:500])
        return False
    # Whole on disk before any row names it (lib.durable_storage).
    stored = default_storage.save(f"editions/{uuid4().hex}.{one.format}", ContentFile(content))
    is_first = EditionFile.objects.filter(pk=one.pk, file="").update(
        file=stored,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=at,
        problem="",
    )
    if not is_first:
        # Another worker was quicker; its file stays.
        default_storage.delete(stored)
    return bool(is_first)


@transaction.atomic
def _tell(edition: Edition, at: datetime) -> None:
    """A public line with the hash of every file: the pages that name them are built anew."""
    files = {f"{one.language}.{one.format}": one.sha256 for one in edition.files.all()}
    subject = f"edition:{edition.round.slug}/{edition.version}"
    record("edition.files_made", subject, by=CLOCK.name, at=at, payload=files, public=True)
