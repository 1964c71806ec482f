""" "Are you still the contact person?" One click after signing in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from followthrough.accounts.permissions import Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.reminders.operations.still_you import confirm_post
from followthrough.reminders.queries.still_you import questions


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Permission.HAND_OVER)
def still_you(request: HttpRequest) -> HttpResponse:
    asked = questions(person_at(request))
    if request.method == "POST":
        chosen = request.POST.get("tenure", "")
        for one in asked:
            if str(one.actor.tenure_id) == chosen:
                confirm_post(by=one.actor, at=now())
        messages.success(request, gettext("Thank you. Nothing else is needed until the report."))
        return redirect("desk:still_you")
    return render(request, "desk/ladder/still_you.html", {"questions": asked})
