"""The person behind a tenure. Lines of the log about people are never public."""

from datetime import datetime

from django.db import transaction

from followthrough.accounts.models import User
from followthrough.audit.operations import record


def find_or_make_user(*, name: str, email: str, language: str, by: str, at: datetime) -> User:
    """The person with that address, made when missing; somebody known keeps name and language."""
    address = email.strip().lower()
    known = User.objects.select_for_update().filter(email__iexact=address).first()
    if known is None:
        user = User.objects.create(email=address, name=name.strip(), language=language)
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
