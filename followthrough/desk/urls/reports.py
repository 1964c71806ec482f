"""Filing a report: /my/reports/<round>/<institution>/…"""

from django.urls import path

from followthrough.desk.views import clearance, entry, on_behalf, report

_REPORT = "my/reports/<slug:round>/<slug:institution>/"
_ENTRY = _REPORT + "<slug:commitment>/<slug:place>/"

urlpatterns = [
    # Before the entries, whose addresses have two parts more.
    path(_REPORT, report.report, name="report"),
    path(_REPORT + "check/", report.check, name="report_check"),
    path(_REPORT + "done/", report.done, name="report_done"),
    path(_REPORT + "copy.docx", clearance.copy, {"form": "docx"}, name="report_docx"),
    path(_REPORT + "copy.pdf", clearance.copy, {"form": "pdf"}, name="report_pdf"),
    path(_REPORT + "no-change/", report.no_change, name="report_no_change"),
    path(_REPORT + "confirm/", on_behalf.confirm, name="report_confirm"),
    path(_REPORT + "on-behalf/", on_behalf.begin, name="report_on_behalf"),
    path(_ENTRY, entry.entry, name="entry"),
    path(_ENTRY + "evidence/", entry.entry_evidence, name="entry_evidence"),
]
