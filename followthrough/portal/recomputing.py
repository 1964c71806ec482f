"""How every figure of the dashboard is recomputed from the tables: ten lines of Python each (R2).

A test takes the lines from the page, runs them on the data package, and compares.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.permissions import public
from followthrough.portal.errors import NothingYet
from followthrough.portal.kept import kept
from followthrough.portal.now import Now
from followthrough.portal.queries.periods import as_reported, periods
from followthrough.portal.queries.shared import Shared
from followthrough.portal.queries.tally import behind_schedule, tally_of_plan

NEXT_DAYS = 3


@dataclass(frozen=True)
class Recipe:
    """`prints` is what the lines print with the data of that day, as the pages know it."""

    name: str
    figure: Promise
    lines: str
    prints: Callable[[Shared, date], str]


_OUTPUTS = 'rows = [*csv.DictReader(open("data/outputs.csv", encoding="utf-8-sig"))]'
_COUNT = """
import csv
from collections import Counter
{rows}
for code, count in sorted(Counter(row["{column}"] for row in rows).items()):
    print(code, count)
"""


def _behind(shared: Shared, today: date) -> str:
    return f"{behind_schedule(shared, today)} of {shared.plan.commitments.count()}"


def _completion(shared: Shared, today: date) -> str:
    return _counted({one.value: n for one, n in tally_of_plan(shared, today).completion.items()})


def _schedule(shared: Shared, today: date) -> str:
    return _counted({one.value: n for one, n in tally_of_plan(shared, today).schedule.items()})


def _counted(counts: dict[str, int]) -> str:
    return "\n".join(f"{code} {count}" for code, count in sorted(counts.items()) if count)


def _sources(shared: Shared, today: date) -> str:
    found = tally_of_plan(shared, today).source
    return f"{found['verified']} {found['evidence_missing']} {found['no_report']}"


def _reported(shared: Shared, today: date) -> str:
    found = as_reported(shared)
    return f"{found.received} of {found.asked}" if found else "0 of 0"


def _periods(shared: Shared, today: date) -> str:
    found = []
    for one in periods(shared):
        if one.round:
            levels = {code.value: count for code, count in one.levels.items() if count}
            found.append(f"{one.round.slug} {dict(sorted(levels.items()))}")
    return "\n".join(found)


def _next_days(shared: Shared, today: date) -> str:
    days: Counter[str] = Counter()
    for upcoming, count in tally_of_plan(shared, today).upcoming.items():
        days[upcoming.day.isoformat()] += count
    return "\n".join(f"{day} {count}" for day, count in sorted(days.items())[:NEXT_DAYS])


RECIPES = (
    Recipe(
        "behind",
        _("How many commitments are behind schedule: those with an overdue expected output"),
        f"""
import csv
{_OUTPUTS}
late = {{row["commitment"] for row in rows if row["schedule"] == "overdue"}}
rows = [*csv.DictReader(open("data/commitments.csv", encoding="utf-8-sig"))]
print(len(late), "of", len(rows))
""",
        _behind,
    ),
    Recipe(
        "completion",
        _("How much is done: expected outputs by level"),
        _COUNT.format(rows=_OUTPUTS, column="completion"),
        _completion,
    ),
    Recipe(
        "schedule",
        _("Is it on time: expected outputs by answer"),
        _COUNT.format(
            rows=f"{_OUTPUTS}\nrows = [row for row in rows if row['schedule']]", column="schedule"
        ),
        _schedule,
    ),
    Recipe(
        "source",
        _("Who says so: verified, evidence missing, no report received"),
        f"""
import csv
{_OUTPUTS}
verified = sum(row["source"] == "verified" for row in rows)
unproved = sum(row["evidence_missing"] == "1" for row in rows)
silent = sum(row["no_report"] == "1" for row in rows)
print(verified, unproved, silent)
""",
        _sources,
    ),
    Recipe(
        "reported",
        _("How many institutions reported, in the newest period of which something is published"),
        """
import csv
rows = [*csv.DictReader(open("data/reports.csv", encoding="utf-8-sig"))]
newest = max((row["round"] for row in rows if row["published_at"]), default="")
asked = [row for row in rows if row["round"] == newest]
print(sum(row["received_on"] != "" for row in asked), "of", len(asked))
""",
        _reported,
    ),
    Recipe(
        "periods",
        _("Period by period: what was not told again keeps its last level"),
        """
import csv
from collections import Counter
def rows(name):
    return [*csv.DictReader(open(f"data/{name}.csv", encoding="utf-8-sig"))]
told, known = [row for row in rows("entries") if row["output"]], {}
for period in sorted({row["round"] for row in told}):
    now = [row for row in told if row["round"] == period]
    known |= {(row["commitment"], row["output"]): row["completion"] for row in now}
    levels = Counter(known.values()) + Counter(not_known=len(rows("outputs")) - len(known))
    print(period, dict(sorted(levels.items())))
""",
        _periods,
    ),
    Recipe(
        "next_days",
        _("The next three days on which something falls due, and how many expected outputs"),
        """
import collections, csv, datetime
found = collections.Counter()
for row in csv.DictReader(open("data/outputs.csv", encoding="utf-8-sig")):
    first, every = row["due_start"] or "2000-01", int(row["due_every_months"] or 9999)
    start = int(first[:4]) * 12 + int(first[5:7]) - 1
    months = range(start + every, start + 600, every)
    days = [str(datetime.date(n // 12, n % 12 + 1, 1) - datetime.timedelta(1)) for n in months]
    ends = [day for day in [*days, row["due_end"]] if row["as_of"] <= day <= row["due_end"]]
    if ends and row["schedule"] and "done" not in row["schedule"]: found[min(ends)] += 1
for day, count in sorted(found.items())[:3]: print(day, count)
""",
        _next_days,
    ),
)


@public
@kept()
def recompute(request: HttpRequest, moment: Now) -> HttpResponse:
    shared = moment.shared
    if shared is None:
        raise NothingYet
    shown = [(one, one.lines.strip(), one.prints(shared, moment.today)) for one in RECIPES]
    context = {"shown": shown, "shared": shared, "today": moment.today}
    return render(request, "portal/recompute.html", context)
