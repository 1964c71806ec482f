"""Compiling a report and writing its sentences. A draft leaves no line in the log but the first."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.permissions import Actor, NotAllowed, Permission, require
from followthrough.audit.operations import record
from followthrough.lib.languages import BY_CODE
from followthrough.lib.text import TranslatedText
from followthrough.publishing.content import sections
from followthrough.publishing.models import Edition, EditionState, EditionText
from followthrough.publishing.operations.locking import lock_edition
from followthrough.publishing.refusals import BadText, Conflict, NotFit, WrongState
from followthrough.reporting.models import Round

MOST_CHARACTERS = 4000


@transaction.atomic
def compile_edition(one: Round, *, by: Actor, at: datetime) -> Edition:
    """The edition of the round that is under way, or a first draft of it.

    Raises WrongState once version 1.0 is published: what is wrong in it is corrected (`correct`).
    """
    require(by, Permission.COMPILE_EDITION, one.plan.coordinator_id)
    # The round's row is the lock: two people may begin at the same time.
    one = Round.objects.select_for_update(of=("self",)).select_related("plan").get(pk=one.pk)
    if (found := one.editions.unpublished().first()) is not None:
        return found
    if one.plan.today(at) <= one.covers_until:
        raise WrongState(gettext("A report is compiled when its period has ended."))
    if one.editions.exists():
        raise WrongState(
            gettext("The report on this period is published. Correct it as a new version.")
        )
    edition = Edition.objects.create(round=one, compiled_at=at, compiled_by=by.name)
    _record(edition, "edition.compiled", by, at)
    return edition


@transaction.atomic
def correct(edition: Edition, erratum: TranslatedText, *, by: Actor, at: datetime) -> Edition:
    """Begin the next version of a published edition, saying what is put right in it.

    It starts with the sentences of the version before. One that is under way is returned as it
    is, with its erratum replaced.
    """
    require(by, Permission.COMPILE_EDITION, edition.round.plan.coordinator_id)
    if not erratum:
        raise NotFit(gettext("Say what is corrected: the public reads it in the list of errata."))
    edition = lock_edition(edition.pk)
    if (found := edition.round.editions.unpublished().first()) is not None:
        return _with_erratum(lock_edition(found.pk), erratum)
    last = edition.round.editions.published().latest("number")
    found = Edition.objects.create(
        round=edition.round,
        number=last.number + 1,
        as_of=last.as_of,
        erratum=erratum,
        compiled_at=at,
        compiled_by=by.name,
    )
    for text in last.texts.all():
        text.pk, text.edition = None, found
        text.save()
    _record(found, "edition.compiled", by, at)
    return found


def _with_erratum(found: Edition, erratum: TranslatedText) -> Edition:
    if found.number == 1 or found.state != EditionState.DRAFT:
        raise WrongState(gettext("Take the report back from the cabinet before you change it."))
    found.erratum = erratum
    found.save(update_fields=["erratum"])
    return found


@transaction.atomic
def save_text(  # noqa: PLR0913 - a text has these parts
    edition: Edition,
    section: str,
    language: str,
    words: str,
    *,
    seen: int,
    by: Actor,
    at: datetime,
) -> EditionText:
    """Save the ministry's own words for a section in one language; empty: the generated ones.

    `seen` is the version that the person had before them. Saving the same twice changes nothing;
    saving a translation again says that it fits the original as it is now. Raises Conflict,
    BadText, WrongState and NotAllowed.
    """
    if section not in sections.EDITABLE or language not in BY_CODE:
        raise BadText(gettext("This text is not part of the report."))
    edition = lock_edition(edition.pk)
    texts = {one.language: one for one in edition.texts.filter(section=section)}
    original = next((one for one in texts.values() if one.is_original), None)
    is_translation = original is not None and original.language != language
    _require_writing(edition, by, is_translation=is_translation)
    found = texts.get(language) or EditionText(edition=edition, section=section, language=language)
    words = words.replace("\r\n", "\n").strip()
    of_version = original.version if original is not None and is_translation else 0
    if found.text == words and (found.of_version == of_version or not is_translation):
        return found
    if found.version != seen:
        raise Conflict(found)
    _require_sound(edition, words, at)
    found.text, found.of_version = words, of_version
    found.is_original = not is_translation
    found.version += 1
    found.saved_at, found.saved_by = at, by.name
    found.save()
    return found


def _require_writing(edition: Edition, by: Actor, *, is_translation: bool) -> None:
    """Who may write now: translations stay open until publication, the rest until the cabinet."""
    owner = edition.round.plan.coordinator_id
    may_translate = is_translation and by.may(Permission.TRANSLATE, owner)
    if not by.may(Permission.COMPILE_EDITION, owner) and not may_translate:
        raise NotAllowed(gettext("Only the coordinator writes here; translators translate."))
    if edition.state == EditionState.PUBLISHED:
        raise WrongState(
            gettext("The report on this period is published. Correct it as a new version.")
        )
    if edition.state != EditionState.DRAFT and not is_translation:
        raise WrongState(gettext("Take the report back from the cabinet before you change it."))


def _require_sound(edition: Edition, words: str, at: datetime) -> None:
    if len(words) > MOST_CHARACTERS:
        raise BadText(
            gettext("This text is too long: a section takes %(most)s characters.")
            % {"most": MOST_CHARACTERS}
        )
    unknown = sections.unknown_numbers(words, sections.figures_of(edition, at))
    if unknown:
        raise BadText(
            gettext("The report has no number of this name: %(names)s")
            % {"names": ", ".join(f"{{{name}}}" for name in unknown)}
        )


def _record(edition: Edition, verb: str, by: Actor, at: datetime) -> None:
    record(verb, f"edition:{edition.key}", by=by.name, at=at, public=False)
