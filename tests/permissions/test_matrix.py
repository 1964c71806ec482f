"""Every route × every role × own and foreign institution × nobody, against the table.

The routes come from the URL table, what is expected from `accounts.permissions`: a new route
needs no line here unless its address names a new kind of thing (world.py).
"""

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from followthrough.accounts.permissions import access_of
from tests.architecture.routes import Route, routes
from tests.permissions.judge import differences
from tests.permissions.world import PK, PLAIN, World, build, kwargs

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return build()


def all_routes() -> list[Route]:
    with override("en"):
        return routes()


def unlisted(found: list[Route], things: dict[str, str]) -> list[str]:
    """Routes whose address names something of which there is no sample."""
    known = {*things, *PLAIN}
    return [
        route.path
        for route in found
        if set(kwargs(route)) - known or ("pk" in kwargs(route) and route.name not in PK)
    ]


def pattern_of(name: str) -> URLPattern:
    def walk(patterns: list[URLPattern | URLResolver]) -> list[URLPattern]:
        found = []
        for one in patterns:
            found += walk(one.url_patterns) if isinstance(one, URLResolver) else [one]
        return found

    return next(one for one in walk(get_resolver().url_patterns) if one.name == name)


def test_every_route_has_samples(world: World) -> None:
    assert not unlisted(all_routes(), world.things["mlga"])


def test_a_route_without_samples_would_be_seen(world: World) -> None:
    strange = Route("/en/desk/things/<int:thing>/", "thing", lambda: None)
    uncounted = Route("/en/desk/things/<int:pk>/", "thing", lambda: None)

    assert len(unlisted([strange, uncounted], world.things["mlga"])) == 2


def test_every_route_does_what_the_table_says(world: World) -> None:
    found = all_routes()

    assert len(found) > 50
    assert not [one for route in found for one in differences(route, world)]


def _undecorated(view: Any) -> Any:
    """The view as it was written, still saying who may use it: as if the check were forgotten."""
    access, inner = access_of(view), view
    while hasattr(inner, "__wrapped__"):
        inner = inner.__wrapped__

    def open_door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = inner(request, *args, **kwargs)
        return answer

    open_door.access = access  # type: ignore[attr-defined]
    return open_door


@pytest.mark.parametrize("name", ["people", "invite", "obstacles", "me"])
def test_one_decorator_less_is_caught(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    pattern = pattern_of(name)
    route = next(one for one in all_routes() if one.name == name)
    assert not list(differences(route, world))

    monkeypatch.setattr(pattern, "callback", _undecorated(pattern.callback))

    assert list(differences(route, world))
