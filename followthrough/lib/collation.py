"""Sorting as a reader of the language expects: č after c, ç after c, dh, nj and xh as letters.

Unicode's default order knows none of this, and the collation library that does needs a system
package that a bare machine lacks.
"""

import unicodedata
from collections.abc import Callable

ALPHABETS = {
    "sq": "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh y z zh",
    "sr-latn": "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž",
    "en": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
}

type_of_key = Callable[[str], tuple[tuple[int, str], ...]]


def sort_key(language: str) -> type_of_key:
    """A key function for that language; unknown languages sort as English."""
    letters = ALPHABETS.get(language, ALPHABETS["en"]).split()
    ranks = {letter: rank for rank, letter in enumerate(letters, start=1)}

    def key(text: str) -> tuple[tuple[int, str], ...]:
        found = []
        rest = text.casefold()
        while rest:
            letter = rest[:2] if rest[:2] in ranks else rest[0]
            found.append((_rank(letter, ranks), letter))
            rest = rest[len(letter) :]
        return tuple(found)

    return key


def _rank(letter: str, ranks: dict[str, int]) -> int:
    # Letters of other languages stand with the letter they look like; signs and digits come first.
    return ranks.get(letter) or ranks.get(_plain(letter), 0)


def _plain(letter: str) -> str:
    return unicodedata.normalize("NFD", "d" if letter == "đ" else letter)[0]
