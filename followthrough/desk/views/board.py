"""The coordinator's desk: six queues, and each of them whole on a page of its own."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from followthrough.accounts.models import User
from followthrough.accounts.operations import note_visit
from followthrough.accounts.permissions import Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.queries.board.alarms import alarms
from followthrough.desk.queries.board.board import board, looked_at
from followthrough.desk.queries.board.coming import coming
from followthrough.desk.queries.board.decisions import decisions
from followthrough.desk.queries.board.late import late
from followthrough.desk.queries.board.news import grouped
from followthrough.desk.queries.board.readiness import Ready, Step, steps
from followthrough.desk.queries.board.reading import Reading, read
from followthrough.desk.queries.board.since import events_since, kind_of
from followthrough.desk.queries.board.to_verify import to_verify

# So many rows of a queue stand on the desk; the number above them leads to all.
MOST_ROWS = 6
MOST = {"most": f":{MOST_ROWS}", "most_shown": MOST_ROWS}
QUEUES: dict[str, Callable[[Reading], Sequence[object]]] = {
    "alarms": alarms,
    "late": late,
    "to_verify": to_verify,
    "decisions": decisions,
    "coming": coming,
}
# Where each queue is shown whole.
URLS = {
    "alarms": reverse_lazy("desk:alarms"),
    "late": reverse_lazy("desk:late"),
    "to_verify": reverse_lazy("desk:waiting"),
    "decisions": reverse_lazy("desk:decisions"),
    "coming": reverse_lazy("desk:coming"),
    "readiness": reverse_lazy("desk:readiness"),
}


@require_safe
@never_cache
@requires(Permission.OPEN_DESK)
def home(request: HttpRequest) -> HttpResponse:
    at = now()
    reading = read(person_at(request), at)
    if reading is None:
        return render(request, "desk/board/no_plan.html")
    shown = board(reading, seen_at=_visit(request, at))
    context = {"board": shown, "urls": URLS, **MOST}
    return render(request, "desk/board/home.html", context)


def _visit(request: HttpRequest, at: datetime) -> datetime | None:
    user = request.user
    return note_visit(user, at=at) if isinstance(user, User) else None


@require_safe
@requires(Permission.OPEN_DESK)
def queue(request: HttpRequest, name: str) -> HttpResponse:
    """One queue whole; the route names which."""
    heading = f"desk/board/headings/{name}.html"
    context = {"name": name, "heading": heading, "rows": QUEUES[name](_reading(request))}
    return render(request, "desk/board/queue.html", context)


@require_safe
@requires(Permission.OPEN_DESK)
def readiness(request: HttpRequest) -> HttpResponse:
    """The reports of the round at hand: all, or those that have reached a step, or have not."""
    reading = _reading(request)
    found = steps(reading)
    step, has = _step(found, request.GET.get("step", "")), request.GET.get("has") != "0"
    context = {"reading": reading, "steps": found, "step": step, "has": has}
    context["rows"] = _of_step(step, found[0], has=has)
    return render(request, "desk/board/readiness.html", context)


def _step(found: list[Step], code: str) -> Step | None:
    return next((one for one in found if one.code == code), None)


def _of_step(step: Step | None, every: Step, *, has: bool) -> list[Ready]:
    if step is None:
        return sorted([*every.done, *every.missing], key=lambda one: one.report.institution.slug)
    return step.done if has else step.missing


@require_safe
@requires(Permission.OPEN_DESK)
def since(request: HttpRequest) -> HttpResponse:
    """What others did after a moment: all of it, or one kind."""
    reading = _reading(request)
    moment = looked_at(_moment(request.GET.get("after", "")), reading.at)
    kind = request.GET.get("kind", "")
    events = events_since(moment, reading.person)
    chosen = [one for one in events if kind in {"", kind_of(one.verb)}]
    context = {"moment": moment, "kind": kind, "groups": grouped(chosen, reading)}
    return render(request, "desk/board/since.html", context)


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _reading(request: HttpRequest) -> Reading:
    found = read(person_at(request), now())
    if found is None:
        raise Http404
    return found
