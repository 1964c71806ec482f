"""Correcting what is public: proposed by one, confirmed or refused by another."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followthrough.accounts import kept_posts
from followthrough.accounts.permissions import Permission, Person, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.forms.corrections import CorrectionForm
from followthrough.desk.views.verify import verifier
from followthrough.lib.deadline_labels import quarter_label
from followthrough.lib.deadlines import quarter_of
from followthrough.lib.readings import plain
from followthrough.lib.text import TranslatedText
from followthrough.reporting.choices import FIELD_NAMES
from followthrough.reporting.models import Change, Correction, Report
from followthrough.reporting.models.claim import CLAIMABLE
from followthrough.reporting.operations import corrections as operations
from followthrough.reporting.operations.corrections import BadCorrection
from followthrough.reporting.operations.verifying import may_verify
from followthrough.reporting.queries import corrections as queries
from followthrough.reporting.queries.verification import reason_label
from followthrough.reporting.refusals import Refusal

SEES = (Permission.PROPOSE_CORRECTION, Permission.VERIFY, Permission.VERIFY_COORDINATOR)
LABELS = {"change": dict(Change.choices), "completion": {one: one.label for one in CLAIMABLE}}


@require_safe
@requires(*SEES)
def corrections(request: HttpRequest) -> HttpResponse:
    """What waits for a second pair of eyes, then what was decided."""
    person = person_at(request)
    found = queries.reachable(person).order_by("decided_at", "-proposed_at")
    waiting = found.filter(state=Correction.State.PROPOSED)
    decided = queries.reachable(person).exclude(state=Correction.State.PROPOSED)
    context = {
        "waiting": [_shown(one, person) for one in waiting],
        "decided": [_shown(one, person) for one in decided.order_by("-decided_at")[:50]],
        "correctable": queries.correctable(person).filter(is_current=True),
    }
    return render(request, "desk/corrections/corrections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PROPOSE_CORRECTION)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose other answers for something published."""
    person = person_at(request)
    row = get_object_or_404(queries.correctable(person), pk=pk)
    form = CorrectionForm(row, kept_posts.sent(request))
    if request.method == "POST" and form.is_valid():
        by = person.acting(Permission.PROPOSE_CORRECTION, row.entry.report.institution_id)
        try:
            operations.propose(row, form.values(), form.erratum_text(), by=by, at=now())
            messages.success(
                request, gettext("The correction waits for another person to confirm it.")
            )
            return redirect("desk:corrections")
        except BadCorrection as refusal:
            form.add_error(None, str(refusal))
            form.blame(refusal.problems)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"row": row, "entry": row, "form": form}
    return render(request, "desk/corrections/correct.html", context)


@require_POST
@requires(Permission.VERIFY, Permission.VERIFY_COORDINATOR)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a correction, or refuse it with a reason."""
    person = person_at(request)
    one = get_object_or_404(queries.reachable(person), pk=pk)
    by = verifier(person, one.published.entry.report)
    decision = request.POST.get("decision", "")
    if decision not in {"confirm", "refuse"}:
        raise Http404
    try:
        if decision == "confirm":
            operations.confirm(one, by=by, at=now())
            messages.success(request, gettext("The corrected answers are public now."))
        else:
            operations.refuse(one, reason=request.POST.get("reason", ""), by=by, at=now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:corrections")


def _shown(one: Correction, person: Person) -> dict[str, Any]:
    report = one.published.entry.report
    is_own = person.user_id == one.proposed_by_user_id
    return {
        "one": one,
        "report": report,
        "entry": one.published,
        "lines": [
            (FIELD_NAMES[line.name], *_words(line, report)) for line in queries.differences(one)
        ],
        "is_own": is_own,
        "may_decide": not is_own and any(may_verify(report, actor) for actor in person.actors),
    }


def _words(line: queries.Difference, report: Report) -> tuple[str, str]:
    before, after = (_word(line.name, one, report) for one in (line.before, line.after))
    return before, after


def _word(name: str, value: Any, report: Report) -> str:
    if not value:
        return gettext("Nothing")
    if isinstance(value, TranslatedText):
        return plain(value)
    words: dict[str, Callable[[Any], Any]] = {
        "completed_on": lambda day: date_format(day, "DATE_FORMAT"),
        "expected_on": lambda day: quarter_label(quarter_of(day)),
        "reason": lambda code: plain(reason_label(report, code)) or code,
    }
    if name in words:
        return str(words[name](value))
    return str(LABELS.get(name, {}).get(value, value))  # type: ignore[attr-defined]
