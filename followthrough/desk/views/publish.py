"""Publishing a report that was checked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from followthrough.accounts.permissions import Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.views.verify import report_of
from followthrough.reporting.operations import publishing
from followthrough.reporting.refusals import Refusal


@require_POST
@requires(Permission.PUBLISH)
def report(request: HttpRequest, round: str, institution: str) -> HttpResponse:
    person = person_at(request)
    one = report_of(person, round, institution)
    by = person.acting(Permission.PUBLISH, one.institution_id)
    try:
        publishing.publish(one, by=by, at=now())
        messages.success(request, gettext("The report is public now."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:verify_report", round, institution)
