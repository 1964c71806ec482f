"""What is wrong with a request, in sentences; as JSON in the form of RFC 9457."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PROBLEM = "application/problem+json"
MOST_SENTENCES = 10
TITLES: dict[int, Promise] = {
    400: _("The request cannot be read."),
    404: _("There is nothing at this address."),
    405: _("This address can only be read."),
    422: _("The request asks for something that does not exist here."),
    429: _("Too many requests from your address."),
}


def problem(status: int, *sentences: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """`sentences` say what is wrong and what to do."""
    title = str(TITLES[status])
    written = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": " ".join(sentences) or title,
        "errors": list(sentences),
    }
    body = json.dumps(written, ensure_ascii=False).encode()
    response = HttpResponse(body, PROBLEM, status, headers=headers)
    response.headers["Vary"] = "Accept-Language"
    response.headers["Cache-Control"] = "no-store"
    return response


def sentences(errors: Iterable[Mapping[str, Any]]) -> list[str]:
    """One for each parameter that does not fit."""
    return [_sentence(str(one["loc"][-1]), one["type"], one.get("ctx", {})) for one in errors]


# By the first word of the library's name for what is wrong.
_WRONG: dict[str, Promise] = {
    "greater": _("%(name)s must be at least %(ge)s."),
    "less": _("%(name)s must be at most %(le)s."),
    "int": _("%(name)s must be a whole number."),
    "bool": _("%(name)s must be true or false."),
    "date": _("%(name)s must be a day like 2026-11-25."),
    "enum": _("%(name)s must be one of: %(expected)s."),
}
_OTHERWISE = _("%(name)s is not written as it has to be; the documentation says how.")


def _sentence(name: str, kind: str, context: Mapping[str, Any]) -> str:
    words = _WRONG.get(kind.partition("_")[0], _OTHERWISE)
    return str(words) % {"name": name, **context}


def unknown(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Parameters that an address does not read: a mistyped filter must not show everything."""
    allowed = ", ".join(sorted(known)) or "–"
    return [
        gettext("There is no parameter “%(name)s” here. There is: %(known)s.")
        % {"name": name[:100], "known": allowed}
        for name in sorted(set(names) - set(known))[:MOST_SENTENCES]
    ]
