"""Who holds which post: the coordinator's page, inviting, the act, the end; and one's own team."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from followthrough.accounts import kept_posts, operations
from followthrough.accounts.models import Role, Tenure
from followthrough.accounts.permissions import Permission, person_at, requires, signed_in
from followthrough.accounts.queries import day_of
from followthrough.accounts.refusals import Refusal
from followthrough.desk.clock import now
from followthrough.desk.forms.people import ActForm, EndForm, InviteForm
from followthrough.desk.queries.people import alarms, name_of, places

PAGE = "desk/people/people.html"


@require_http_methods(["GET", "HEAD"])
@requires(Permission.MANAGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    today = day_of(now())
    found = places(today)
    return render(request, PAGE, {"places": found, "alarms": alarms(found, today)})


@require_http_methods(["GET", "HEAD"])
@signed_in
def team(request: HttpRequest) -> HttpResponse:
    person = person_at(request)
    own = [one.institution_id for one in person.actors if one.institution_id]
    context = {"places": places(day_of(now()), only=own), "me": person.user_id}
    return render(request, "desk/people/team.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def invite(request: HttpRequest) -> HttpResponse:
    person = person_at(request)
    asked = {name: request.GET.get(name, "") for name in ("institution", "role")}
    initial = {"role": Role.CONTACT.value, "starts_on": day_of(now()), "language": "sq", **asked}
    form = InviteForm(kept_posts.sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            by = person.acting(Permission.MANAGE_PEOPLE, form.cleaned_data["institution"].pk)
            tenure = operations.appoint(**form.cleaned_data, by=by, at=now())
            messages.success(
                request,
                gettext("The invitation to %(email)s is on its way.")
                % {"email": tenure.user.email},
            )
            return redirect("desk:people")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "desk/people/invite.html", {"form": form})


@require_http_methods(["GET", "HEAD"])
@requires(Permission.MANAGE_PEOPLE)
def tenure(request: HttpRequest, pk: int) -> HttpResponse:
    return _tenure(request, pk)


@require_POST
@requires(Permission.MANAGE_PEOPLE)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_at(request)
    form = ActForm(request.POST)
    if not form.is_valid():
        return _tenure(request, pk, act_form=form)
    one = get_object_or_404(Tenure.objects.select_related("post"), pk=pk)
    by = person.acting(Permission.MANAGE_PEOPLE, one.post.institution_id)
    operations.record_act(pk, form.cleaned_data["act"], by=by, at=now())
    messages.success(request, gettext("The appointing act is noted."))
    return redirect("desk:tenure", pk)


@require_POST
@requires(Permission.MANAGE_PEOPLE)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_at(request)
    one = get_object_or_404(Tenure.objects.select_related("post"), pk=pk)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            by = person.acting(Permission.MANAGE_PEOPLE, one.post.institution_id)
            operations.end_tenure(pk, form.cleaned_data["ends_on"], by=by, at=now())
            messages.success(request, gettext("The last day of the tenure is set."))
            return redirect("desk:people")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _tenure(request, pk, end_form=form)


def _tenure(
    request: HttpRequest,
    pk: int,
    *,
    act_form: ActForm | None = None,
    end_form: EndForm | None = None,
) -> HttpResponse:
    related = ("post__institution", "user")
    one = get_object_or_404(Tenure.objects.select_related(*related), pk=pk)
    context = {
        "tenure": one,
        "institution": name_of(one.post.institution),
        "form": act_form or end_form,
        "act_form": act_form or ActForm(initial={"act": one.act}),
        "end_form": end_form or EndForm(initial={"ends_on": one.ends_on or day_of(now())}),
        "history": one.post.tenures.select_related("user").exclude(pk=pk),
    }
    return render(request, "desk/people/tenure.html", context)
