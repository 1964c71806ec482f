"""Reminding by hand: whom, with which words, who is left out and why; then what became of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from followthrough.accounts.permissions import Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.queries.board.late import late
from followthrough.desk.queries.board.reading import read
from followthrough.desk.queries.reminders import named, sent_today
from followthrough.reminders.operations.by_hand import preview, remind
from followthrough.reporting.models import Report


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Permission.REMIND)
def reminders(request: HttpRequest) -> HttpResponse:
    """The mails that would go for the chosen reports; sent when pressed, each once a day."""
    reports = _chosen(request, request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        remind(reports, by=person_at(request).acting(Permission.REMIND), at=now())
        return HttpResponseRedirect(f"{reverse('desk:reminders_sent')}?{_query(reports)}")
    sending = preview(reports, now())
    context: dict[str, Any] = {"reports": reports, "sending": sending, "most_open": MOST_OPEN}
    return render(request, "desk/reminders/preview.html", context)


# More mails than these are folded.
MOST_OPEN = 3


@require_safe
@never_cache
@requires(Permission.REMIND)
def sent(request: HttpRequest) -> HttpResponse:
    """The receipt: what went today for these reports, and who got nothing."""
    reports = _chosen(request, request.GET)
    at = now()
    gone = sent_today(reports, at)
    heard = {one.user_id for one in gone}
    # Who was reminded just now is no longer left out because of it.
    left = [one for one in preview(reports, at).skipped if not one.user or one.user.pk not in heard]
    return render(request, "desk/reminders/sent.html", {"sent": gone, "skipped": left})


def _chosen(request: HttpRequest, asked: QueryDict) -> list[Report]:
    """The ticked reports, or all that are late."""
    reading = read(person_at(request), now())
    if reading is None:
        raise Http404
    if "all" in asked:
        return [one.report for one in late(reading)]
    keys = [int(key) for key in asked.getlist("report") if key.isdecimal()]
    return named(reading.plan, reading.person, keys)


def _query(reports: list[Report]) -> str:
    return urlencode([("report", one.pk) for one in reports])
