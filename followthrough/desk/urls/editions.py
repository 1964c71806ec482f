"""The consolidated reports: /desk/reports/…"""

from django.urls import URLPattern, path

from followthrough.desk.views import edition_text, editions

_REPORT = "desk/reports/<slug:round>/"

urlpatterns: list[URLPattern] = [
    path("desk/reports/", editions.editions, name="editions"),
    path(_REPORT + "compile/", editions.edition, name="edition"),
    path(_REPORT + "preview/", editions.preview, name="edition_preview"),
    path(_REPORT + "preview.<slug:form>", editions.preview_file, name="edition_preview_file"),
    path(
        _REPORT + "compile/<slug:section>/<slug:language>/",
        edition_text.edition_text,
        name="edition_text",
    ),
]
