"""The letters to heads of institutions: drafted here, signed and sent on paper, recorded here."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.accounts import kept_posts
from followthrough.accounts.permissions import Permission, Person, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.document_files import FORMS, answer
from followthrough.desk.forms.ladder import SentForm
from followthrough.desk.statuses import CONFLICT, UNFIT
from followthrough.lib.languages import BY_PREFIX, own_name
from followthrough.reminders.letters import letter_document
from followthrough.reminders.models import Letter
from followthrough.reminders.operations.letters import record_sent
from followthrough.reminders.refusals import Refusal


@require_safe
@never_cache
@requires(Permission.REMIND)
def letters(request: HttpRequest) -> HttpResponse:
    found = _within(person_at(request)).order_by("-drafted_at", "report__institution__slug")
    waiting = [one for one in found if not one.is_sent and one.report.received_at is None]
    shown = {"waiting": waiting, "others": [one for one in found if one not in waiting]}
    return render(request, "desk/ladder/letters.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Permission.REMIND)
def letter(request: HttpRequest, round: str, institution: str) -> HttpResponse:
    """The files to sign, and the day and number once it has gone."""
    person = person_at(request)
    one = _of(person, round, institution)
    sent = request.POST if request.method == "POST" else kept_posts.take(request)
    today = one.report.round.plan.today(now())
    known = {"sent_on": one.sent_on or today, "protocol_number": one.protocol_number}
    form, status = SentForm(sent, initial=known), 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            by = person.acting(Permission.REMIND, one.report.institution_id)
            try:
                record_sent(one.pk, **form.cleaned_data, by=by, at=now())
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = CONFLICT
            else:
                messages.success(request, gettext("Recorded as sent."))
                return redirect("desk:letters")
    codes = one.report.round.plan.official_languages
    prefixes = {language.code: prefix for prefix, language in BY_PREFIX.items()}
    shown = {
        "letter": one,
        "form": form,
        "languages": [(prefixes[code], own_name(code)) for code in codes if code in prefixes],
    }
    return render(request, "desk/ladder/letter.html", shown, status=status)


@require_safe
@never_cache
@requires(Permission.REMIND)
def letter_file(
    request: HttpRequest, round: str, institution: str, language: str, kind: str
) -> HttpResponse:
    one = _of(person_at(request), round, institution)
    if language not in BY_PREFIX or kind not in FORMS:
        raise Http404
    document = letter_document(one, BY_PREFIX[language].code, at=now())
    return answer(document, kind, f"{round}-{institution}-{language}")


def _within(person: Person) -> "QuerySet[Letter]":
    reached = person.within(Permission.REMIND, "report__institution_id")
    related = ("report__round__plan__method", "report__round__plan__coordinator")
    return Letter.objects.filter(reached).select_related(*related, "report__institution")


def _of(person: Person, round: str, institution: str) -> Letter:
    found = _within(person).order_by("-report__round__plan__starts_on")
    one = found.filter(report__round__slug=round, report__institution__slug=institution).first()
    if one is None:
        raise Http404
    return one
