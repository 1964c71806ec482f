"""The Forum's ratings: drafted, then signed by an organisation; changed only by signing anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record
from followthrough.lib.text import TranslatedText
from followthrough.plans.models import Commitment
from followthrough.reporting.models import PublishedEntry, Rating, Round
from followthrough.reporting.models.claim import CLAIMABLE
from followthrough.reporting.queries.ratings import is_led_by
from followthrough.reporting.refusals import NotIndependent, Refusal, WrongState

LEVELS = frozenset(one.value for one in CLAIMABLE)


@dataclass(frozen=True)
class Opinion:
    """What an organisation says of a commitment: the level, one sentence, a link to evidence."""

    completion: str = ""
    sentence: TranslatedText = field(default_factory=TranslatedText)
    link: str = ""

    @classmethod
    def of(cls, rating: Rating) -> "Opinion":
        return cls(rating.completion, rating.sentence, rating.link)

    @property
    def is_filled(self) -> bool:
        return self.completion in LEVELS and bool(self.sentence)


class RatingIncomplete(Refusal):
    """A level or the sentence is missing."""

    def __init__(self) -> None:
        super().__init__(gettext("Choose a level and say in one sentence why, then sign."))


class RatingConflict(Refusal):
    """Somebody else of the organisation has saved since; `current` is what stands now."""

    def __init__(self, current: Rating) -> None:
        self.current = current
        super().__init__(
            gettext(
                "Somebody else of your organisation has saved this rating while you were "
                "writing. Both texts are shown: put together what should stay, then save again."
            )
        )


@transaction.atomic
def save_rating(
    commitment: Commitment,
    organisation: Institution,
    opinion: Opinion,
    *,
    seen: int,
    by: Actor,
    at: datetime,
) -> Rating | None:
    """Keep a draft, which nobody outside the organisation sees; leaves no line in the log.

    `seen` is the version that the person had before them, 0 for none. Nothing is kept of an empty
    opinion that nobody gave before. Raises WrongState for a signed rating.
    """
    one = _rateable_round(commitment, organisation, by)
    rating = _locked(commitment, organisation, one)
    if rating is None and opinion == Opinion():
        return None
    if rating is not None and Opinion.of(rating) == opinion:
        return rating
    if rating is not None and rating.signed_at is not None:
        raise WrongState(
            gettext("This rating is signed and public. It changes when you sign a new version.")
        )
    if rating is not None and rating.version != seen:
        raise RatingConflict(rating)
    return _write(rating or _new(commitment, organisation, one), opinion, at)


@transaction.atomic
def sign_filled(
    commitments: Sequence[Commitment], organisation: Institution, *, by: Actor, at: datetime
) -> list[Rating]:
    """Sign the organisation's drafts on these commitments that are filled; returns those signed."""
    require(by, Permission.RATE, organisation.pk)
    signed = []
    for commitment in commitments:
        try:
            one = _rateable_round(commitment, organisation, by)
        except (WrongState, NotIndependent):
            continue
        rating = _locked(commitment, organisation, one)
        if rating is None or rating.signed_at or not Opinion.of(rating).is_filled:
            continue
        signed.append(_sign(rating, None, by, at))
    return signed


@transaction.atomic
def sign_rating(
    commitment: Commitment,
    organisation: Institution,
    opinion: Opinion,
    *,
    seen: int,
    by: Actor,
    at: datetime,
) -> Rating:
    """Sign an opinion: the first, or a new version of one that is signed already.

    The log keeps what stood before. Signing the same again changes nothing.
    """
    one = _rateable_round(commitment, organisation, by)
    if not opinion.is_filled:
        raise RatingIncomplete
    rating = _locked(commitment, organisation, one)
    if rating is None:
        rating = _new(commitment, organisation, one)
    elif rating.signed_at is not None and Opinion.of(rating) == opinion:
        return rating
    elif rating.version != seen and Opinion.of(rating) != opinion:
        raise RatingConflict(rating)
    before = Opinion.of(rating) if rating.signed_at is not None else None
    return _sign(_write(rating, opinion, at, save=False), before, by, at)


def _rateable_round(commitment: Commitment, organisation: Institution, by: Actor) -> Round:
    """The round whose published word on the commitment stands now: it is what is rated."""
    require(by, Permission.RATE, organisation.pk)
    if is_led_by(commitment, organisation.pk):
        raise NotIndependent(
            gettext("Your institution leads this commitment. A lead never rates its own.")
        )
    words = PublishedEntry.objects.current().of_commitments().filter(commitment=commitment)
    word = words.select_related("round__plan__method").first()
    if word is None:
        raise WrongState(
            gettext("There is nothing to rate yet: no report on this commitment is published.")
        )
    return word.round


def _locked(commitment: Commitment, organisation: Institution, one: Round) -> Rating | None:
    # The organisation's row is the lock: two people may write the first draft at the same time.
    Institution.objects.select_for_update().get(pk=organisation.pk)
    found = Rating.objects.select_for_update().filter(
        commitment=commitment, organisation=organisation, round=one
    )
    return found.first()


def _new(commitment: Commitment, organisation: Institution, one: Round) -> Rating:
    return Rating(
        organisation=organisation,
        commitment=commitment,
        round=one,
        method=one.plan.method,
        version=0,
    )


def _write(rating: Rating, opinion: Opinion, at: datetime, *, save: bool = True) -> Rating:
    rating.completion = opinion.completion
    rating.sentence, rating.link = opinion.sentence, opinion.link
    rating.version += 1
    rating.saved_at = at
    if save:
        rating.save()
    return rating


def _sign(rating: Rating, before: Opinion | None, by: Actor, at: datetime) -> Rating:
    rating.method = rating.round.plan.method
    rating.signed_at, rating.signed_by, rating.saved_at = at, by.name, at
    rating.save()
    record(
        "rating.signed",
        f"commitment:{rating.commitment.key}",
        by=by.name,
        at=at,
        payload={
            "organisation": rating.organisation.slug,
            "round": rating.round.slug,
            "before": _line(before) if before else None,
            "after": _line(Opinion.of(rating)),
        },
        public=True,
    )
    return rating


def _line(opinion: Opinion) -> dict[str, Any]:
    return {
        "completion": opinion.completion,
        "sentence": opinion.sentence.to_json(),
        "link": opinion.link,
    }
