""" "Not the right person?" Naming a successor, and deciding on one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from followthrough.accounts import kept_posts, operations
from followthrough.accounts.models import HandOver, Tenure
from followthrough.accounts.permissions import Actor, Permission, Person, person_at, requires
from followthrough.accounts.queries import day_of
from followthrough.accounts.refusals import Refusal
from followthrough.desk.clock import now
from followthrough.desk.forms.people import ActForm, RefuseForm, SuccessorForm
from followthrough.desk.queries.people import name_of

WAITING = HandOver.State.NAMED


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.HAND_OVER)
def hand_over(request: HttpRequest) -> HttpResponse:
    person = person_at(request)
    sent = kept_posts.sent(request)
    own = list(_own(person))
    chosen = _chosen(own, str((sent or request.GET).get("tenure", "")))
    form = SuccessorForm(sent, today=day_of(now()))
    if request.method == "POST" and chosen and form.is_valid():
        try:
            by = _acting(person, chosen.pk)
            named = operations.name_successor(chosen.pk, **form.cleaned_data, by=by, at=now())
            told = gettext("%(name)s is named. Until it is confirmed, the post stays with you.")
            messages.success(request, told % {"name": named.successor_name})
            return redirect("desk:hand_over")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "desk/people/hand_over.html", _page(own, chosen, form))


@require_POST
@requires(Permission.HAND_OVER)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_at(request)
    one = get_object_or_404(HandOver, pk=pk, tenure__in=_own(person))
    try:
        operations.withdraw_hand_over(pk, by=_acting(person, one.tenure_id), at=now())
        messages.success(request, gettext("Taken back. The post stays with you."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:hand_over")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_at(request)
    one = _decidable(pk)
    form = ActForm(kept_posts.sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            by = person.acting(Permission.MANAGE_PEOPLE, one.tenure.post.institution_id)
            operations.confirm_hand_over(pk, act=form.cleaned_data["act"], by=by, at=now())
            messages.success(request, gettext("Confirmed. The successor is invited by mail."))
            return redirect("desk:people")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _decision(request, one, confirm=form)


@require_POST
@requires(Permission.MANAGE_PEOPLE)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_at(request)
    one = _decidable(pk)
    form = RefuseForm(request.POST)
    if form.is_valid():
        try:
            by = person.acting(Permission.MANAGE_PEOPLE, one.tenure.post.institution_id)
            operations.refuse_hand_over(pk, form.cleaned_data["reason"], by=by, at=now())
            messages.success(request, gettext("Refused. The reason goes to who holds the post."))
            return redirect("desk:people")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _decision(request, one, refuse=form)


def _own(person: Person) -> "list[Tenure]":
    keys = [one.tenure_id for one in person.actors if one.tenure_id]
    found = Tenure.objects.filter(pk__in=keys).select_related("post__institution")
    return list(found.prefetch_related("hand_overs"))


def _chosen(own: list[Tenure], key: str) -> Tenure | None:
    """The tenure that the address or the form names, or the only one there is."""
    return next((one for one in own if str(one.pk) == key), own[0] if len(own) == 1 else None)


def _acting(person: Person, tenure_id: int) -> Actor:
    # Who holds two posts hands over exactly one of them.
    return next(one for one in person.actors if one.tenure_id == tenure_id)


def _page(own: list[Tenure], chosen: Tenure | None, form: SuccessorForm) -> dict[str, object]:
    rows = [{"tenure": one, "institution": name_of(one.post.institution)} for one in own]
    waiting = [one for one in chosen.hand_overs.all() if one.state == WAITING] if chosen else []
    return {
        "rows": rows,
        "chosen": chosen,
        "institution": name_of(chosen.post.institution) if chosen else "",
        "waiting": waiting[0] if waiting else None,
        "form": form,
    }


def _decidable(pk: int) -> HandOver:
    related = ("tenure__post__institution", "tenure__user")
    return get_object_or_404(HandOver.objects.select_related(*related), pk=pk)


def _decision(
    request: HttpRequest,
    one: HandOver,
    *,
    confirm: ActForm | None = None,
    refuse: RefuseForm | None = None,
) -> HttpResponse:
    context = {
        "hand_over": one,
        "is_waiting": one.state == WAITING,
        "institution": name_of(one.tenure.post.institution),
        "form": refuse or confirm,
        "confirm_form": confirm or ActForm(),
        "refuse_form": refuse or RefuseForm(),
    }
    return render(request, "desk/people/decide.html", context)
