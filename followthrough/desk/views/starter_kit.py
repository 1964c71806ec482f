"""The starter kit: which papers there are, and each as a Word file in each language."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from followthrough.accounts.permissions import Permission, requires
from followthrough.desk import kit
from followthrough.desk.clock import now
from followthrough.desk.document_files import answer
from followthrough.lib.languages import BY_PREFIX, INTERFACE
from followthrough.plans.models import Plan


@require_safe
@requires(Permission.MANAGE_PEOPLE)
def papers(request: HttpRequest) -> HttpResponse:
    shown = {"papers": kit.PAPERS, "languages": INTERFACE, "has_plan": Plan.objects.exists()}
    return render(request, "desk/starter_kit.html", shown)


@require_safe
@never_cache
@requires(Permission.MANAGE_PEOPLE)
def paper(request: HttpRequest, paper: str, language: str) -> HttpResponse:
    """Made anew at every download, from the data as they are then."""
    if paper not in kit.BY_SLUG or language not in BY_PREFIX:
        raise Http404
    document = kit.paper_of(paper, BY_PREFIX[language].code, at=now())
    if document is None:
        raise Http404
    mark = f"{gettext('EXAMPLE')}-" if settings.DEMO else ""
    return answer(document, "docx", f"{mark}{paper}-{language}")
