"""The addresses of the API that are no list: what there is, how to ask, and the page about both."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext

from followthrough.accounts.permissions import public
from followthrough.api.answers import JSON, LANGUAGES, MOST, USUAL, answer
from followthrough.api.described import ADDRESSES, META, PARAMETERS, Described
from followthrough.api.openapi import PREFIX, document
from followthrough.portal.kept import kept, kept_answer
from followthrough.portal.now import Now


def index(request: HttpRequest) -> HttpResponseBase:
    """Every list by name, and where the description is."""

    def build() -> HttpResponse:
        lists = [one.path for one in ADDRESSES if one.is_list]
        found = {path.strip("/"): request.build_absolute_uri(PREFIX + path) for path in lists}
        about = {"openapi": request.build_absolute_uri(reverse("api:openapi"))}
        return answer(about, found)

    return kept_answer(request, "", build)


def openapi(request: HttpRequest) -> HttpResponseBase:
    def build() -> HttpResponse:
        body = json.dumps(document(), indent=1, ensure_ascii=False).encode()
        return HttpResponse(body, JSON, headers={"Content-Language": LANGUAGES})

    return kept_answer(request, "", build)


def nothing(request: HttpRequest) -> HttpResponseBase:
    raise Http404(
        gettext("The addresses that there are stand at %(address)s.")
        % {"address": request.build_absolute_uri(reverse("api:index"))}
    )


@dataclass(frozen=True)
class Shown:
    """An address as the page shows it."""

    one: Described
    address: str
    example: str
    parameters: list[tuple[str, Promise, str]]


@public
@kept()
def documentation(request: HttpRequest, moment: Now) -> HttpResponse:
    described = document()
    root = request.build_absolute_uri(PREFIX)
    context = {
        "root": root,
        "openapi": reverse("api:openapi"),
        "shown": [_shown(one, described, root) for one in ADDRESSES],
        "meta": META.items(),
        "usual": USUAL,
        "most": MOST,
        "requests": settings.API_REQUESTS_A_MINUTE,
    }
    return render(request, "api/documentation.html", context)


def _shown(one: Described, described: dict[str, Any], root: str) -> Shown:
    operation = described["paths"][PREFIX + one.path]["get"]
    found = [
        (parameter["name"], PARAMETERS[parameter["name"]], _codes(parameter["schema"], described))
        for parameter in operation.get("parameters", [])
        if parameter["name"] not in {"limit", "offset"}
    ]
    place = one.path.partition("{")[0]
    example = f"{root}{one.path}?{one.example}" if one.is_list else f"{root}{place}{one.example}"
    return Shown(one, root + one.path, example if one.example else "", found)


def _codes(schema: dict[str, Any], described: dict[str, Any]) -> str:
    """What a parameter may be, where it is one of few."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return ", ".join(described["components"]["schemas"][name]["enum"]) if name else ""
