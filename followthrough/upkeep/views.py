"""The pages of the first hour, and the one for whoever watches the machine."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.accounts.permissions import CONSOLE, public
from followthrough.lib.clock import now
from followthrough.plans.importers.plan_file import MOST_BYTES, PlanFileError
from followthrough.plans.importers.workbook import read_plan_or_workbook
from followthrough.plans.operations.import_plan import ImportRefused
from followthrough.plans.queries import Document
from followthrough.upkeep import first_time
from followthrough.upkeep.checks.finding import Weight
from followthrough.upkeep.checks.machine import worker
from followthrough.upkeep.forms import FirstSignInForm, SetUpForm
from followthrough.upkeep.operations.setting_up import Coordinator, NotSetUp, bundled_plan, set_up


@public
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 and "ok", or 503 and the part that is not: no data, no language."""
    try:
        found = [one for one in worker(now()) if one.weight is Weight.MEND]
    except DatabaseError:
        return HttpResponse("database\n", content_type="text/plain", status=503)
    if found:
        return HttpResponse("worker\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_page(request: HttpRequest) -> HttpResponse:
    """Only in an empty installation that the service was started on."""
    if not first_time.set_up_code():
        raise Http404
    form = SetUpForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            tenure = set_up(_document(form.cleaned_data), _who(form), by=CONSOLE, at=now())
        except (PlanFileError, ImportRefused) as problem:
            form.add_error("file", problem.sentences)
        except NotSetUp as problem:
            form.add_error("plan", str(problem))
        else:
            code = first_time.first_code(tenure.user, now())
            context = {"user": tenure.user, "code": code, "days": first_time.DAYS}
            return render(request, "upkeep/set_up_done.html", context)
    return render(request, "upkeep/set_up.html", {"form": form})


def _document(cleaned: dict[str, Any]) -> Document:
    if cleaned["plan"] != "file":
        return bundled_plan(cleaned["plan"])
    return read_plan_or_workbook(cleaned["file"].read(MOST_BYTES + 1))


def _who(form: SetUpForm) -> Coordinator:
    told = form.cleaned_data
    return Coordinator(told["name"], told["email"], told["language"])


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_sign_in(request: HttpRequest) -> HttpResponse:
    """Only until somebody has signed in."""
    if not first_time.nobody_signed_in():
        raise Http404
    form = FirstSignInForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        user = first_time.holder_of(told["email"], told["code"], now())
        if user is not None:
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            # Fresh enough to set up the second step with.
            record_authentication(request, user, "code")
            return redirect("desk:my")
        form.add_error(
            "code",
            gettext(
                "Address and code do not go together, or the code is older than a week. "
                "“followthrough init” prints a new one on the console."
            ),
        )
    return render(request, "upkeep/first_sign_in.html", {"form": form})
