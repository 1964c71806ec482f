"""The road of an edition: to the cabinet, cleared, published. Each step is public."""

import hashlib
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.lib.hashing import canonical_json
from followthrough.publishing.content import build, merging
from followthrough.publishing.models import Edition, EditionState
from followthrough.publishing.operations.files import order_files
from followthrough.publishing.operations.locking import lock_edition, step
from followthrough.publishing.queries import missing_for_publication
from followthrough.publishing.refusals import NotFit, NotReady


@transaction.atomic
def to_cabinet(edition: Edition, *, since: date, by: Actor, at: datetime) -> Edition:
    """Give it to the cabinet: from here on its numbers stand, whatever is published meanwhile.

    Its translations stay open. Raises WrongState and NotFit.
    """
    edition = _locked(edition, by, Permission.COMPILE_EDITION)
    if edition.state == EditionState.WITH_CABINET and edition.cabinet_since == since:
        return edition
    step(edition, EditionState.WITH_CABINET)
    today = edition.round.plan.today(at)
    if not edition.round.covers_until < since <= today:
        raise NotFit(gettext("Choose a day between the end of the period and today."))
    edition.cabinet_since = since
    edition.as_of = edition.as_of or today
    edition.method = edition.round.plan.method
    edition.facts = canonical_json(build.facts(edition, at)).decode()
    edition.save()
    _record(edition, "edition.to_cabinet", {"since": since.isoformat()}, by, at)
    return edition


@transaction.atomic
def take_back(edition: Edition, *, by: Actor, at: datetime) -> Edition:
    """Make it a draft again; what was cleared is void. A draft stays as it is."""
    edition = _locked(edition, by, Permission.COMPILE_EDITION)
    if edition.state == EditionState.DRAFT:
        return edition
    step(edition, EditionState.DRAFT)
    edition.cabinet_since, edition.facts, edition.method = None, "", None
    edition.cleared_by, edition.cleared_on, edition.cleared_reference = "", None, ""
    # A correction keeps the day of version 1.0.
    edition.as_of = edition.as_of if edition.number > 1 else None
    edition.save()
    _record(edition, "edition.taken_back", {}, by, at)
    return edition


@transaction.atomic
def clear(
    edition: Edition, *, post: str, on: date, reference: str, by: Actor, at: datetime
) -> Edition:
    """Note which post cleared it, when, and under which reference. Raises WrongState, NotFit."""
    edition = _locked(edition, by, Permission.COMPILE_EDITION)
    post, reference = post.strip(), reference.strip()
    known = (edition.cleared_by, edition.cleared_on, edition.cleared_reference)
    if edition.state == EditionState.CLEARED and known == (post, on, reference):
        return edition
    step(edition, EditionState.CLEARED)
    if not post:
        raise NotFit(gettext("Say which post cleared the report."))
    if not (edition.cabinet_since or on) <= on <= edition.round.plan.today(at):
        raise NotFit(gettext("It was cleared after it went to the cabinet, and not after today."))
    edition.cleared_by, edition.cleared_on, edition.cleared_reference = post, on, reference
    edition.save()
    payload = {"post": post, "on": on.isoformat(), "reference": reference}
    _record(edition, "edition.cleared", payload, by, at)
    return edition


@transaction.atomic
def publish(edition: Edition, *, by: Actor, at: datetime) -> Edition:
    """Freeze and publish it, and have its files made. A published one stays as it is.

    Raises NotReady with what is missing, and WrongState before it is cleared.
    """
    edition = _locked(edition, by, Permission.PUBLISH_EDITION)
    if edition.state == EditionState.PUBLISHED:
        return edition
    missing = missing_for_publication(edition)
    if missing:
        raise NotReady(missing)
    step(edition, EditionState.PUBLISHED)
    edition.published_at, edition.published_by = at, by.name
    frozen = canonical_json(merging.content(edition, merging.stored_facts(edition)))
    edition.content, edition.sha256 = frozen.decode(), sha256_of(frozen)
    edition.save()
    payload = {
        "round": edition.round.slug,
        "version": edition.version,
        "sha256": edition.sha256,
        "erratum": edition.erratum.to_json(),
    }
    _record(edition, "edition.published", payload, by, at)
    order_files(edition)
    return edition


def sha256_of(content: bytes) -> str:
    """The plain SHA-256 of a file, as anybody computes it with a tool of their own."""
    return hashlib.sha256(content).hexdigest()


def _locked(edition: Edition, by: Actor, permission: Permission) -> Edition:
    require(by, permission, edition.round.plan.coordinator_id)
    return lock_edition(edition.pk)


def _record(edition: Edition, verb: str, payload: dict[str, Any], by: Actor, at: datetime) -> None:
    record(verb, f"edition:{edition.key}", by=by.name, at=at, payload=payload, public=True)
