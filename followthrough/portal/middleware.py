"""The language of a request is the first part of its path, and nothing else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from followthrough.lib.languages import BY_PREFIX, INTERFACE, choose

type_of_next = Callable[[HttpRequest], HttpResponse]


class LanguageFromPath:
    """Activates the language that the path names; pages without one get the browser's, or English.

    No cookie and no session decide it, so that an address always shows the same page.
    """

    def __init__(self, get_response: type_of_next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        prefix = request.path_info.lstrip("/").split("/", 1)[0]
        language = BY_PREFIX.get(prefix)
        chosen = language or choose(request.headers.get("Accept-Language", "")) or INTERFACE[-1]
        request.LANGUAGE_CODE = chosen.code
        translation.activate(chosen.code)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", chosen.tag)
        return response
