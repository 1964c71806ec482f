"""What can be read at /api/v1/, address by address."""

from datetime import date
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError

from followthrough.api import details, events, narrowing, parameters
from followthrough.api.answers import Paging, listed, one, rows_of
from followthrough.api.problems import problem, sentences
from followthrough.portal.plan_tables import COMMITMENTS, INSTITUTIONS, OUTPUTS
from followthrough.portal.progress_tables import ENTRIES, OBSTACLES, RATINGS, REPORTS
from followthrough.portal.queries.shared import Shared
from followthrough.portal.table_files import languages_of
from followthrough.portal.tables import as_json

VERSION = "1.0.0"
api = NinjaAPI(version=VERSION, urls_namespace="api", docs_url=None, openapi_url=None)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(422, *sentences(error.errors))


@api.exception_handler(Http404)
@api.exception_handler(SuspiciousOperation)
def passed_on(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answered at the door, as at every address."""
    raise error


@api.get("/plans")
def plans(request: HttpRequest, asked: Query[Paging]) -> HttpResponseBase:
    return listed(request, asked, lambda shared, today: [shared.plan], details.plans)


@api.get("/plans/{slug}")
def plan(request: HttpRequest, slug: Path[parameters.Code]) -> HttpResponseBase:
    def found(shared: Shared, today: date) -> dict[str, Any] | None:
        return details.plan(shared, shared.plan) if shared.plan.slug == slug else None

    return one(request, found)


@api.get("/commitments")
def commitments(request: HttpRequest, asked: Query[parameters.Commitments]) -> HttpResponseBase:
    return listed(
        request,
        asked,
        lambda shared, today: narrowing.commitments(asked, shared, today),
        rows_of(COMMITMENTS),
    )


@api.get("/commitments/{key}")
def commitment(request: HttpRequest, key: Path[parameters.Code]) -> HttpResponseBase:
    return one(request, lambda shared, today: details.commitment(shared, key, today))


@api.get("/outputs")
def outputs(request: HttpRequest, asked: Query[parameters.Outputs]) -> HttpResponseBase:
    return listed(
        request,
        asked,
        lambda shared, today: narrowing.outputs(asked, shared, today),
        rows_of(OUTPUTS),
    )


@api.get("/institutions")
def institutions(request: HttpRequest, asked: Query[Paging]) -> HttpResponseBase:
    return listed(request, asked, INSTITUTIONS.found, rows_of(INSTITUTIONS))


@api.get("/institutions/{slug}")
def institution(request: HttpRequest, slug: Path[parameters.Code]) -> HttpResponseBase:
    def found(shared: Shared, today: date) -> dict[str, Any] | None:
        rows = INSTITUTIONS.rows(shared, today)
        row = next((row for row in rows if row["slug"] == slug), None)
        return as_json(INSTITUTIONS, languages_of(shared), row) if row else None

    return one(request, found)


@api.get("/entries")
def entries(request: HttpRequest, asked: Query[parameters.Entries]) -> HttpResponseBase:
    return listed(
        request,
        asked,
        lambda shared, today: narrowing.entries(asked, shared, today),
        rows_of(ENTRIES),
    )


@api.get("/ratings")
def ratings(request: HttpRequest, asked: Query[parameters.Ratings]) -> HttpResponseBase:
    return listed(
        request,
        asked,
        lambda shared, today: narrowing.ratings(asked, shared, today),
        rows_of(RATINGS),
    )


@api.get("/reports")
def reports(request: HttpRequest, asked: Query[parameters.Reports]) -> HttpResponseBase:
    return listed(
        request,
        asked,
        lambda shared, today: narrowing.reports(asked, shared, today),
        rows_of(REPORTS),
    )


@api.get("/obstacles")
def obstacles(request: HttpRequest, asked: Query[parameters.Obstacles]) -> HttpResponseBase:
    return listed(
        request,
        asked,
        lambda shared, today: narrowing.obstacles(asked, shared, today),
        rows_of(OBSTACLES),
    )


@api.get("/events")
def log(request: HttpRequest, asked: Query[parameters.Events]) -> HttpResponseBase:
    return listed(request, asked, lambda shared, today: events.found(asked), events.told)
