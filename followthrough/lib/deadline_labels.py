"""Deadlines in the reader's language, as exactly as the plan names them and no more."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from followthrough.lib.deadlines import MONTHS_A_YEAR, Due, Precision, Quarter, quarter_of

HALVES = ((1, 6), (7, 12))


def quarter_label(quarter: Quarter) -> str:
    """Like "Q4 2026", "TM4 2026", "4. kvartal 2026."."""
    return gettext("Q%(number)s %(year)s") % {"number": quarter.number, "year": quarter.year}


def half_label(day: date) -> str:
    """The half-year a day lies in: "January–June 2026"."""
    if day.month <= MONTHS_A_YEAR // 2:
        return gettext("January–June %(year)s") % {"year": day.year}
    return gettext("July–December %(year)s") % {"year": day.year}


def period_label(first: date, last: date) -> str:
    """A reporting period in words: "January–June 2026", or its days where it is no half-year."""
    if (first.month, last.month) in HALVES and first.year == last.year:
        return half_label(first)
    days = {"first": date_format(first, "DATE_FORMAT"), "last": date_format(last, "DATE_FORMAT")}
    return gettext("%(first)s – %(last)s") % days


def deadline_label(due: Due) -> str:
    """The deadline in the active language, without its plan's own words."""
    match due.precision:
        case Precision.DAY:
            return date_format(due.end, "DATE_FORMAT")
        case Precision.MONTH:
            return date_format(due.end, "YEAR_MONTH_FORMAT")
        case Precision.QUARTER:
            return quarter_label(quarter_of(due.end))
        case Precision.HALF:
            return half_label(due.end)
        case Precision.YEAR:
            return gettext("%(year)s") % {"year": due.end.year}
        case Precision.CONTINUOUS:
            return _continuous(due)


def _continuous(due: Due) -> str:
    years = {"first": due.start.year, "last": due.end.year}
    span = gettext("continuous, %(first)s–%(last)s") % years
    if not due.every_months:
        return span
    every = ngettext("every month", "every %(count)s months", due.every_months)
    return f"{span}, {every % {'count': due.every_months}}"
