"""Where the bought sign-in needs a word of ours."""

from typing import Any

from allauth.account.views import (
    AccountInactiveView,
    ConfirmLoginCodeView,
    RequestLoginCodeView,
)
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.socialaccount.views import LoginCancelledView, LoginErrorView
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from followthrough.accounts import second_factor


class OurFrame:
    """What every page is framed with is called `site` here, and something else in allauth."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context.pop("site", None)
        return context


class TypeCode(OurFrame, ConfirmLoginCodeView):  # type: ignore[misc]
    pass


class SecondStep(OurFrame, AuthenticateView):  # type: ignore[misc]
    pass


class Inactive(OurFrame, AccountInactiveView):  # type: ignore[misc]
    pass


class Cancelled(OurFrame, LoginCancelledView):  # type: ignore[misc]
    pass


class Failed(OurFrame, LoginErrorView):  # type: ignore[misc]
    pass


class AskForCode(OurFrame, RequestLoginCodeView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.OIDC_ISSUER:
            query = {"next": self.request.GET["next"]} if "next" in self.request.GET else {}
            address = reverse("openid_connect_login", kwargs={"provider_id": "oidc"})
            context["provider_name"] = settings.OIDC_NAME
            context["provider_url"] = f"{address}?{urlencode(query)}"
        return context


# Whoever sets up a second factor has it at hand: the session counts as having given it.
class SetUpApp(ActivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.note(self.request, self.request.user, "totp")
        return response


class AddKey(AddWebAuthnView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.note(self.request, self.request.user, "webauthn")
        return response
