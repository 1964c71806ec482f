"""What every page shows around its content."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from followthrough.lib.languages import BY_CODE, INTERFACE
from followthrough.lib.text import TranslatedText
from followthrough.portal.now import Now


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language."""

    name: str
    html_lang: str
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """The frame of every page; asks the database nothing."""
    moment: Now | None = getattr(request, "now", None)
    code = get_language() or INTERFACE[-1].code
    plan = moment.plan if moment else None
    return {
        "site": {
            "html_lang": BY_CODE[code].tag,
            "languages": language_links(request),
            "title": plan.title if plan else TranslatedText(),
            "name": settings.SERVICE_NAME,
            "nav": _links(request, _navigation(code)),
            "footer": _links(request, _footer(code)),
            "coordinator": plan.coordinator.name if plan and plan.coordinator else None,
            "permalink": _permalink(request),
            "is_demo": settings.DEMO,
            "plan_slug": plan.slug if plan else "",
        }
    }


def _permalink(request: HttpRequest) -> str:
    try:
        return request.build_absolute_uri()
    except DisallowedHost:
        # The page that says so must not fail for the same reason.
        return ""


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """One link a language, to the page at hand, keeping what was asked of it."""
    current = get_language()
    rest = request.get_full_path().partition("/")[2].partition("/")[2]
    return [
        LanguageLink(
            language.name, language.tag, f"/{language.prefix}/{rest}", language.code == current
        )
        for language in INTERFACE
    ]


@cache
def _navigation(language: str) -> list[tuple[str, str]]:
    return _addresses(
        ("portal:home", gettext("Overview")),
        ("portal:commitments", gettext("Commitments")),
        ("portal:outputs", gettext("Expected outputs")),
        ("portal:institutions", gettext("Institutions")),
        ("portal:reporting", gettext("Who reported")),
        ("portal:data", gettext("Data")),
    )


@cache
def _footer(language: str) -> list[tuple[str, str]]:
    return _addresses(
        ("portal:how_it_works", gettext("How it works")),
        ("portal:coordination", gettext("How the coordination is doing")),
        ("portal:data", gettext("Data")),
        ("portal:accessibility", gettext("Accessibility")),
        ("account_login", gettext("Sign in")),
    )


def _addresses(*entries: tuple[str, str]) -> list[tuple[str, str]]:
    return [(reverse(name), label) for name, label in entries]


def _links(request: HttpRequest, entries: list[tuple[str, str]]) -> list[Link]:
    return [Link(label, url, request.path == url) for url, label in entries]
