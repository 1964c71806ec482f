"""The files behind what is published, as downloads that no browser runs."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from followthrough.accounts.permissions import public
from followthrough.reporting.models import Evidence


@require_safe
@public
def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    """A file that a published entry names and nobody marked as private; else there is none."""
    evidence = Evidence.objects.public().filter(pk=pk).exclude(file="").first()
    if evidence is None:
        raise Http404
    return download(evidence, is_public=True)


def download(evidence: Evidence, *, is_public: bool) -> FileResponse:
    """The file under the name its sender gave it. What somebody uploaded is never shown here."""
    try:
        content = evidence.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        content,
        as_attachment=True,
        filename=evidence.file_name,
        content_type=evidence.media_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    # A correction may take it out of public sight at any time.
    response.headers["Cache-Control"] = "no-cache" if is_public else "private, no-store"
    return response
