"""Hand-overs: the person who leaves names the next; it counts once the coordinator confirmed it.

The post keeps its history, its reports and its drafts; only who acts for it changes.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from followthrough.accounts import emails
from followthrough.accounts.models import HandOver, Role, Tenure
from followthrough.accounts.operations.tenures import appoint, close_tenure, lock_tenure
from followthrough.accounts.permissions import Actor, NotAllowed, Permission, require
from followthrough.accounts.queries import coordinators, day_of
from followthrough.accounts.refusals import OneOwnPost, WrongDay, WrongState
from followthrough.audit.operations import record

State = HandOver.State


@transaction.atomic
def name_successor(
    tenure_id: int, *, name: str, email: str, from_day: date, by: Actor, at: datetime
) -> HandOver:
    """Say who takes over one's own post, and from when. Naming the same person twice is once.

    Raises WrongState while another hand-over waits, WrongDay, OneOwnPost and NotAllowed.
    """
    tenure = lock_tenure(tenure_id)
    require_own(tenure, by)
    address = email.strip().lower()
    if address == tenure.user.email.lower():
        raise OneOwnPost(gettext("This is your own address. Give the address of the successor."))
    waiting = tenure.hand_overs.filter(state=State.NAMED).first()
    if waiting and (waiting.successor_email, waiting.from_day) == (address, from_day):
        return waiting
    if waiting:
        raise WrongState(
            gettext("A successor is already named. Withdraw that first if it should be another.")
        )
    if from_day < tenure.starts_on:
        raise WrongDay(gettext("The hand-over cannot be before the day on which you took over."))
    hand_over = HandOver.objects.create(
        tenure=tenure,
        successor_name=name.strip(),
        successor_email=address,
        successor_language=tenure.user.language,
        from_day=from_day,
        named_at=at,
    )
    _record("hand_over.named", hand_over, by, at)
    emails.successor_named(hand_over, to=coordinators(at), at=at)
    return hand_over


@transaction.atomic
def withdraw_hand_over(hand_over_id: int, *, by: Actor, at: datetime) -> HandOver:
    """Take back what one has named, while nobody has decided on it."""
    hand_over = _lock(hand_over_id)
    require_own(hand_over.tenure, by)
    if hand_over.state == State.WITHDRAWN:
        return hand_over
    _decide(hand_over, State.WITHDRAWN, at)
    _record("hand_over.withdrawn", hand_over, by, at)
    return hand_over


@transaction.atomic
def confirm_hand_over(hand_over_id: int, *, act: str = "", by: Actor, at: datetime) -> Tenure:
    """Put the successor on the post, and let the tenure before end the day before.

    It begins with the day named, or today if that day has passed: until the confirmation the
    person before had the post. Raises WrongState, OneOwnPost and NotAllowed.
    """
    hand_over = _lock(hand_over_id)
    tenure = hand_over.tenure
    require_decision(tenure, by)
    begins = max(hand_over.from_day, day_of(at))
    if hand_over.state != State.CONFIRMED:
        _decide(hand_over, State.CONFIRMED, at)
        _record("hand_over.confirmed", hand_over, by, at)
        if tenure.ends_on is None or tenure.ends_on >= begins:
            close_tenure(tenure, max(begins - timedelta(days=1), tenure.starts_on), by=by, at=at)
        emails.hand_over_confirmed(hand_over, begins, at=at)
    return appoint(
        institution=tenure.post.institution,
        role=Role(tenure.post.role),
        name=hand_over.successor_name,
        email=hand_over.successor_email,
        language=hand_over.successor_language,
        starts_on=begins,
        act=act,
        by=by,
        at=at,
    )


@transaction.atomic
def refuse_hand_over(hand_over_id: int, reason: str, *, by: Actor, at: datetime) -> HandOver:
    """Leave the post with who has it; the reason goes to them. Raises WrongState, NotAllowed."""
    hand_over = _lock(hand_over_id)
    require_decision(hand_over.tenure, by)
    if hand_over.state == State.REFUSED:
        return hand_over
    hand_over.reason = reason.strip()
    _decide(hand_over, State.REFUSED, at)
    _record("hand_over.refused", hand_over, by, at)
    emails.hand_over_refused(hand_over, at=at)
    return hand_over


def require_own(tenure: Tenure, by: Actor) -> None:
    """Raise NotAllowed unless it is the actor's own tenure."""
    require(by, Permission.HAND_OVER, tenure.post.institution_id)
    if by.tenure_id != tenure.pk:
        raise NotAllowed(gettext("Only the person who holds the post names a successor."))


def require_decision(tenure: Tenure, by: Actor) -> None:
    """Raise unless the actor may decide on a hand-over of that tenure: never of their own."""
    require(by, Permission.MANAGE_PEOPLE, tenure.post.institution_id)
    if by.user_id is not None and by.user_id == tenure.user_id:
        raise OneOwnPost(gettext("This is your own post: somebody else has to confirm it."))


def _lock(hand_over_id: int) -> HandOver:
    # The tenure first, as everywhere: two steps at once wait for each other, never in a circle.
    lock_tenure(HandOver.objects.values_list("tenure_id", flat=True).get(pk=hand_over_id))
    related = ("tenure__post__institution", "tenure__user")
    return HandOver.objects.select_related(*related).get(pk=hand_over_id)


def _decide(hand_over: HandOver, state: HandOver.State, at: datetime) -> None:
    if hand_over.state != State.NAMED:
        raise WrongState(
            gettext("This hand-over was decided before: %(state)s.")
            % {"state": hand_over.get_state_display()}
        )
    hand_over.state, hand_over.decided_at = state, at
    hand_over.save(update_fields=["state", "decided_at", "reason"])


def _record(verb: str, hand_over: HandOver, by: Actor, at: datetime) -> None:
    # The reason may name somebody: it stays with the row.
    payload = {"hand_over": hand_over.pk, "from_day": hand_over.from_day.isoformat()}
    subject = f"post:{hand_over.tenure.post}"
    record(verb, subject, by=by.name, at=at, payload=payload, public=False)
