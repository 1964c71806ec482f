"""Who is signed in, for every request; and the way to the sign-in page, with nothing lost."""

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from followthrough.accounts import kept_posts, second_factor
from followthrough.accounts.models import User
from followthrough.accounts.permissions import (
    NOBODY,
    SECOND_FACTOR,
    Person,
    SecondFactorNeeded,
    SignInNeeded,
)
from followthrough.accounts.queries import person_of
from followthrough.lib.clock import now

type_of_next = Callable[[HttpRequest], HttpResponse]


class AttachPerson:
    """Sets `request.person`, read when a view first asks: public pages never do."""

    def __init__(self, get_response: type_of_next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.person = SimpleLazyObject(lambda: _person(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, SignInNeeded):
            return None
        if request.method == "POST":
            kept_posts.keep(request)
        page = "desk:second_factor" if isinstance(problem, SecondFactorNeeded) else "account_login"
        address = f"{reverse(page)}?{urlencode({'next': _place(request)})}"
        if request.headers.get("HX-Request"):
            # A redirect would put the sign-in page into the middle of the form.
            return HttpResponse(status=401, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)


def _place(request: HttpRequest) -> str:
    return kept_posts.page(request) if request.method == "POST" else request.get_full_path()


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, User):
        return NOBODY
    person = person_of(request.user, now())
    asks = any(one.role in SECOND_FACTOR for one in person.actors)
    if asks and settings.SECOND_FACTOR_COMPULSORY and not second_factor.is_given(request):
        return replace(person, actors=(), lacks_second_factor=True)
    return person
