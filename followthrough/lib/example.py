"""The demonstration says of everything with invented progress that it is an example."""

from django.conf import settings
from django.utils.translation import gettext


def word() -> str:
    """The word EXAMPLE in the reader's language; empty where the progress is real."""
    return gettext("EXAMPLE") if settings.DEMO else ""


def named(filename: str) -> str:
    """The name of a downloaded file that tells of progress."""
    return f"{word()}-{filename}" if settings.DEMO else filename
