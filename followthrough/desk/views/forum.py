"""One page on which a forum organisation rates every commitment: drafts kept, signed at once."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from followthrough.accounts import kept_posts
from followthrough.accounts.models import Institution
from followthrough.accounts.permissions import Actor, Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.forms.forum import RatingForm
from followthrough.plans.models import Plan
from followthrough.reporting.operations.ratings import (
    RatingConflict,
    save_rating,
    sign_filled,
    sign_rating,
)
from followthrough.reporting.queries.ratings import sheet
from followthrough.reporting.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RATE, Permission.ENTER_CODING)
def forum(request: HttpRequest) -> HttpResponse:
    own = _organisations(request)
    if not own:
        return redirect("desk:codings")
    organisation = _chosen(request, own)
    forms = _forms(request, organisation)
    if request.method == "POST" and _save(request, organisation, forms):
        return redirect(_address(organisation))
    context = {"forms": forms, "organisation": organisation, "own": own}
    return render(request, "desk/forum/forum.html", context)


@require_POST
@requires(Permission.RATE)
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """What the page saves by itself while somebody writes."""
    organisation = _chosen(request, _organisations(request))
    form = _form(request, organisation, key)
    if form.is_valid():
        _save_draft(form, organisation, _actor(request, organisation))
    return render(request, "desk/forum/saved.html", {"form": form})


@require_POST
@requires(Permission.RATE)
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Sign a new version of one rating."""
    organisation = _chosen(request, _organisations(request))
    form = _form(request, organisation, key)
    by = _actor(request, organisation)
    try:
        if form.is_valid():
            sign_rating(
                form.row.commitment,
                organisation,
                form.opinion(),
                seen=form.version_seen(),
                by=by,
                at=now(),
            )
            messages.success(request, gettext("The new version is signed and public."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(_address(organisation) + f"#{key}")


def _organisations(request: HttpRequest) -> list[Institution]:
    """The organisations that the person rates for: one for each post in the Forum."""
    person = person_at(request)
    return list(Institution.objects.filter(person.within(Permission.RATE, "pk")))


def _chosen(request: HttpRequest, own: list[Institution]) -> Institution:
    slug = request.POST.get("as") or request.GET.get("as")
    if slug is None and own:
        return own[0]
    for one in own:
        if one.slug == slug:
            return one
    raise Http404


def _actor(request: HttpRequest, organisation: Institution) -> Actor:
    person = person_at(request)
    return person.acting(Permission.RATE, organisation.pk)


def _address(organisation: Institution) -> str:
    return f"{reverse('desk:forum')}?{urlencode({'as': organisation.slug})}"


def _forms(request: HttpRequest, organisation: Institution) -> list[RatingForm]:
    plan = Plan.objects.current()
    rows = sheet(plan, organisation) if plan else []
    sent = kept_posts.sent(request)
    return [RatingForm(row, sent) for row in rows]


def _form(request: HttpRequest, organisation: Institution, key: str) -> RatingForm:
    for form in _forms(request, organisation):
        if form.row.commitment.key == key:
            return form
    raise Http404


def _save_draft(form: RatingForm, organisation: Institution, by: Actor) -> None:
    """Save, or leave the reason on the form; a conflict brings what a colleague has saved."""
    try:
        saved = save_rating(
            form.row.commitment,
            organisation,
            form.opinion(),
            seen=form.version_seen(),
            by=by,
            at=now(),
        )
        form.current = saved
    except RatingConflict as refusal:
        form.current = refusal.current
        form.add_error(None, str(refusal))
    except Refusal as refusal:
        form.add_error(None, str(refusal))


def _save(request: HttpRequest, organisation: Institution, forms: list[RatingForm]) -> bool:
    """Save every draft, and sign the filled ones when that was asked; whether all went well."""
    by = _actor(request, organisation)
    written = [form for form in forms if form.is_open]
    for form in written:
        if form.is_valid():
            _save_draft(form, organisation, by)
    good = [form for form in written if not form.errors]
    if "sign" in request.POST:
        every = [form.row.commitment for form in good]
        signed = sign_filled(every, organisation, by=by, at=now())
        if signed:
            words = ngettext(
                "%(count)s rating is signed and public.",
                "%(count)s ratings are signed and public.",
                len(signed),
            )
            messages.success(request, words % {"count": len(signed)})
        by_commitment = {one.commitment_id: one for one in signed}
        for form in good:
            form.current = by_commitment.get(form.row.commitment.pk, form.current)
            _say_what_is_missing(form)
    else:
        messages.success(request, gettext("The drafts are saved. Nobody else sees them."))
    return not any(form.errors for form in written)


def _say_what_is_missing(form: RatingForm) -> None:
    if form.is_signed or form.current is None:
        return
    if not form.current.completion:
        form.add_error("completion", gettext("Choose a level, then sign."))
    if not form.current.sentence:
        form.add_error("sentence", gettext("Say in one sentence why, then sign."))
