"""The steps around the due day of a report, as the papers tell them."""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from followthrough.reminders.rules import (
    AFTER_LETTER,
    AFTER_ONE,
    AFTER_THREE,
    AHEAD_FIVE,
    AHEAD_ONE,
    AHEAD_STILL_YOU,
)
from followthrough.reporting.silence import DAYS_UNTIL_SILENCE


def steps() -> Iterator[tuple[str, str]]:
    """When, and what happens then."""
    yield (
        _before(AHEAD_STILL_YOU),
        gettext("The contact person and the alternate are asked whether they still are."),
    )
    yield (
        gettext("First working day after the period"),
        gettext("The report opens, filled in with what was said last time."),
    )
    for days in (AHEAD_FIVE, AHEAD_ONE):
        yield _before(days), gettext("Who has not filed is reminded.")
    yield _after(AFTER_ONE), gettext("Contact person and alternate are reminded.")
    yield _after(AFTER_THREE), gettext("The head of unit is informed too.")
    yield (
        _after(AFTER_LETTER),
        gettext("A letter goes to the head of the institution, signed by the focal point."),
    )
    yield (
        _after(DAYS_UNTIL_SILENCE),
        gettext("The public page says “No report received”."),
    )


def _before(days: int) -> str:
    found = ngettext(
        "%(days)s working day before the due day", "%(days)s working days before the due day", days
    )
    return found % {"days": days}


def _after(days: int) -> str:
    found = ngettext(
        "%(days)s working day after the due day", "%(days)s working days after the due day", days
    )
    return found % {"days": days}
