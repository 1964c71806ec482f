"""One test's language is not the next one's: whichever of these runs second would see it."""

from django.utils.translation import activate, get_language


def test_a_language_left_behind() -> None:
    assert get_language() == "en"
    activate("sq")


def test_another_language_left_behind() -> None:
    assert get_language() == "en"
    activate("sr-latn")
