"""Who is signed in, for every request; and the way to the sign-in page, with nothing lost."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from followthrough.accounts.permissions import NOBODY, Person, SignInNeeded
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
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('account_login')}?{query}")


def _person(request: HttpRequest) -> Person:
    return person_of(request.user, now()) if request.user.is_authenticated else NOBODY
