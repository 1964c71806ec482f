"""Checking what was filed, publishing and correcting it: /desk/verify/…"""

from django.urls import URLPattern, path

from followthrough.desk.views import contributions, corrections, evidence, publish, verify

ENTRY = "desk/verify/<slug:round>/<slug:institution>/<str:commitment>/<str:place>/"

urlpatterns: list[URLPattern] = [
    path("desk/verify/", verify.queue, name="verify"),
    path("desk/verify/<slug:round>/<slug:institution>/", verify.report, name="verify_report"),
    path("desk/verify/<slug:round>/<slug:institution>/publish/", publish.report, name="publish"),
    path(ENTRY, verify.entry, name="verify_entry"),
    path("desk/corrections/", corrections.corrections, name="corrections"),
    path("desk/corrections/<int:pk>/", corrections.decide, name="correction"),
    path("my/published/<int:pk>/correct/", corrections.correct, name="correct"),
    path("my/evidence/<int:pk>/", evidence.file, name="evidence_file"),
    path("my/entries/<int:pk>/contributions/", contributions.of_entry, name="contributions"),
    path("my/contributions/<int:pk>/", contributions.decide, name="contribution"),
    path("contribute/<str:token>/", contributions.contribute, name="contribute"),
    path("contribute/<str:token>/done/", contributions.done, name="contribute_done"),
]
