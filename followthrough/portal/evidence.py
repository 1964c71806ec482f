"""The files behind what is published."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from followthrough.accounts.permissions import public
from followthrough.reporting.models import Evidence
from followthrough.reporting.views import download


@require_safe
@public
def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    """A file that a published entry names and nobody marked as private; else there is none."""
    evidence = Evidence.objects.public().filter(pk=pk).exclude(file="").first()
    if evidence is None:
        raise Http404
    return download(evidence, is_public=True)
