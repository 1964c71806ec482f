"""A text that exists in several languages, as a document in one of them shows it."""

from django.utils.translation import get_language, gettext

from followthrough.lib.documents.tree import Run
from followthrough.lib.languages import own_name
from followthrough.lib.text import TranslatedText


def in_language(text: TranslatedText) -> tuple[Run, ...]:
    """The text in the active language; else the original, marked with its language for voices."""
    reading = text.reading(get_language() or "")
    if reading is None:
        return ()
    return (Run(reading.text, language=reading.language if reading.is_fallback else ""),)


def with_note(text: TranslatedText) -> tuple[Run, ...]:
    """The same, with the language's name behind a text in another, or that it is out of date."""
    reading = text.reading(get_language() or "")
    if reading is None or not (reading.is_fallback or reading.is_stale):
        return in_language(text)
    if reading.is_fallback:
        note = own_name(reading.language)
    else:
        note = gettext("The original has changed since this was translated.")
    return (*in_language(text), Run(f" ({note})", is_emphasised=True))
