"""Reading who holds which post."""

from datetime import date, datetime

from django.utils import timezone

from followthrough.accounts.models import Role, Tenure, User
from followthrough.accounts.permissions import NOBODY, Actor, Person


def day_of(at: datetime) -> date:
    """The day it is where the installation is; tenures begin and end with days."""
    return timezone.localtime(at).date()


def person_of(user: User | None, at: datetime) -> Person:
    """The person with every post they hold at that moment. One query."""
    if user is None or not user.is_active:
        return NOBODY
    held = Tenure.objects.filter(user=user).held_on(day_of(at)).select_related("post__institution")
    return Person(user.pk, user.name, user.email, tuple(actor_of(one) for one in held))


def actor_of(tenure: Tenure) -> Actor:
    """The actor of a tenure; its name tells the post and the tenure, never the person."""
    post = tenure.post
    return Actor(
        name=str(tenure),
        role=Role(post.role),
        institution_id=post.institution_id,
        tenure_id=tenure.pk,
        user_id=tenure.user_id,
    )


def coordinators(at: datetime) -> list[User]:
    """Who decides on hand-overs: the coordinators, or the administrators while there is none."""
    held = Tenure.objects.held_on(day_of(at)).select_related("user").filter(user__is_active=True)
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        if found := {one.user_id: one.user for one in held.filter(post__role=role)}:
            return list(found.values())
    return []
