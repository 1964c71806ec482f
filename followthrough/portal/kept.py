"""Public pages kept rendered until the next publication or the next day, and never stale.

A page depends on what is published and, because deadlines pass, on the day. Both are in its stamp.
The stamp is read before the page is built: a publication in between makes the next reader build it
anew, and nobody is served a page older than the stamp read for their own request.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from threading import Lock

from cachetools import LRUCache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from followthrough.portal.now import Now, now_of

type_of_page = Callable[..., HttpResponseBase]
# Each server process keeps its own copies.
MOST_BYTES = 20_000_000


@dataclass(frozen=True)
class Copy:
    """An answer as rendered and the headers that the view set."""

    body: bytes
    headers: dict[str, str]

    @cached_property
    def compressed(self) -> bytes:
        return gzip.compress(self.body, compresslevel=6, mtime=0)

    @property
    def size(self) -> int:
        # Compressed, a page is less than half as large again.
        return len(self.body) * 3 // 2


copies: LRUCache[str, Copy] = LRUCache(MOST_BYTES, getsizeof=lambda copy: copy.size)
_lock = Lock()


def kept(*parameters: str) -> Callable[[type_of_page], type_of_page]:
    """Keep what a view answers; `parameters` are the query parameters that it reads.

    The view is called with (request, now, …) and must not read the clock, cookies or any other
    parameter itself. Only answers with status 200 are kept.
    """

    def decorate(view: type_of_page) -> type_of_page:
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            # The context processor finds the moment here, so that no page asks for it twice.
            moment = now_of(request)
            asked = "&".join(f"{name}={_given(request, name)!r}" for name in parameters)
            return kept_answer(request, asked, lambda: view(request, moment, *args, **kwargs))

        return answer

    return decorate


def kept_answer(
    request: HttpRequest, asked: str, build: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The answer to what was `asked` at the request's address, built anew only if it must be.

    A file that is sent from the disk is not kept, but has the stamp like all others.
    """
    moment = now_of(request)
    etag = moment.etag
    if etag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", "")):
        return _with_headers(HttpResponseNotModified(), etag)
    key = _key(request, moment, asked)
    with _lock:
        copy = copies.get(key)
    if copy is None:
        response = build()
        if response.status_code != HttpResponse.status_code:
            return response
        if not isinstance(response, HttpResponse):
            return _with_stamp(response, etag)
        copy = _keep(key, response)
    return _with_headers(_from_copy(request, copy), etag)


def _given(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "")[:200]


def _key(request: HttpRequest, moment: Now, asked: str) -> str:
    # Pages carry their own full address (permalinks), so host and scheme are part of the key.
    return f"{moment.stamp}:{request.scheme}://{request.get_host()}{request.path}?{asked}"


def _keep(key: str, response: HttpResponse) -> Copy:
    copy = Copy(response.content, dict(response.headers))
    if copy.size <= MOST_BYTES:
        with _lock:
            copies[key] = copy
    return copy


def _from_copy(request: HttpRequest, copy: Copy) -> HttpResponse:
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        return HttpResponse(copy.compressed, headers={**copy.headers, "Content-Encoding": "gzip"})
    return HttpResponse(copy.body, headers=copy.headers)


def _with_headers(response: HttpResponse, etag: str) -> HttpResponseBase:
    # For `front`, which answers from here on.
    response.is_kept = True  # type: ignore[attr-defined]
    return _with_stamp(response, etag)


def _with_stamp(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response.headers["ETag"] = etag
    # Every use is checked against the stamp: a reader never sees yesterday's answer.
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    return response
