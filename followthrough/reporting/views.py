"""The files of evidence, as downloads that no browser runs: for public pages and desks alike."""

from django.http import FileResponse, Http404

from followthrough.reporting.models import Evidence


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
