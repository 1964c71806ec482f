"""Signing in and what secures it: of allauth's routes those that are used here, and no others."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import path

from followthrough.accounts import views
from followthrough.accounts.permissions import first_step, public

# account/…
sign_in = [
    path("login/", public(views.AskForCode.as_view()), name="account_login"),
    # allauth asks for it by this name too.
    path("login/", public(views.AskForCode.as_view()), name="account_request_login_code"),
    path("login/code/", public(views.TypeCode.as_view()), name="account_confirm_login_code"),
    path("login/second-step/", public(views.SecondStep.as_view()), name="mfa_authenticate"),
    path("logout/", public(account.logout), name="account_logout"),
    path("inactive/", public(views.Inactive.as_view()), name="account_inactive"),
    path(
        "login/cancelled/", public(views.Cancelled.as_view()), name="socialaccount_login_cancelled"
    ),
    path("login/error/", public(views.Failed.as_view()), name="socialaccount_login_error"),
]

# account/second-step/…
second_step = [
    path("second-step/", first_step(mfa.index), name="mfa_index"),
    path("second-step/confirm/", first_step(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-step/app/", first_step(views.SetUpApp.as_view()), name="mfa_activate_totp"),
    path("second-step/app/remove/", first_step(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-step/keys/", first_step(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("second-step/keys/add/", first_step(views.AddKey.as_view()), name="mfa_add_webauthn"),
    path(
        "second-step/keys/confirm/",
        first_step(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "second-step/keys/<int:pk>/remove/",
        first_step(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "second-step/keys/<int:pk>/name/",
        first_step(webauthn.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path(
        "second-step/recovery/",
        first_step(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-step/recovery/new/",
        first_step(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-step/recovery/file/",
        first_step(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]

# An institution's own sign-in. Without a language, so that one address is registered there.
_PROVIDER = {"provider_id": "oidc"}
provider = [
    path("account/oidc/", public(oidc.login), _PROVIDER, name="openid_connect_login"),
    path(
        "account/oidc/callback/", public(oidc.callback), _PROVIDER, name="openid_connect_callback"
    ),
]

urlpatterns = sign_in + second_step
