"""Texts in several languages."""

import pytest

from followthrough.lib.text import State, TranslatedText, text_in

TITLE = TranslatedText("sq", {"sq": "Afati", "sr-latn": "Rok", "en": "Deadline"})


def test_a_reader_gets_their_own_language() -> None:
    reading = TITLE.reading("sr-latn")

    assert reading is not None
    assert (reading.text, reading.is_fallback) == ("Rok", False)


def test_a_missing_language_shows_the_original_and_says_so() -> None:
    reading = text_in("sq", "Afati").reading("sr-latn")

    assert reading is not None
    assert (reading.text, reading.language, reading.is_fallback) == ("Afati", "sq", True)


def test_a_machine_draft_is_never_shown() -> None:
    draft = text_in("sq", "Afati").with_translation("en", "Term", State.MACHINE_DRAFT)

    reading = draft.reading("en")

    assert reading is not None
    assert reading.text == "Afati"


def test_no_text_gives_no_reading() -> None:
    assert TranslatedText().reading("sq") is None
    assert not TranslatedText()


def test_a_changed_original_makes_translations_stale() -> None:
    changed = TITLE.with_original("Afati i ri")

    assert changed.state("sr-latn") is State.STALE
    assert changed.state("sq") is State.ORIGINAL
    assert TITLE.with_original("Afati") is TITLE


def test_a_stale_text_is_still_shown() -> None:
    reading = TITLE.with_original("Afati i ri").reading("sr-latn")

    assert reading is not None
    assert (reading.text, reading.is_stale) == ("Rok", True)


def test_a_new_translation_is_no_longer_stale() -> None:
    renewed = TITLE.with_original("X").with_translation("en", "New", State.TRANSLATED)

    assert renewed.state("en") is State.TRANSLATED


def test_an_empty_translation_removes_the_language() -> None:
    assert TITLE.with_translation("en", "", State.TRANSLATED).state("en") is None


def test_json_round_trip_keeps_states() -> None:
    draft = TITLE.with_translation("en", "Term", State.MACHINE_DRAFT)

    assert TranslatedText.from_json(draft.to_json()) == draft
    assert list(draft.to_json()) == ["original", "sq", "sr-latn", "en", "states"]


def test_an_original_without_text_is_refused() -> None:
    with pytest.raises(ValueError, match="original language 'sq' has no text"):
        TranslatedText.from_json({"original": "sq", "en": "Deadline"})
