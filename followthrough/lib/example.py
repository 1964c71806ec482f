"""The demonstration says of everything with invented progress that it is an example."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followthrough.lib.all_languages import in_all_languages

EXAMPLE = _("EXAMPLE")


def word() -> str:
    """The word EXAMPLE in the reader's language; empty where the progress is real."""
    return gettext("EXAMPLE") if settings.DEMO else ""


def named(filename: str) -> str:
    """The name of a downloaded file that tells of progress."""
    return f"{word()}-{filename}" if settings.DEMO else filename


def in_words() -> dict[str, str]:
    """The word in every language, for files and answers that carry them all."""
    return in_all_languages(EXAMPLE)
