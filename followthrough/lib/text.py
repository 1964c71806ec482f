"""A text in several languages, each with its state. Pure values; stored as JSON (lib.fields)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How far a reader may trust the text in one language."""

    ORIGINAL = "original"
    TRANSLATED = "translated"
    MACHINE_DRAFT = "machine_draft"
    STALE = "stale"


# A machine draft helps the translator and is never shown to the public (PRODUCT.md §3, Language).
PUBLIC_STATES = frozenset({State.ORIGINAL, State.TRANSLATED, State.STALE})


@dataclass(frozen=True)
class Reading:
    """What a reader of one language gets to see: the text, its language, and how it got there."""

    text: str
    language: str
    state: State
    is_fallback: bool

    @property
    def is_stale(self) -> bool:
        return self.state is State.STALE


@dataclass(frozen=True)
class TranslatedText:
    """An immutable text: the `original` language code, the `texts`, and exceptional `states`.

    A language other than the original is *translated* unless `states` says otherwise.
    """

    original: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, State] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.texts.values())

    def __str__(self) -> str:
        return self.texts.get(self.original, "")

    def state(self, language: str) -> State | None:
        """The state of the text in that language, or None where there is no text."""
        if not self.texts.get(language):
            return None
        if language == self.original:
            return State.ORIGINAL
        return self.states.get(language, State.TRANSLATED)

    def reading(self, language: str) -> Reading | None:
        """What the public reads: that language if fit to show, else the original; never a blank.

        None only when there is no text at all.
        """
        state = self.state(language)
        if state in PUBLIC_STATES:
            return Reading(self.texts[language], language, state, is_fallback=False)
        if not str(self):
            return None
        return Reading(str(self), self.original, State.ORIGINAL, is_fallback=True)

    def with_original(self, text: str) -> "TranslatedText":
        """The same text with a changed original: translations made from the old one are stale."""
        if text == str(self):
            return self
        stale = {
            code: State.STALE
            for code in self.texts
            if code != self.original and self.state(code) is not State.MACHINE_DRAFT
        }
        return replace(
            self, texts={**self.texts, self.original: text}, states={**self.states, **stale}
        )

    def reworded(self, text: str, language: str) -> "TranslatedText":
        """What somebody wrote over it in a language: the same text, unless it was in another."""
        if text and language == self.original:
            return self.with_original(text)
        return text_in(language, text)

    def with_translation(self, language: str, text: str, state: State) -> "TranslatedText":
        """The same text with one translation set; an empty text removes it."""
        texts = {**self.texts, language: text}
        states = {code: kept for code, kept in self.states.items() if code != language}
        if not text:
            del texts[language]
        elif state is not State.TRANSLATED:
            states[language] = state
        return replace(self, texts=texts, states=states)

    def to_json(self) -> dict[str, Any]:
        """The form in the database and in plan files: original first, then languages by code."""
        if not self:
            return {}
        written: dict[str, Any] = {"original": self.original}
        written |= {code: text for code, text in sorted(self.texts.items(), key=_sq_sr_en) if text}
        if self.states:
            written["states"] = {code: str(state) for code, state in sorted(self.states.items())}
        return written

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None) -> "TranslatedText":
        """Read the stored form. Raises ValueError when the original has no text."""
        if not value:
            return cls()
        original = str(value.get("original", ""))
        texts = {code: text for code, text in value.items() if code not in {"original", "states"}}
        if not texts.get(original):
            raise ValueError(f"the original language {original!r} has no text")
        states = {code: State(state) for code, state in value.get("states", {}).items()}
        return cls(original, texts, states)


def _sq_sr_en(item: tuple[str, str]) -> tuple[bool, bool, str]:
    # English, the language of OGP's own pages, comes last: the official languages lead.
    return item[0] == "en", item[0] != "sq", item[0]


def text_in(language: str, text: str) -> TranslatedText:
    """A text that exists in its original language only."""
    return TranslatedText(language, {language: text}) if text else TranslatedText()
