"""Our own words in every language at once, and texts of others as they may be shown."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import override

from followthrough.lib.languages import BY_CODE
from followthrough.lib.text import PUBLIC_STATES, TranslatedText
from followthrough.plans.models import Plan

# Every language has its words: nothing is ever missing in one.
Phrase = dict[str, str]
Value = dict[str, Any]


def languages_of(plan: Plan) -> list[str]:
    """The plan's languages that we have words in, the official ones first."""
    known = [one for one in plan.languages if one["code"] in BY_CODE]
    return [one["code"] for one in sorted(known, key=lambda one: not one["official"])]


def official_of(plan: Plan) -> list[str]:
    return [code for code in plan.official_languages if code in BY_CODE]


class Speaker:
    """Says things in the languages of one plan."""

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = list(languages)

    def say(self, make: Callable[[], object]) -> Phrase:
        """What `make` gives in each language; it asks gettext itself."""
        found = {}
        for code in self.languages:
            with override(code):
                found[code] = str(make())
        return found


def quoted(text: TranslatedText) -> Value:
    """A text of somebody's, without what the public may not read."""
    kept = {code: words for code, words in text.texts.items() if text.state(code) in PUBLIC_STATES}
    states = {code: state for code, state in text.states.items() if code in kept}
    return replace(text, texts=kept, states=states).to_json()


def same(words: str) -> Value:
    """What is written alike in every language: a code, a number of a document."""
    return {"": words} if words else {}
