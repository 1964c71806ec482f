"""A document as the file that a browser saves."""

from django.http import HttpResponse

from followthrough.lib.documents.docx import to_docx
from followthrough.lib.documents.pdf import to_pdf
from followthrough.lib.documents.tree import Document

FORMS = {
    "docx": (
        to_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (to_pdf, "application/pdf"),
}


def answer(document: Document, form: str, name: str) -> HttpResponse:
    """The document as a download; `name` is plain ASCII and has no ending yet."""
    render, content_type = FORMS[form]
    response = HttpResponse(render(document), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
