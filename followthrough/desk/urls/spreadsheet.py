"""Reports as Excel files: …/excel/ under a report and under a round."""

from django.urls import URLPattern, path

from followthrough.desk.views import spreadsheet

_REPORT = "my/reports/<slug:round>/<slug:institution>/excel/"
_ROUND = "desk/rounds/<slug:slug>/excel/"

# Before the entries, whose addresses have as many parts.
urlpatterns: list[URLPattern] = [
    path(_REPORT, spreadsheet.report_spreadsheet, name="report_spreadsheet"),
    path(_REPORT + "file/", spreadsheet.report_file, name="report_file"),
    path(_ROUND, spreadsheet.round_spreadsheet, name="round_spreadsheet"),
    path(_ROUND + "file/", spreadsheet.round_file, name="round_file"),
]
