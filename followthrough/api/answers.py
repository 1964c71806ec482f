"""The form of every answer: what it is about, then the data; kept until the next publication."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from threading import Lock
from typing import Annotated, Any

from cachetools import LRUCache
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import urlencode
from django.utils.translation import gettext
from ninja import Field, Schema
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from followthrough.api.problems import problem, unknown
from followthrough.portal.kept import kept_answer
from followthrough.portal.now import now_of
from followthrough.portal.queries.shared import Shared
from followthrough.portal.table_files import about, languages_of
from followthrough.portal.tables import Table, as_json

JSON = "application/json"
USUAL = 50
MOST = 200
FARTHEST = 1_000_000
MOST_COUNTS = 1_000
# Texts come in all languages, whichever the reader's is.
LANGUAGES = "sq, sr-Latn, en"


def written_as(kind: str, form: str) -> Callable[[Any], Any]:
    """A check that a parameter has that form, before the library reads it in its generous ways."""
    pattern = re.compile(form, re.ASCII)

    def check(value: Any) -> Any:
        if isinstance(value, str) and not pattern.fullmatch(value):
            raise PydanticCustomError(f"{kind}_form", "not of the form")
        return value

    return check


Digits = BeforeValidator(written_as("int", r"-?\d{1,15}"))


class Paging(Schema):
    """How many rows, and from which on."""

    limit: Annotated[int, Digits] = Field(USUAL, ge=1, le=MOST)
    offset: Annotated[int, Digits] = Field(0, ge=0, le=FARTHEST)


_counts: LRUCache[str, int] = LRUCache(MOST_COUNTS)
_lock = Lock()
type_of_found = QuerySet[Any] | Sequence[Any]
# Rows of a table to JSON values.
type_of_told = Callable[[Shared, Sequence[Any], date], Sequence[Any]]


def listed(
    request: HttpRequest,
    asked: Paging,
    found: Callable[[Shared, date], type_of_found],
    told: type_of_told,
) -> HttpResponseBase:
    """A page of a list. Two queries beside those of `told`."""
    if wrong := unknown(request.GET, type(asked).model_fields):
        return problem(422, *wrong)

    def build() -> HttpResponse:
        shared, today = _published(request)
        rows = found(shared, today)
        page = rows[asked.offset : asked.offset + asked.limit]
        data = told(shared, list(page), today)
        count = _count(request, rows, asked, len(data))
        links = _links(request, asked, count)
        paging = {"count": count, "limit": asked.limit, "offset": asked.offset}
        next_and_last = {name: links.get(name) for name in ("next", "previous")}
        response = answer({**about(shared, today), **paging, **next_and_last}, data)
        if links:
            named = (f'<{url}>; rel="{_rel(name)}"' for name, url in links.items())
            response.headers["Link"] = ", ".join(named)
        return response

    return kept_answer(request, str(asked.model_dump()), build)


def one(
    request: HttpRequest, found: Callable[[Shared, date], Mapping[str, Any] | None]
) -> HttpResponseBase:
    """One thing, or the sentence that there is none."""
    if wrong := unknown(request.GET, ()):
        return problem(422, *wrong)

    def build() -> HttpResponse:
        shared, today = _published(request)
        data = found(shared, today)
        if data is None:
            raise Http404(gettext("The list that this belongs to names all that there are."))
        return answer(about(shared, today), data)

    return kept_answer(request, "", build)


def rows_of(table: Table) -> type_of_told:
    """The rows as the dictionary describes them."""

    def told(shared: Shared, rows: Sequence[Any], today: date) -> list[dict[str, Any]]:
        languages = languages_of(shared)
        return [as_json(table, languages, row) for row in table.told(shared, rows, today)]

    return told


def answer(meta: Mapping[str, Any], data: Any) -> HttpResponse:
    body = json.dumps({"meta": meta, "data": data}, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body.encode(), JSON, headers={"Content-Language": LANGUAGES})


def _published(request: HttpRequest) -> tuple[Shared, date]:
    moment = now_of(request)
    if moment.shared is None:
        raise Http404(gettext("No action plan has been entered here yet."))
    return moment.shared, moment.today


def _count(request: HttpRequest, rows: type_of_found, asked: Paging, on_page: int) -> int:
    """How many there are in all: counted once a publication, whichever page is asked for first."""
    if not isinstance(rows, QuerySet):
        return len(rows)
    if 0 < on_page < asked.limit:
        return asked.offset + on_page
    filters = asked.model_dump(exclude={"limit", "offset"})
    key = f"{now_of(request).stamp}:{request.path}:{filters}"
    with _lock:
        known = _counts.get(key)
    if known is None:
        known = rows.count()
        with _lock:
            _counts[key] = known
    return known


def _links(request: HttpRequest, asked: Paging, count: int) -> dict[str, str]:
    """The neighbouring pages by name."""
    places = {}
    if asked.offset + asked.limit < count:
        places["next"] = asked.offset + asked.limit
        places["last"] = (count - 1) // asked.limit * asked.limit
    if asked.offset > 0:
        places["first"] = 0
        places["previous"] = max(0, min(asked.offset, count) - asked.limit)
    return {name: _address(request, asked, place) for name, place in places.items()}


def _address(request: HttpRequest, asked: Paging, offset: int) -> str:
    given = {**asked.model_dump(mode="json", exclude_defaults=True), "offset": offset}
    query = urlencode({name: _written(value) for name, value in given.items()})
    return request.build_absolute_uri(f"{request.path}?{query}")


def _written(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _rel(name: str) -> str:
    return "prev" if name == "previous" else name
