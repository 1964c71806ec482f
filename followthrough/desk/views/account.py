"""One's own account: sessions, second step, the language of mails."""

from urllib.parse import quote

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from followthrough.accounts import operations
from followthrough.accounts.models import User
from followthrough.accounts.permissions import first_step, person_at, signed_in
from followthrough.desk.clock import now
from followthrough.desk.forms.people import LanguageForm
from followthrough.desk.queries.account import sessions_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    form = LanguageForm(request.POST or None, initial={"language": user.language})
    if form.is_valid():
        operations.choose_language(user.pk, form.cleaned_data["language"], at=now())
        messages.success(request, gettext("Mails to you come in this language from now on."))
        return redirect("desk:me")
    context = {
        "user": user,
        "form": form,
        "sessions": sessions_of(user.pk, request.session.session_key or ""),
        "has_second_step": Authenticator.objects.filter(user=user).exists(),
    }
    return render(request, "desk/people/me.html", context)


@require_POST
@signed_in
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    operations.end_session(_user(request).pk, pk)
    messages.success(request, gettext("That session is ended."))
    return redirect("desk:me")


@require_POST
@signed_in
def end_others(request: HttpRequest) -> HttpResponse:
    for one in UserSession.objects.filter(user=_user(request)):
        if one.session_key != request.session.session_key:
            operations.end_session(one.user_id, one.pk)
    messages.success(request, gettext("You are signed in only here now."))
    return redirect("desk:me")


@require_http_methods(["GET", "HEAD"])
@first_step
def second_factor(request: HttpRequest) -> HttpResponse:
    person = person_at(request)
    if not person.lacks_second_factor:
        return redirect("desk:me")
    kinds = set(Authenticator.objects.filter(user=_user(request)).values_list("type", flat=True))
    context = {"kinds": kinds, "next": quote(request.GET.get("next", reverse("desk:me")))}
    return render(request, "desk/people/second_factor.html", context)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the decorators let nobody else in
    return request.user
