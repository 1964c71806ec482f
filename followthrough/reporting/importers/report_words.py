"""The words of a report's drop-down lists in every language, and the codes they stand for."""

import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches

from django.utils.translation import override

from followthrough.accounts.models import Institution
from followthrough.lib.deadline_labels import quarter_label
from followthrough.lib.deadline_words import read_deadlines
from followthrough.lib.deadlines import Precision, quarter_of
from followthrough.lib.languages import INTERFACE
from followthrough.lib.text import TranslatedText
from followthrough.plans.models import Definition, DefinitionKind
from followthrough.reporting.choices import (
    Choice,
    askable,
    change_choices,
    level_choices,
    quarter_choices,
)
from followthrough.reporting.importers.report_columns import PARTING, day_of, reason_cell
from followthrough.reporting.models import Round
from followthrough.reporting.values import OTHER

CHOSEN = ("change", "completion", "reason", "expected_on", "help_from")
FINER_THAN_A_HALF = {Precision.DAY, Precision.MONTH, Precision.QUARTER}


class Vocabulary:
    """The choices of a round. Reading it takes two queries."""

    def __init__(self, one: Round) -> None:
        kind = DefinitionKind.REASON
        reasons = Definition.objects.filter(method=one.plan.method_id, kind=kind)
        self.round = one
        bodies = askable()
        self.institutions = {body.slug: body.pk for body in bodies}
        self._reasons = list(reasons.order_by("number"))
        self._choices = {
            (key, language.code): choices
            for language in INTERFACE
            for key, choices in self._in(language.code, bodies)
        }
        self._codes = {
            (key, language): {_folded(word): code for code, word in self._known(key, language)}
            for key, language in self._choices
        }

    def _in(self, language: str, bodies: list[Institution]) -> Iterator[tuple[str, list[Choice]]]:
        one = self.round
        with override(language):
            yield "change", change_choices(one.is_first)
            yield "completion", level_choices()
            yield "expected_on", quarter_choices(one.covers_until, one.plan.ends_on)
        yield "reason", [Choice(row.code, _plain(row.label, language)) for row in self._reasons]
        yield "help_from", [Choice(body.slug, _plain(body.name, language)) for body in bodies]

    def _known(self, key: str, language: str) -> Iterator[tuple[str, str]]:
        """Every word that is understood, the ones of the list last: they win."""
        if key == "change":
            with override(language):
                yield from ((one.value, one.label) for one in change_choices(is_first=False))
        for one in self._choices[key, language]:
            yield one.value, one.value
            yield one.value, one.label

    def words(self, key: str, language: str) -> list[str]:
        """What the drop-down list offers."""
        return [one.label for one in self._choices[key, language]]

    def word(self, key: str, code: str, language: str) -> str:
        """What a cell shows; a code that is not offered any more as it is."""
        if key == "reason" and code.startswith(OTHER + PARTING):
            return f"{self.word(key, OTHER, language)}{PARTING}{code.partition(PARTING)[2]}"
        found = {one.value: one.label for one in self._choices[key, language]}
        if key == "expected_on" and code and code not in found:
            day = day_of(code)
            with override(language):
                return quarter_label(quarter_of(day)) if day else code
        return found.get(code, code)

    def code(self, key: str, written: str, language: str) -> str | None:
        """What a word stands for, in the file's language or else any other; None if in none."""
        others = [one.code for one in INTERFACE if one.code != language]
        for spoken in (language, *others):
            found = self._code(key, written, spoken)
            if found is not None:
                return found
        return _quarter(written) if key == "expected_on" else None

    def _code(self, key: str, written: str, language: str) -> str | None:
        codes = self._codes[key, language]
        name, parting, words = written.partition(PARTING.strip())
        if key == "reason" and parting and codes.get(_folded(name)) == OTHER:
            return reason_cell(OTHER, words.strip())
        return codes.get(_folded(written))

    def nearest(self, key: str, written: str, language: str) -> str:
        """The word of the list that somebody may have meant; empty if none is like it."""
        words = {_folded(one): one for one in self.words(key, language)}
        close = get_close_matches(_folded(written)[:100], words, n=1, cutoff=0.7)
        return words[close[0]] if close else ""


def _quarter(written: str) -> str | None:
    due = read_deadlines(written).single
    return (
        quarter_of(due.end).end.isoformat() if due and due.precision in FINER_THAN_A_HALF else None
    )


def _plain(text: TranslatedText, language: str) -> str:
    reading = text.reading(language)
    return reading.text if reading else ""


def _folded(word: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split()).rstrip(".")
