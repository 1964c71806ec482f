"""What the answers of an entry are called and may be, for the form and the workbook alike."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution, InstitutionKind
from followthrough.lib.deadline_labels import quarter_label
from followthrough.lib.deadlines import Quarter, quarter_of
from followthrough.reporting.models import Change, Entry
from followthrough.reporting.models.claim import CLAIMABLE

# The first round asks for the state since the plan began: other words for the same codes.
FIRST_WORDS = {
    Change.NO_CHANGE: _("Nothing yet"),
    Change.PROGRESS: _("Work has begun"),
    Change.COMPLETED: _("Completed"),
    Change.PROBLEM: _("Problem or delay"),
}
QUARTERS_PAST_THE_PLAN = 4
TEXTS = ("done", "next_step", "help_needed")
FIELD_NAMES = {
    "change": _("What happened"),
    "completion": _("How much is done now"),
    "completed_on": _("Completed on"),
    "occurrences": _("How many times in all"),
    "done": _("What was done"),
    "reason": _("Main reason"),
    "reason_words": _("Which other reason"),
    "expected_on": _("Expected finish"),
    "next_step": _("Next step"),
    "help_needed": _("Help needed"),
    "help_from": _("Help asked of"),
}


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


def change_choices(is_first: bool) -> list[Choice]:
    """No change last: it ends the page, and a habit should not be the first thing offered."""
    ordered = (Change.PROGRESS, Change.COMPLETED, Change.PROBLEM, Change.NO_CHANGE)
    words = FIRST_WORDS if is_first else {one: one.label for one in ordered}
    return [Choice(one.value, str(words[one])) for one in ordered]


def level_choices() -> list[Choice]:
    return [Choice(one.value, str(one.label)) for one in CLAIMABLE]


def quarter_choices(covers_until: date, plan_ends: date) -> list[Choice]:
    """The quarters after the period up to a year after the plan; valued by their last day."""
    last = quarter_of(plan_ends).year + QUARTERS_PAST_THE_PLAN // 4
    years = range(covers_until.year, last + 1)
    found = [Quarter(year, number) for year in years for number in range(1, 5)]
    stop = quarter_of(date(last, plan_ends.month, 1))
    return [
        Choice(one.end.isoformat(), quarter_label(one))
        for one in found
        if covers_until < one.end <= stop.end
    ]


def askable(own: int = 0) -> list[Institution]:
    """Whom help may be asked of: any body but oneself and described groups."""
    found = Institution.objects.exclude(kind=InstitutionKind.GROUP).exclude(pk=own)
    return sorted(found, key=lambda one: str(one.name))


def language_of(entry: Entry) -> str:
    """The language of the text that is there, else of the page."""
    written = (getattr(entry, name).original for name in TEXTS)
    return next((one for one in written if one), get_language() or "en")


def forecast(entry: Entry) -> date | None:
    """The last forecast, else the plan's deadline; neither once it has passed."""
    if entry.output is None:
        return None
    deadline = entry.output.current_deadline
    day = entry.expected_on or (quarter_of(deadline.ends_on).end if deadline else None)
    return day if day and day > entry.report.round.covers_until else None
