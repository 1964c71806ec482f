"""Handing out the files of evidence: to who may read the report, always as a download."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from followthrough.accounts.permissions import Permission, person_at, requires
from followthrough.reporting.models import Evidence
from followthrough.reporting.views import download


@require_safe
@requires(Permission.READ_REPORT)
def file(request: HttpRequest, pk: int) -> FileResponse:
    person = person_at(request)
    mine = Evidence.objects.filter(person.within(Permission.READ_REPORT, "institution_id"))
    evidence = get_object_or_404(mine, pk=pk)
    if not evidence.file:
        raise Http404
    return download(evidence, is_public=False)
