"""The languages the interface ships in. Content languages are data of a plan (ADR 0003)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One interface language.

    `code` is what Django, the catalogues and stored content say; `prefix` is the first part of an
    address; `tag` is the BCP 47 tag for HTML. They differ for Serbian because Django's `sr` is
    Cyrillic while official texts in Kosovo are in Latin script.
    """

    code: str
    prefix: str
    tag: str
    name: str


INTERFACE = (
    Language("sq", "sq", "sq", "Shqip"),
    Language("sr-latn", "sr", "sr-Latn", "Srpski"),
    Language("en", "en", "en", "English"),
)
BY_CODE = {language.code: language for language in INTERFACE}
BY_PREFIX = {language.prefix: language for language in INTERFACE}


def html_tag(code: str) -> str:
    """The BCP 47 tag of a content language code, for the `lang` attribute."""
    known = BY_CODE.get(code)
    return known.tag if known else code


def own_name(code: str) -> str:
    """The language's name in that language, or its code where we do not know it."""
    known = BY_CODE.get(code)
    return known.name if known else code


def choose(accept_language: str) -> Language | None:
    """The interface language a browser asks for first, or None when it asks for none of ours.

    Serbian in any script gets the Latin edition; Bosnian, Croatian and Montenegrin readers do too.
    """
    for tag in _by_preference(accept_language):
        base = tag.split("-")[0]
        language = BY_PREFIX.get("sr" if base in {"bs", "hr", "cnr", "sh"} else base)
        if language:
            return language
    return None


def _by_preference(header: str) -> list[str]:
    wanted: list[tuple[float, int, str]] = []
    for part in header.lower().split(",")[:20]:
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if tag and weight > 0:
            wanted.append((-weight, len(wanted), tag))
    return [tag for _, _, tag in sorted(wanted)]
