"""A text in the reader's language as plain words, for mails, choices of a form and sentences."""

from django.utils.translation import get_language

from followthrough.lib.text import TranslatedText


def plain(text: TranslatedText) -> str:
    """The text in the reader's language, else in its original; empty when there is none."""
    reading = text.reading(get_language() or "")
    return reading.text if reading else ""
