"""The report as Word and PDF, for whoever clears it to read and sign."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from followthrough.accounts.permissions import Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.document_files import answer
from followthrough.desk.finding import report_of
from followthrough.reporting.documents import clearance_copy


@require_safe
@never_cache
@requires(Permission.READ_REPORT)
def copy(request: HttpRequest, round: str, institution: str, form: str) -> HttpResponse:
    """Made anew at every download: a draft on paper is worth little when it is an old one."""
    one = report_of(person_at(request), round, institution)
    name = f"{one.round.slug}-{one.institution.slug}"
    if settings.DEMO:
        name = f"{gettext('EXAMPLE')}-{name}"
    return answer(clearance_copy(one, at=now()), form, name)
