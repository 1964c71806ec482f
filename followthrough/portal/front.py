"""Serving kept pages before any other work is done.

A page whose address asks nothing is answered here, from the copy finished for the reader before,
headers and all, so long as nothing was published since. Everything else goes on to `kept`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from followthrough.portal.now import now_of

type_of_next = Callable[[HttpRequest], HttpResponse]
MOST_ANSWERS = 2000


@dataclass(frozen=True)
class Finished:
    """An answer as it went out, with every header that any middleware gave it."""

    etag: str
    body: bytes
    headers: dict[str, str]


class ServeKept:
    """The first middleware after the static files'."""

    def __init__(self, get_response: type_of_next) -> None:
        self.get_response = get_response
        self.answers: LRUCache[str, Finished] = LRUCache(MOST_ANSWERS)
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or request.META.get("QUERY_STRING"):
            return self.get_response(request)
        key = _key(request)
        with self.lock:
            finished = self.answers.get(key)
        if finished and finished.etag == now_of(request).etag:
            return _answer(request, finished)
        response = self.get_response(request)
        if getattr(response, "is_kept", False) and response.status_code == HttpResponse.status_code:
            self._keep(key, response)
        return response

    def _keep(self, key: str, response: HttpResponse) -> None:
        # A middleware that comes later may still add to these very headers: they are copied.
        headers = dict(response.headers)
        with self.lock:
            self.answers[key] = Finished(headers["ETag"], response.content, headers)


def _key(request: HttpRequest) -> str:
    # The host has been found good when an answer was kept under it, so no other is ever in a key.
    packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    return f"{request.scheme}://{request.META.get('HTTP_HOST')}{request.path}:{packed}"


def _answer(request: HttpRequest, finished: Finished) -> HttpResponse:
    if finished.etag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
        response: HttpResponse = HttpResponseNotModified()
        for name in ("ETag", "Cache-Control", "Vary", "Content-Language"):
            response.headers[name] = finished.headers[name]
        return response
    return HttpResponse(finished.body, headers=finished.headers)
