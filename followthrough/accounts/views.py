"""Where the bought sign-in needs a word of ours."""

from typing import Any

from allauth.account.views import RequestLoginCodeView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from followthrough.accounts import second_factor


class AskForCode(RequestLoginCodeView):  # type: ignore[misc]
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
