"""The IRM's coding as the coordinator enters it from the IRM's reports."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from followthrough.accounts import kept_posts
from followthrough.accounts.permissions import Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.forms.forum import CodingForm
from followthrough.plans.models import Plan
from followthrough.reporting.irm import SCHEME_NAMES, value_label
from followthrough.reporting.models import Coding
from followthrough.reporting.operations.codings import enter_coding
from followthrough.reporting.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ENTER_CODING)
def codings(request: HttpRequest) -> HttpResponse:
    person = person_at(request)
    plan = get_object_or_404(Plan, pk=getattr(Plan.objects.current(), "pk", None))
    form = CodingForm(plan, kept_posts.sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            by = person.acting(Permission.ENTER_CODING)
            enter_coding(form.cleaned_data["commitment"], form.values(), by=by, at=now())
            messages.success(request, gettext("The coding is entered and public."))
            return redirect("desk:codings")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "rows": _rows(plan)}
    return render(request, "desk/forum/codings.html", context)


def _rows(plan: Plan) -> list[dict[str, object]]:
    found = Coding.objects.filter(commitment__plan=plan).select_related("commitment__plan")
    return [
        {
            "coding": one,
            "value": value_label(one.scheme, one.aspect, one.value),
            "scheme": SCHEME_NAMES.get(one.scheme, one.scheme),
        }
        for one in found.order_by("commitment__number", "aspect", "-entered_at")
    ]
