"""Error pages: what happened, and what to do, in the language of the address."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


class NothingYet(Http404):
    """The page would tell of a plan, and none has been entered here yet."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    page = "portal/empty.html" if isinstance(exception, NothingYet) else "404.html"
    return render(request, page, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request: whatever failed may fail again in the frame of a page.
    return HttpResponseServerError(render_to_string("500.html"))
