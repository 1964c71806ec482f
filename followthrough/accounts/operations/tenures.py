"""Tenures: beginning, the appointing act, the end.

What is public of them is the post and the day; a person's name or address never is.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext

from followthrough.accounts import emails
from followthrough.accounts.models import Institution, Post, Role, Tenure
from followthrough.accounts.operations.people import find_or_make_user
from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.accounts.refusals import OneOwnPost, StillHolds, WrongDay
from followthrough.audit.operations import record


@transaction.atomic
def appoint(  # noqa: PLR0913 - a form of its own, every line named
    *,
    institution: Institution,
    role: Role,
    name: str,
    email: str,
    language: str,
    starts_on: date,
    act: str = "",
    by: Actor,
    at: datetime,
) -> Tenure:
    """Put a person on a post and invite them; post and person are made when missing.

    An empty `act` is pending. Whoever holds the post already keeps the same tenure. Raises
    StillHolds when their tenure ends on a day fixed before, and NotAllowed.
    """
    require(by, Permission.MANAGE_PEOPLE, institution.pk)
    post, _ = Post.objects.get_or_create(institution=institution, role=role)
    # Two people who appoint to the same post wait for each other here.
    Post.objects.select_for_update().get(pk=post.pk)
    user = find_or_make_user(name=name, email=email, language=language, by=by.name, at=at)
    held = post.tenures.filter(user=user)
    if open_one := held.filter(ends_on=None).first():
        return open_one
    if ending := held.ending_by(date.max).filter(ends_on__gte=starts_on).first():
        raise StillHolds(
            gettext("This person holds the post until %(day)s. Appoint them from the day after.")
            % {"day": date_format(ending.ends_on or starts_on)}
        )
    tenure = Tenure.objects.create(
        post=post, user=user, starts_on=starts_on, act=act.strip(), appointed_at=at
    )
    _record("tenure.began", tenure, by, at, from_day=starts_on.isoformat(), act=bool(tenure.act))
    emails.invitation(tenure, at=at)
    return tenure


@transaction.atomic
def record_act(tenure_id: int, act: str, *, by: Actor, at: datetime) -> Tenure:
    """Note the act that appoints the person; an empty one puts it back to pending."""
    tenure = lock_tenure(tenure_id)
    require(by, Permission.MANAGE_PEOPLE, tenure.post.institution_id)
    if tenure.act != act.strip():
        tenure.act = act.strip()
        tenure.save(update_fields=["act"])
        _record("tenure.act", tenure, by, at, act=bool(tenure.act))
    return tenure


@transaction.atomic
def end_tenure(tenure_id: int, ends_on: date, *, by: Actor, at: datetime) -> Tenure:
    """Let a tenure end with that day, its last. Raises OneOwnPost, WrongDay and NotAllowed."""
    tenure = lock_tenure(tenure_id)
    require(by, Permission.MANAGE_PEOPLE, tenure.post.institution_id)
    if tenure.ends_on == ends_on:
        return tenure
    if by.user_id is not None and by.user_id == tenure.user_id:
        raise OneOwnPost(
            gettext("You cannot end your own tenure. Name a successor, or ask somebody else.")
        )
    if ends_on < tenure.starts_on:
        raise WrongDay(
            gettext("The last day cannot be before the first, which is %(day)s.")
            % {"day": date_format(tenure.starts_on)}
        )
    close_tenure(tenure, ends_on, by=by, at=at)
    emails.post_ends(tenure, ends_on, at=at)
    return tenure


def lock_tenure(tenure_id: int) -> Tenure:
    """The tenure, locked until the transaction ends."""
    locked = Tenure.objects.select_for_update(of=("self",))
    return locked.select_related("post__institution", "user").get(pk=tenure_id)


def close_tenure(tenure: Tenure, ends_on: date, *, by: Actor, at: datetime) -> None:
    """Write the last day of a locked tenure."""
    tenure.ends_on = ends_on
    tenure.save(update_fields=["ends_on"])
    _record("tenure.ended", tenure, by, at, on=ends_on.isoformat())


def _record(verb: str, tenure: Tenure, by: Actor, at: datetime, **facts: Any) -> None:
    post = tenure.post
    payload = {"institution": post.institution.slug, "post": post.role, **facts}
    record(verb, f"post:{post}", by=by.name, at=at, payload=payload, public=True)
