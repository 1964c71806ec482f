"""Routes of the API, which speaks no one language, and of the page about it."""

from collections.abc import Iterator

from django.urls import URLPattern, path, re_path

from followthrough.api import views
from followthrough.api.door import opened
from followthrough.api.resources import api

app_name = "api"


def _resources() -> Iterator[URLPattern]:
    """The library's own routes, behind our door; its root and pages are ours."""
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            yield URLPattern(pattern.pattern, opened(pattern.callback), name=f"v1_{pattern.name}")


# /api/v1/
resources = [
    path("", opened(views.index), name="index"),
    path("openapi.json", opened(views.openapi), name="openapi"),
    *_resources(),
    re_path(r"^.*$", opened(views.nothing), name="nothing"),
]

# /<language>/data/api/
pages = [path("data/api/", views.documentation, name="documentation")]
