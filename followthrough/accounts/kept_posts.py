"""What somebody was sending when their sign-in had run out: kept for after it (rule R6).

The fields lie in the anonymous session, which the sign-in carries on. A view that shows a form asks
`take(request)` on GET and fills the form with what comes back; nothing is sent without the person
pressing the button again. Files are not kept: the form says that they have to be chosen again.
"""

from django.http import HttpRequest, QueryDict

_KEY = "kept_posts"
# Characters of one form, encoded; more than the longest report with all its texts.
MOST = 64 * 1024
# How many pages' forms are kept at a time.
MOST_PAGES = 3


def keep(request: HttpRequest) -> None:
    """Keep the posted fields under the path, unless they are too long."""
    fields = request.POST.copy()
    fields.pop("csrfmiddlewaretoken", None)
    encoded = fields.urlencode()
    if not encoded or len(encoded) > MOST:
        return
    kept: dict[str, str] = request.session.get(_KEY, {})
    kept.pop(request.path, None)
    kept[request.path] = encoded
    request.session[_KEY] = dict(list(kept.items())[-MOST_PAGES:])


def take(request: HttpRequest) -> QueryDict | None:
    """What was kept for this path, once; None if nothing was or nobody is signed in."""
    if request.method != "GET" or not request.user.is_authenticated:
        return None
    kept: dict[str, str] = request.session.get(_KEY, {})
    if request.path not in kept:
        return None
    encoded = kept.pop(request.path)
    request.session[_KEY] = kept
    return QueryDict(encoded)
