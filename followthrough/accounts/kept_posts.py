"""What somebody was sending when their sign-in had run out: kept for after it (rule R6).

The fields lie in the anonymous session, which the sign-in carries on, under the page that the form
stood on. A view that shows a form asks `sent(request)` and fills the form with what comes back;
nothing is done without the person pressing the button again. What no form took back is shown on
the page as words to copy (`left`). Files are not kept: the form says that they have to be chosen
again.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict

_KEY = "kept_posts"
# Among the facts of the request: this page gives something back.
_GIVEN_BACK = "followthrough.kept_post"
# Characters of one form, encoded; more than the longest report with all its texts.
MOST = 64 * 1024
# How many pages' forms are kept at a time.
MOST_PAGES = 3


def keep(request: HttpRequest) -> None:
    """Keep the posted fields under their page, unless they are too long."""
    fields = request.POST.copy()
    fields.pop("csrfmiddlewaretoken", None)
    encoded = fields.urlencode()
    if not encoded or len(encoded) > MOST:
        return
    path = urlsplit(page(request)).path
    kept: dict[str, str] = request.session.get(_KEY, {})
    kept.pop(path, None)
    kept[path] = encoded
    request.session[_KEY] = dict(list(kept.items())[-MOST_PAGES:])


def page(request: HttpRequest) -> str:
    """The address of the page whose form is sent: many forms send to an address of their own."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host() or not came_from.path.startswith("/"):
        return request.path
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


def sent(request: HttpRequest) -> QueryDict | None:
    """What is sent now, even if that is nothing at all; or what was kept for this page."""
    return request.POST if request.method == "POST" else take(request)


def take(request: HttpRequest) -> QueryDict | None:
    """What was kept for this page, once; None if nothing was or nobody is signed in."""
    if request.method != "GET" or not request.user.is_authenticated:
        return None
    kept: dict[str, str] = request.session.get(_KEY, {})
    if request.path not in kept:
        return None
    encoded = kept.pop(request.path)
    request.session[_KEY] = kept
    # The page says so, wherever the form stands on it.
    request.META[_GIVEN_BACK] = True
    return QueryDict(encoded)


def is_given_back(request: HttpRequest) -> bool:
    """Whether this page shows what was kept, in a form or to copy."""
    return _GIVEN_BACK in request.META


def left(request: HttpRequest) -> list[str]:
    """The sentences kept for this page that no form of it took back."""
    fields = take(request)
    if fields is None:
        return []
    return [words for _name, words in _pairs(fields) if " " in words.strip()]


def _pairs(fields: QueryDict) -> list[tuple[str, str]]:
    return [(name, str(one)) for name, every in fields.lists() for one in every]
