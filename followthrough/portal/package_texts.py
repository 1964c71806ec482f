"""What the data package says about itself, in all languages, and how the data's shape changed."""

from collections.abc import Callable, Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from followthrough.lib import example
from followthrough.lib.languages import INTERFACE
from followthrough.portal.citing import plain
from followthrough.portal.queries.shared import Shared
from followthrough.portal.table_files import LICENCE_URL

LICENCE_NAME = "Creative Commons Attribution 4.0 International"
# The newest first. A column that means something else gets a new name; none is used again.
CHANGES = (
    (
        date(2026, 11, 25),
        _(
            "Every table also as Excel and JSON; the whole plan as one data package; the read API, "
            "version 1. New table: coordination. Nothing of the earlier tables changed."
        ),
    ),
    (
        date(2026, 11, 24),
        _(
            "New tables: entries, ratings, reports, obstacles. New columns in outputs: what was "
            "published about each."
        ),
    ),
    (date(2026, 11, 23), _("First tables: commitments, outputs, institutions.")),
)


def files(shared: Shared, today: date) -> dict[str, str]:
    """The package's texts by file name."""
    return {
        "README.md": _each(lambda: _readme(shared, today)),
        "LICENCE.md": _each(_licence),
        "CHANGES.md": _each(_changes),
    }


def _each(lines: Callable[[], Iterator[str]]) -> str:
    """The same text in every language, one after the other."""
    parts = []
    for language in INTERFACE:
        with override(language.code):
            parts.append("\n\n".join(lines()))
    return "\n\n---\n\n".join(parts) + "\n"


def _readme(shared: Shared, today: date) -> Iterator[str]:
    yield f"# {plain(shared.plan.title) or shared.plan.slug}"
    if example.word():
        yield f"**{example.word()}** – " + gettext(
            "The progress in these tables is invented, to show what the system does."
        )
    yield gettext("State on %(day)s. Source: %(address)s") % {
        "day": date_format(today, "DATE_FORMAT"),
        "address": f"{settings.PUBLIC_URL}{reverse('portal:data')}",
    }
    yield gettext(
        "This package holds everything that is published about the plan on that day. "
        "datapackage.json describes it by the Data Package standard, dictionary.csv says what each "
        "column means, the folder data holds the tables, and state.json names the line of the log "
        "that fixes this state."
    )
    yield gettext(
        "plan.json is the plan itself, without its progress. It can be imported into another "
        "installation: followthrough import-plan plan.json --write"
    )
    yield gettext(
        "Tables: UTF-8 with a byte order mark, comma-separated, dates as year-month-day, 1 for yes "
        "and 0 for no. A cell that a spreadsheet would run as a formula starts with an apostrophe."
    )


def _licence() -> Iterator[str]:
    yield f"# {LICENCE_NAME}"
    yield gettext(
        "You may copy, change and reuse these data for any purpose, also for money, if you name "
        "the source and the day and say what you changed."
    )
    yield LICENCE_URL


def _changes() -> Iterator[str]:
    yield "# " + gettext("Changes in the shape of the data")
    for day, words in CHANGES:
        yield f"{day.isoformat()}: {words}"
