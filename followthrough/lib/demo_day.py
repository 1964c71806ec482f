"""The moment that the demonstration shows. Pure, and read before Django is there."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Belgrade")
HOUR = time(10)
DEFAULT = "2027-01-22"
# The demonstration's life ends here: what comes after would be an empty wait.
FIRST, LAST = date(2026, 5, 4), date(2027, 5, 15)


class BadMoment(ValueError):
    """Not a moment that the demonstration knows; the message says what to write instead."""


def moment_of(text: str) -> datetime:
    """The moment that an ISO day (10:00 of it) or an ISO date and time names, in Kosovo's zone.

    Raises BadMoment.
    """
    text = text.strip() or DEFAULT
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise BadMoment(
            f"{text!r} is not a day: write it as {DEFAULT}, or with a time as {DEFAULT}T14:30."
        ) from None
    if "T" not in text and " " not in text:
        found = datetime.combine(found, HOUR)
    found = found.replace(tzinfo=ZONE) if found.tzinfo is None else found.astimezone(ZONE)
    if not FIRST <= found.date() <= LAST:
        raise BadMoment(f"The demonstration knows the days from {FIRST} to {LAST}, not {text}.")
    return found


def folder_of(moment: datetime) -> str:
    """The sub-folder for that moment's data; empty for the default, which needs none."""
    if moment == moment_of(DEFAULT):
        return ""
    is_whole_day = moment.time() == HOUR
    return moment.strftime("%Y-%m-%d" if is_whole_day else "%Y-%m-%dT%H%M%S")
