"""Signing in as anybody of the cast with one click. Routed in the demonstration only."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from followthrough.accounts.models import Role, Tenure
from followthrough.accounts.permissions import public
from followthrough.accounts.queries import day_of
from followthrough.lib.clock import now

# Where each finds something to do; everybody else begins at their tasks.
FIRST_PAGES = {
    Role.COORDINATOR: "desk:verify",
    Role.DEPUTY_CHAIR: "desk:verify",
    Role.FORUM_MEMBER: "desk:forum",
    Role.ADMINISTRATOR: "desk:people",
}


@public
@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    held = Tenure.objects.held_on(day_of(now())).select_related("post__institution", "user")
    order = [role.value for role in Role]
    people = sorted(held, key=lambda one: (order.index(one.post.role), one.post.institution.slug))
    return render(request, "demo/cast.html", {"people": people, "moment": now()})


@public
@require_POST
def sign_in(request: HttpRequest, tenure: int) -> HttpResponse:
    found = get_object_or_404(Tenure.objects.held_on(day_of(now())), pk=tenure)
    login(request, found.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(FIRST_PAGES.get(Role(found.post.role), "desk:my"))
