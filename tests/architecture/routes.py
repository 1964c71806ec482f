"""Every route with the view behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from followthrough.accounts.permissions import access_of


@dataclass(frozen=True)
class Route:
    path: str
    name: str
    view: Callable[..., Any]

    @property
    def access(self) -> str | None:
        return access_of(self.view)


def routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "/"))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield Route(path, pattern.name or "", pattern.callback)
