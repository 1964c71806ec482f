"""How the bought sign-in (allauth) behaves here: closed, without passwords, with our own mails."""

import logging
from base64 import b32encode
from secrets import token_bytes
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followthrough.accounts import emails
from followthrough.accounts.models import User
from followthrough.accounts.permissions import SECOND_FACTOR, Permission
from followthrough.accounts.queries import person_of
from followthrough.lib.clock import now
from followthrough.lib.sealing import Unreadable, seal, unseal

logger = logging.getLogger(__name__)

_WRONG_CODE = _("This code is not right. Look at the newest mail and type its six digits.")
_WRONG_FACTOR = _(
    "This code is not right. Type the one that your app shows now, or a recovery code."
)
_SLOW_DOWN = _("Too many tries. Wait a few minutes, then try again.")

# What the mail says that tells of a change; the key is allauth's name of it.
_CHANGES: dict[str, Promise] = {
    "mfa/email/totp_activated": _("An authenticator app was set up for your sign-in."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your sign-in."),
    "mfa/email/webauthn_added": _("A passkey or security key was added to your sign-in."),
    "mfa/email/webauthn_removed": _("A passkey or security key was removed from your sign-in."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your sign-in."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Who is not on a post has no account; what was done is seen on the page that follows."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _WRONG_CODE,
        "too_many_login_attempts": _SLOW_DOWN,
        "rate_limited": _SLOW_DOWN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The coordinator begins at the desk, everybody else at their tasks."""
        user = request.user
        if isinstance(user, User) and person_of(user, now()).holds(Permission.OPEN_DESK):
            return reverse("desk:home")
        return str(super().get_login_redirect_url(request))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The only mail of allauth's that is sent is the code; it goes at once."""
        user = User.objects.filter(email__iexact=email).first()
        if template_prefix == "account/email/login_code" and user is not None:
            minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
            emails.sign_in_code(user, context["code"], minutes=minutes, at=now())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        if what := _CHANGES.get(template_prefix):
            emails.sign_in_changed(user, what, at=now())

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only what went wrong: allauth's own templates of messages know no Albanian."""
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _WRONG_FACTOR,
        "cannot_delete_authenticator": _(
            "Your post needs a second step at sign-in. Set up another one before you remove this."
        ),
    }

    def encrypt(self, text: str) -> str:
        """A copy of the database alone lets nobody make codes."""
        return seal(text, _keys())

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return unseal(encrypted_text, _keys())
        except Unreadable:
            logger.error(
                "A second factor was sealed under another SECRET_KEY. Bring that key back, or run "
                "`manage.py reset_second_factor EMAIL`."
            )
            # A secret that nobody knows: an empty one would let anybody make its codes.
            return b32encode(token_bytes(20)).decode()

    def get_totp_issuer(self) -> str:
        return str(settings.SERVICE_NAME)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """allauth's names, "Master key" and "Backup key", are English only and rank the keys."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Key %(number)s") % {"number": count + 1}

    def build_totp_svg(self, url: str) -> str:
        """A drawing for the page itself: images from addresses of data are not allowed in it."""
        drawing: str = super().build_totp_svg(url)
        return mark_safe(drawing.partition("?>")[2])  # noqa: S308 - drawn by the library, no text

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second factor stays while a post asks for one."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        if others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            return True
        person = person_of(authenticator.user, now())
        return not any(one.role in SECOND_FACTOR for one in person.actors)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An institution's own sign-in opens accounts that exist; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Bind it to the person with that address, if the provider has verified the address."""
        user = _verified_user(sociallogin)
        if user is None or (sociallogin.is_existing and sociallogin.user != user):
            _refuse(request)
        elif not sociallogin.is_existing:
            sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        _refuse(request)


def _keys() -> list[str]:
    return [str(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _verified_user(sociallogin: SocialLogin) -> User | None:
    verified = [one.email for one in sociallogin.email_addresses if one.verified]
    found = User.objects.filter(email__in=[one.lower() for one in verified], is_active=True)
    return found.first()


def _refuse(request: HttpRequest) -> None:
    # No word about whether the address is known here.
    sentence = _("This did not work. Sign in with a code by e-mail, or ask the coordinator.")
    messages.error(request, str(sentence))
    raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
