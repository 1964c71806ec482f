"""One text of the interface in all its languages, for files that carry them all."""

from django.utils.functional import Promise
from django.utils.translation import override

from followthrough.lib.languages import INTERFACE


def in_all_languages(words: Promise | str) -> dict[str, str]:
    """By language code; what is no translatable text is the same in each."""
    found = {}
    for language in INTERFACE:
        with override(language.code):
            found[language.code] = str(words)
    return found
