"""The same rows as the API's outputs, by hand: what one writes who needs just this list."""

from collections import defaultdict
from datetime import date

from django.http import HttpRequest, JsonResponse  # noqa: TID251 - a view like any other
from django.urls import path

from followthrough.plans.models import Involvement, Output
from followthrough.urls import urlpatterns as ours

FIELDS = (
    "commitment_id",
    "commitment__code",
    "commitment__number",
    "milestone__number",
    "number",
    "title",
    "unconfirmed",
    *[
        f"{which}_deadline__{name}"
        for which in ("current", "original")
        for name in ("words", "starts_on", "ends_on", "precision", "every_months")
    ],
)


def outputs(request: HttpRequest) -> JsonResponse:
    found = Output.objects.order_by("commitment__number", "number").values(*FIELDS)
    rows = list(found[:200])
    leads = defaultdict(list)
    wanted = {row["commitment_id"] for row in rows}
    parts = Involvement.objects.filter(role="lead", commitment__in=wanted)
    for commitment, slug in parts.values_list("commitment_id", "institution__slug"):
        leads[commitment].append(slug)
    today = date.today()  # noqa: DTZ011 - good enough by hand
    for row in rows:
        row["title"] = row["title"].to_json()
        row["leads"] = leads[row["commitment_id"]]
        end = row["current_deadline__ends_on"]
        row["schedule"] = "due_unreported" if end and end < today else "not_due"
        row["completion"] = "not_known"
    return JsonResponse({"count": Output.objects.count(), "data": rows})


urlpatterns = [path("by-hand/", outputs), *ours]
