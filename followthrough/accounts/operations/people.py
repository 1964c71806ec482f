"""The person behind a tenure. Lines of the log about people are never public."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from followthrough.accounts.models import User
from followthrough.accounts.permissions import Actor, Permission, require
from followthrough.audit.operations import record


def find_or_make_user(*, name: str, email: str, language: str, by: str, at: datetime) -> User:
    """The person with that address, made when missing; somebody known keeps name and language."""
    address = email.strip().lower()
    known = User.objects.select_for_update().filter(email__iexact=address).first()
    if known is None:
        user = User(email=address, name=name.strip(), language=language)
        user.set_unusable_password()
        user.save()
        record("user.made", f"user:{user.pk}", by=by, at=at, public=False)
        return user
    if not known.is_active:
        known.is_active = True
        known.save(update_fields=["is_active"])
        record("user.returned", f"user:{known.pk}", by=by, at=at, public=False)
    return known


@transaction.atomic
def choose_language(user_id: int, language: str, *, at: datetime) -> User:
    """Set the language of the mails to oneself; needs no post."""
    user = User.objects.select_for_update().get(pk=user_id)
    if user.language != language:
        before, user.language = user.language, language
        user.save(update_fields=["language"])
        payload = {"language": [before, language]}
        subject = f"user:{user.pk}"
        record("user.language", subject, by=subject, at=at, payload=payload, public=False)
    return user


def end_session(user_id: int, session_id: int) -> None:
    """End one of one's own sessions: the next request in it is nobody's. Unknown ones are none.

    No line in the log: what a person is signed in with is theirs alone.
    """
    one = UserSession.objects.filter(user_id=user_id, pk=session_id).first()
    if one is not None:
        one.end()


@transaction.atomic
def reset_second_factor(user_id: int, *, by: Actor, at: datetime) -> int:
    """Forget the second factors of somebody who lost them; returns how many there were.

    All their sessions end. At the next sign-in they set up another, if their post asks for one.
    """
    require(by, Permission.MANAGE_PEOPLE)
    user = User.objects.select_for_update().get(pk=user_id)
    count: int = Authenticator.objects.filter(user=user).delete()[0]
    for session in UserSession.objects.filter(user=user):
        session.end()
    if count:
        record("user.second_factor_reset", f"user:{user.pk}", by=by.name, at=at, public=False)
    return count
