"""The year's days off: as the library of holidays knows them, and as they were corrected."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from followthrough.accounts import kept_posts
from followthrough.accounts.permissions import Permission, person_at, requires
from followthrough.desk.clock import now
from followthrough.desk.forms.ladder import DayOffForm, WorkingDayForm
from followthrough.desk.forms.obstacles import written
from followthrough.desk.statuses import CONFLICT, UNFIT
from followthrough.lib.readings import plain
from followthrough.lib.working_days import holidays_of
from followthrough.plans.models import CalendarDay, Plan
from followthrough.plans.operations.calendar import CalendarRefused, add_day_off, remove_day_off

# Years that a form of days offers; the library knows many more.
FIRST_YEAR, LAST_YEAR = 2020, 2040


@dataclass(frozen=True)
class DayOff:
    """A line of the list. `correction` is why it is not, or not only, what the library says."""

    day: date
    name: str
    is_estimate: bool
    is_working: bool
    correction: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_CALENDAR)
def calendar(request: HttpRequest) -> HttpResponse:
    """The list of a year (`?year=`); a day off is added here."""
    plan = _plan()
    form = DayOffForm(request.POST if request.method == "POST" else kept_posts.take(request))
    if request.method != "POST":
        return _page(request, plan, _year(request, plan), add=form)
    if not form.is_valid():
        return _page(request, plan, _year(request, plan), add=form, status=UNFIT)
    day, by = form.cleaned_data["day"], person_at(request).acting(Permission.KEEP_CALENDAR)
    name, reason = written(form.cleaned_data["name"]), form.cleaned_data["reason"]
    try:
        add_day_off(plan, day, name=name, reason=reason, by=by, at=now())
    except CalendarRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, plan, day.year, add=form, status=CONFLICT)
    messages.success(request, gettext("Saved. Every day that is counted from now on knows it."))
    return redirect(_url(day.year))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_CALENDAR)
def working_day(request: HttpRequest) -> HttpResponse:
    """A day off that is worked after all; `?day=` fills in which."""
    plan = _plan()
    form = WorkingDayForm(
        request.POST if request.method == "POST" else kept_posts.take(request),
        initial=_day(request.GET.get("day", "")),
    )
    status = 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            if _remove(request, plan, form):
                return redirect(_url(form.cleaned_data["worked"].year))
            status = CONFLICT
    return render(request, "desk/ladder/working_day.html", {"form": form}, status=status)


def _remove(request: HttpRequest, plan: Plan, form: WorkingDayForm) -> bool:
    day, why = form.cleaned_data["worked"], form.cleaned_data["why"]
    by = person_at(request).acting(Permission.KEEP_CALENDAR)
    try:
        remove_day_off(plan, day, reason=why, by=by, at=now())
    except CalendarRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, gettext("Saved. Every day that is counted from now on knows it."))
    return True


def _plan() -> Plan:
    plan = Plan.objects.current()
    if plan is None:
        raise Http404
    return plan


def _year(request: HttpRequest, plan: Plan) -> int:
    asked = request.GET.get("year", "")
    if asked.isdecimal() and FIRST_YEAR <= int(asked[:4]) <= LAST_YEAR:
        return int(asked[:4])
    return plan.today(now()).year


def _day(written_day: str) -> date | None:
    try:
        return date.fromisoformat(written_day)
    except ValueError:
        return None


def _url(year: int) -> str:
    return f"{reverse('desk:calendar')}?year={year}"


def _page(
    request: HttpRequest, plan: Plan, year: int, *, add: Form, status: int = 200
) -> HttpResponse:
    shown = {
        "days": _days(plan, year),
        "year": year,
        "years": [one for one in (year - 1, year + 1) if FIRST_YEAR <= one <= LAST_YEAR],
        "form": add,
    }
    return render(request, "desk/ladder/calendar.html", shown, status=status)


def _days(plan: Plan, year: int) -> list[DayOff]:
    """The library's days and the corrections, in the order of the year. One query."""
    corrected = {
        one.day: one
        for one in CalendarDay.objects.filter(jurisdiction=plan.jurisdiction, day__year=year)
    }
    found = []
    for one in holidays_of(plan.jurisdiction, year, get_language() or "en"):
        correction = corrected.pop(one.day, None)
        why = correction.reason if correction else ""
        found.append(DayOff(one.day, one.name, one.is_estimate, bool(correction), why))
    found += [
        DayOff(one.day, plain(one.name), is_estimate=False, is_working=False, correction=one.reason)
        for one in corrected.values()
        if not one.is_working
    ]
    return sorted(found, key=lambda one: one.day)
