"""One text of the interface in all its languages, for files that carry them all."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import override

from followthrough.lib.languages import INTERFACE


def in_all_languages(words: Promise | str | Callable[[], str]) -> dict[str, str]:
    """By language code; `words` may be a function that is asked in each language."""
    found = {}
    for language in INTERFACE:
        with override(language.code):
            found[language.code] = words() if callable(words) else str(words)
    return found
