"""Published reports: as pages, and as files to take along. Each shows one frozen content."""

import json

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from followthrough.accounts.permissions import public
from followthrough.lib import example
from followthrough.lib.documents.html import to_html
from followthrough.plans.models import Plan
from followthrough.portal.kept import kept
from followthrough.portal.now import Now, now_of
from followthrough.publishing.models import Edition, EditionFile
from followthrough.publishing.queries import latest_published, of_plan
from followthrough.publishing.renderers.document import document
from followthrough.publishing.renderers.formats import JSON, MEDIA_TYPES
from followthrough.publishing.schema import SCHEMA_FILE


@public
@kept()
def reports(request: HttpRequest, moment: Now) -> HttpResponse:
    plan = _plan(moment)
    under_way = [one for one in of_plan(plan).unpublished() if one.cabinet_since]  # type: ignore[attr-defined]
    context = {"plan": plan, "editions": latest_published(plan), "under_way": under_way}
    return render(request, "portal/reports.html", context)


@public
@kept()
def latest(request: HttpRequest, moment: Now, round: str) -> HttpResponse:
    """The newest version of the report on a period."""
    return _page(request, moment, _found(_plan(moment), round))


@public
@kept()
def edition(request: HttpRequest, moment: Now, round: str, version: str) -> HttpResponse:
    return _page(request, moment, _found(_plan(moment), round, version))


@public
@kept()
def edition_json(request: HttpRequest, moment: Now, round: str, version: str) -> HttpResponse:
    """The frozen content itself: the bytes that the SHA-256 is of."""
    found = _found(_plan(moment), round, version)
    response = HttpResponse(found.content.encode(), content_type=JSON)
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(found, "json")}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@public
def edition_file(request: HttpRequest, round: str, version: str, form: str) -> FileResponse:
    """One format in the language of the address; there is none until the worker has made it."""
    found = _found(_plan(now_of(request)), round, version)
    file = found.files.filter(language=get_language(), format=form).exclude(file="").first()
    if file is None:
        raise Http404
    try:
        content = file.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    name = _name(found, form, get_language() or "")
    response = FileResponse(
        content, as_attachment=True, filename=name, content_type=MEDIA_TYPES[form]
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["ETag"] = f'"{file.sha256}"'
    response.headers["Cache-Control"] = "public, no-cache"
    return response


@public
@kept()
def report_schema(request: HttpRequest, moment: Now) -> HttpResponse:
    return HttpResponse(SCHEMA_FILE.read_bytes(), content_type="application/schema+json")


def _plan(moment: Now) -> Plan:
    if moment.plan is None:
        raise Http404
    return moment.plan


def _found(plan: Plan, round: str, version: str = "") -> Edition:
    """The version asked for; without one, the newest."""
    editions = of_plan(plan).published().filter(round__slug=round)  # type: ignore[attr-defined]
    for one in editions:
        if version in {"", one.version}:
            return one  # type: ignore[no-any-return]
    raise Http404


def _page(request: HttpRequest, moment: Now, found: Edition) -> HttpResponse:
    language = get_language() or ""
    published_at = found.published_at or moment.at
    made = document(json.loads(found.content), language, sha256=found.sha256, made_at=published_at)
    versions = _plan(moment).rounds.get(pk=found.round_id).editions.published()
    newest = versions.latest("number")
    context = {
        "edition": found,
        "document": made,
        "body": to_html(made),
        "files": found.files.filter(language=language).exclude(file=""),
        "newest": newest if newest.pk != found.pk else None,
        "versions": versions.defer("content", "facts"),
        "formats": EditionFile.Format,
    }
    return render(request, "portal/edition.html", context)


def _name(found: Edition, form: str, language: str = "") -> str:
    parts = [found.round.plan.slug, found.round.slug, found.version, language]
    return example.named(f"{'-'.join(one for one in parts if one)}.{form}")
