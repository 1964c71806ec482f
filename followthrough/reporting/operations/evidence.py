"""What shows that an entry is true: adding, changing and removing files and links.

Each piece belongs to one entry, so that what is found about it in a later round says nothing
about what was published before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.lib.languages import INTERFACE
from followthrough.lib.uploads import Accepted, Refused, inspect
from followthrough.lib.web_address import BadAddress, web_address
from followthrough.reporting.models import Entry, Evidence, EvidenceKind, Report, Verdict
from followthrough.reporting.operations.entries import require_unverified, touch
from followthrough.reporting.operations.locking import (
    lock_entry,
    lock_report,
    require_filing,
    require_open,
)
from followthrough.reporting.refusals import Refusal

MOST_TITLE = 200
# More would be an archive, which nobody can check.
MOST_PIECES = 20
MAIL_ENDINGS = frozenset({"pdf", "txt"})
# What a piece is known by, beside its row.
COPIED = (
    "institution_id",
    "kind",
    "title",
    "language",
    "dated_on",
    "is_public",
    "link",
    "file",
    "file_name",
    "media_type",
    "size",
    "sha256",
)


class BadEvidence(Refusal):
    """The file or the link cannot be taken as it is."""


@dataclass(frozen=True)
class Details:
    """What is said about a piece of evidence; `language` is empty for a photo or data."""

    kind: str
    title: str
    language: str = ""
    dated_on: date | None = None
    is_public: bool = True


@transaction.atomic
def add_link(entry: Entry, details: Details, link: str, *, by: Actor, at: datetime) -> Evidence:
    """Name a page on the web as evidence. The same address twice on an entry is one piece.

    Raises BadEvidence, NotOpen, WrongState and NotAllowed.
    """
    report, entry = _writable(entry, by, at)
    address = _address(link)
    if (known := entry.evidence.filter(link=address).first()) is not None:
        return known
    return _attach(report, entry, _described(report, details, by, at, link=address), by, at)


def add_file(
    entry: Entry, details: Details, file: IO[bytes], name: str, *, by: Actor, at: datetime
) -> Evidence:
    """Keep a file as evidence. The same content twice on an entry is one piece.

    The file is examined and on disk before the transaction begins: no lock is held meanwhile,
    and no row ever names a file that is not whole. Raises BadEvidence, NotOpen, WrongState and
    NotAllowed.
    """
    with transaction.atomic():
        _writable(entry, by, at)
    accepted = _accepted(file, name)
    return _stored(accepted, lambda stored: _attach_file(entry, details, accepted, stored, by, at))


def add_mail(report: Report, file: IO[bytes], name: str, *, by: Actor, at: datetime) -> Evidence:
    """Keep the mail that a report came in, as PDF or text: the source of what is typed from it.

    It is never public. Raises BadEvidence, NotOpen, WrongState and NotAllowed.
    """
    require(by, Permission.FILE_ON_BEHALF, report.institution_id)
    accepted = _accepted(file, name)
    if accepted.extension not in MAIL_ENDINGS:
        raise BadEvidence(gettext("Save the mail as PDF or as plain text and attach that."))
    return _stored(accepted, lambda stored: _keep_mail(report, accepted, stored, by, at))


@transaction.atomic
def use_again(entry: Entry, evidence: Evidence, *, by: Actor, at: datetime) -> Evidence:
    """Name for this entry what another entry of the institution named already.

    It becomes a piece of its own, unchecked; the file is the same.
    """
    report, entry = _writable(entry, by, at)
    source = Evidence.objects.filter(pk=evidence.pk, institution=report.institution_id).first()
    if source is None or source.kind == EvidenceKind.MAIL:
        raise BadEvidence(gettext("This evidence is no longer there. Add it anew."))
    same = {"link": source.link} if source.link else {"sha256": source.sha256}
    if (known := entry.evidence.filter(**same).first()) is not None:
        return known
    copy = Evidence(**{name: getattr(source, name) for name in COPIED})
    return _attach(report, entry, _signed(copy, by, at), by, at)


@transaction.atomic
def change(
    entry: Entry, evidence: Evidence, details: Details, *, by: Actor, at: datetime
) -> Evidence:
    """Say something else about a piece of evidence; what was found about it lapses."""
    report, entry = _writable(entry, by, at)
    _require_sound(details)
    piece = entry.evidence.select_for_update().get(pk=evidence.pk)
    before = {name: getattr(piece, name) for name in _names(details)}
    if before == _names(details):
        return piece
    for name, value in _names(details).items():
        setattr(piece, name, value)
    piece.verdict, piece.verdict_at, piece.verdict_by = Verdict.NONE, None, ""
    piece.save()
    touch(report, entry, by, at)
    return piece


@transaction.atomic
def remove(entry: Entry, evidence: Evidence, *, by: Actor, at: datetime) -> None:
    """Take a piece of evidence off the entry. Removing it twice is removing it once."""
    report, entry = _writable(entry, by, at)
    piece = entry.evidence.filter(pk=evidence.pk).first()
    if piece is None:
        return
    stored = piece.file.name
    piece.delete()
    touch(report, entry, by, at)
    if stored:
        transaction.on_commit(lambda: _forget(stored))


def _writable(entry: Entry, by: Actor, at: datetime) -> tuple[Report, Entry]:
    report, entry = lock_entry(entry.pk)
    require_filing(report, by)
    require_open(report, at)
    require_unverified(entry)
    return report, entry


def _address(link: str) -> str:
    try:
        return web_address(link)
    except BadAddress as problem:
        raise BadEvidence(
            gettext(
                "This is not the address of a web page. Copy it from the browser; it begins with "
                "https:// or http:// and holds no password."
            )
        ) from problem


def _accepted(file: IO[bytes], name: str) -> Accepted:
    try:
        return inspect(file, name)
    except Refused as refusal:
        raise BadEvidence(str(refusal)) from refusal


def _stored(accepted: Accepted, write: Callable[[str], Evidence]) -> Evidence:
    """Put the file on disk, then its row; without the row the file goes again."""
    name = f"evidence/{uuid4().hex}.{accepted.extension}"
    stored = default_storage.save(name, ContentFile(accepted.content))
    try:
        piece = write(stored)
    except BaseException:
        default_storage.delete(stored)
        raise
    if piece.file.name != stored:
        default_storage.delete(stored)
    return piece


@transaction.atomic
def _attach_file(
    entry: Entry, details: Details, accepted: Accepted, stored: str, by: Actor, at: datetime
) -> Evidence:
    report, entry = _writable(entry, by, at)
    if (known := entry.evidence.filter(sha256=accepted.sha256).first()) is not None:
        return known
    piece = _described(report, details, by, at)
    return _attach(report, entry, _holding(piece, accepted, stored), by, at)


@transaction.atomic
def _keep_mail(
    report: Report, accepted: Accepted, stored: str, by: Actor, at: datetime
) -> Evidence:
    report = lock_report(report.pk)
    require_open(report, at)
    details = Details(EvidenceKind.MAIL, accepted.name[:MOST_TITLE], is_public=False)
    piece = Evidence(institution_id=report.institution_id, **_names(details))
    _holding(_signed(piece, by, at), accepted, stored).save()
    record(
        "report.mail_kept",
        f"report:{report.key}",
        by=by.name,
        at=at,
        payload={"evidence": piece.pk, "sha256": piece.sha256},
        public=False,
    )
    return piece


def _described(
    report: Report, details: Details, by: Actor, at: datetime, link: str = ""
) -> Evidence:
    _require_sound(details)
    piece = Evidence(institution_id=report.institution_id, link=link, **_names(details))
    return _signed(piece, by, at)


def _require_sound(details: Details) -> None:
    if not details.title.strip() or len(details.title.strip()) > MOST_TITLE:
        raise BadEvidence(gettext("Say in a few words what this evidence is."))
    if details.kind not in EvidenceKind.values or details.kind == EvidenceKind.MAIL:
        raise BadEvidence(gettext("Choose what kind of evidence this is."))
    if details.language not in {"", *[one.code for one in INTERFACE]}:
        raise BadEvidence(gettext("Choose one of the languages listed."))


def _names(details: Details) -> dict[str, object]:
    return {
        "kind": str(details.kind),
        "title": details.title.strip(),
        "language": details.language,
        "dated_on": details.dated_on,
        "is_public": details.is_public,
    }


def _signed(piece: Evidence, by: Actor, at: datetime) -> Evidence:
    piece.added_at, piece.added_by, piece.added_by_user_id = at, by.name, by.user_id
    return piece


def _holding(piece: Evidence, accepted: Accepted, stored: str) -> Evidence:
    piece.file, piece.file_name = stored, accepted.name[:MOST_TITLE]
    piece.media_type, piece.size, piece.sha256 = accepted.media_type, accepted.size, accepted.sha256
    return piece


def _attach(report: Report, entry: Entry, piece: Evidence, by: Actor, at: datetime) -> Evidence:
    if entry.evidence.count() >= MOST_PIECES:
        raise BadEvidence(
            gettext("An output takes 20 pieces of evidence. Remove one before you add another.")
        )
    piece.save()
    entry.evidence.add(piece)
    touch(report, entry, by, at)
    return piece


def _forget(stored: str) -> None:
    """Delete a file that no row names any more; a copy in a later round keeps it."""
    if not Evidence.objects.filter(file=stored).exists():
        default_storage.delete(stored)
