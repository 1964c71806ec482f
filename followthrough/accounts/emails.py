"""Mails about posts and signing in, one function a message, each in the language of who gets it."""

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from followthrough.accounts.models import HandOver, Post, Tenure, User
from followthrough.lib.readings import plain
from followthrough.outbox.operations import post as post_mail

Words = Callable[[dict[str, Any]], tuple[str, str]]


def invitation(tenure: Tenure, *, at: datetime) -> None:
    """To who was put on a post: what it is, and how to sign in."""

    def words(names: dict[str, Any]) -> tuple[str, str]:
        return (
            gettext("Your post: %(post)s, %(institution)s") % names,
            gettext(
                "Good day, %(name)s\n\n"
                "From %(day)s you act for %(institution)s in the action plan “%(service)s”. "
                "Your post: %(post)s.\n\n"
                "Sign in here with this e-mail address. A code is sent to you; there is no "
                "password:\n%(url)s\n\n"
                "Not the right person? Sign in and choose “Hand over”, or answer this mail."
            )
            % names,
        )

    names = {"url": "account_login", "day": tenure.starts_on, "name": tenure.user.name}
    _tell(f"invitation:{tenure.pk}", tenure.user, tenure.post, words, names, at=at)


def successor_named(hand_over: HandOver, *, to: list[User], at: datetime) -> None:
    """To the coordinators: somebody leaves and has named the next; they confirm or refuse."""

    def words(names: dict[str, Any]) -> tuple[str, str]:
        return (
            gettext("Please confirm: new %(post)s, %(institution)s") % names,
            gettext(
                "%(name)s hands over the post “%(post)s” of %(institution)s to %(successor)s "
                "(%(email)s) from %(day)s.\n\n"
                "Confirm or refuse it here:\n%(url)s\n\n"
                "Until then the post stays with %(name)s."
            )
            % names,
        )

    tenure = hand_over.tenure
    names = {
        "url": "desk:people",
        "day": hand_over.from_day,
        "name": tenure.user.name,
        "successor": hand_over.successor_name,
        "email": hand_over.successor_email,
    }
    for user in to:
        _tell(f"successor:{hand_over.pk}:{user.pk}", user, tenure.post, words, names, at=at)


def hand_over_confirmed(hand_over: HandOver, begins: date, *, at: datetime) -> None:
    """To who leaves: from which day somebody else has the post."""

    def words(names: dict[str, Any]) -> tuple[str, str]:
        return (
            gettext("Handed over: %(post)s, %(institution)s") % names,
            gettext(
                "Your hand-over is confirmed. From %(day)s %(successor)s has the post “%(post)s” "
                "of %(institution)s. Drafts and history stay with the post.\n\n"
                "Thank you for your work."
            )
            % names,
        )

    names = {"day": begins, "successor": hand_over.successor_name}
    tenure = hand_over.tenure
    _tell(f"handed-over:{hand_over.pk}", tenure.user, tenure.post, words, names, at=at)


def hand_over_refused(hand_over: HandOver, *, at: datetime) -> None:
    """To who wanted to leave: why not, and what to do."""

    def words(names: dict[str, Any]) -> tuple[str, str]:
        return (
            gettext("Not confirmed: hand-over of %(post)s, %(institution)s") % names,
            gettext(
                "Your hand-over of the post “%(post)s” of %(institution)s to %(successor)s was "
                "not confirmed. The post stays with you.\n\n"
                "Reason: %(reason)s\n\n"
                "Name somebody here:\n%(url)s"
            )
            % names,
        )

    names = {
        "successor": hand_over.successor_name,
        "reason": hand_over.reason,
        "url": "desk:hand_over",
    }
    tenure = hand_over.tenure
    _tell(f"refused:{hand_over.pk}", tenure.user, tenure.post, words, names, at=at)


def post_ends(tenure: Tenure, ends_on: date, *, at: datetime) -> None:
    """To who holds a post: with which day it ends, decided by somebody else."""

    def words(names: dict[str, Any]) -> tuple[str, str]:
        return (
            gettext("Your post ends: %(post)s, %(institution)s") % names,
            gettext(
                "You hold the post “%(post)s” of %(institution)s until %(day)s, that day included. "
                "You need not do anything: drafts and history stay with the post.\n\n"
                "If this is a mistake, tell the coordinator. Thank you for your work."
            )
            % names,
        )

    key = f"ends:{tenure.pk}:{ends_on.isoformat()}"
    _tell(key, tenure.user, tenure.post, words, {"day": ends_on}, at=at)


def sign_in_code(user: User, code: str, *, minutes: int, at: datetime) -> None:
    """The code for signing in. Nothing in this mail does anything when it is opened."""
    with override(user.language):
        names = {"code": code, "minutes": minutes, "service": str(settings.SERVICE_NAME)}
        subject = gettext("Your code: %(code)s") % names
        body = (
            gettext(
                "Your code for signing in to “%(service)s”:\n\n"
                "%(code)s\n\n"
                "Type it into the page where you asked for it. It counts once, for %(minutes)s "
                "minutes.\n\n"
                "You did not ask for it? Then somebody typed your address; without the code "
                "nobody gets in, and you need not do anything."
            )
            % names
        )
    # The key says which code without containing it.
    told = sha256(f"{user.pk}:{code}:{at.isoformat()}".encode()).hexdigest()[:32]
    _post(f"code:{told}", user, subject, body, at)


def sign_in_changed(user: User, what: Promise, *, at: datetime) -> None:
    """To a person whose second factor was changed: that it was, in one sentence."""
    with override(user.language):
        subject = gettext("How you sign in was changed")
        body = gettext(
            "%(what)s\n\nThis was done on %(at)s.\n\n"
            "If it was not you, tell the coordinator at once."
        ) % {"what": str(what), "at": date_format(at, "DATETIME_FORMAT")}
    _post(f"sign-in:{user.pk}:{at.isoformat()}", user, subject, body, at)


def _tell(
    key: str, user: User, about: Post, words: Words, names: dict[str, Any], *, at: datetime
) -> None:
    # Post, day and address are put into words here: under the language of the reader.
    with override(user.language):
        names = {
            **names,
            "post": about.get_role_display(),
            "institution": plain(about.institution.name),
            "service": str(settings.SERVICE_NAME),
            "day": date_format(names["day"]) if "day" in names else "",
            "url": settings.PUBLIC_URL + reverse(names["url"]) if "url" in names else "",
        }
        subject, body = words(names)
    _post(key, user, subject, body, at)


def _post(key: str, user: User, subject: str, body: str, at: datetime) -> None:
    post_mail(key=key, to=user.email, language=user.language, subject=subject, body=body, at=at)
