"""The bare Django page that Followthrough is compared with: a constant body of any size."""

from functools import cache

from django.http import HttpRequest, HttpResponse  # noqa: TID251 - a view like any other
from django.urls import path


def bare(request: HttpRequest, size: int = 0) -> HttpResponse:
    return HttpResponse(_body(size))


@cache
def _body(size: int) -> bytes:
    return b"x" * size


# Under the prefix of a language, as every page of Followthrough.
urlpatterns = [path("", bare), path("en/bare/<int:size>/", bare)]
