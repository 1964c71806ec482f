"""What every address of the API passes: who may ask how often, from which pages, and by what."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext, ngettext
from django.views.decorators.csrf import csrf_exempt

from followthrough.accounts.permissions import public
from followthrough.api.problems import problem
from followthrough.api.rate import seconds_to_wait
from followthrough.lib import clock

METHODS = "GET, HEAD, OPTIONS"
# Anybody's page may read, and see what it needs of the head of the answer.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
}
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, Accept-Language",
    "Access-Control-Max-Age": "86400",
}
type_of_view = Callable[..., HttpResponseBase]


def opened(view: type_of_view) -> type_of_view:
    """The view behind the door. Raised problems become answers in words."""

    @public
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _answered(view, request, *args, **kwargs)
        for name, value in OPEN.items():
            response.headers[name] = value
        return response

    return answer


def _answered(
    view: type_of_view, request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=PREFLIGHT)
    if request.method not in {"GET", "HEAD"}:
        return problem(
            405,
            gettext("Ask with GET, HEAD or OPTIONS; nothing can be written here."),
            headers={"Allow": METHODS},
        )
    if wait := seconds_to_wait(request, clock.now()):
        return _refused(wait)
    return _read(view, request, *args, **kwargs)


def _read(view: type_of_view, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    asked, request.method = request.method, "GET"
    try:
        return view(request, *args, **kwargs)
    except Http404 as error:
        return problem(404, *filter(None, [str(error)]))
    except SuspiciousOperation:
        return problem(400, gettext("It has too many parts, or parts that no request has."))
    finally:
        request.method = asked


def _refused(wait: int) -> HttpResponse:
    sentence = ngettext(
        "Ask again in %(seconds)s second.", "Ask again in %(seconds)s seconds.", wait
    ) % {"seconds": wait}
    more = gettext("Whoever needs everything takes the data package: one file with all tables.")
    return problem(429, sentence, more, headers={"Retry-After": str(wait)})
