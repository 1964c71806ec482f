"""What any text goes through before a document carries it; the same in Word and PDF."""

import re
import unicodedata
from dataclasses import replace
from urllib.parse import urlsplit

from followthrough.lib.documents.tree import Run, Text, runs

_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_FOOT = 80
LINK_SCHEMES = frozenset({"http", "https", "mailto"})
# Word's own tag of each language of ours: region and script as its spelling checker names them.
REGIONS = {"sq": "sq-AL", "sr-latn": "sr-Latn-RS", "sr": "sr-Cyrl-RS", "en": "en-GB"}


def cleaned(text: str) -> str:
    """The text in its composed form, without characters that XML forbids or nobody can see.

    Marks that turn the direction of reading go too: with them a text could show as another.
    """
    text = _BREAKS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    return "".join(one for one in text if one == "\n" or _is_visible(one))


def _is_visible(one: str) -> bool:
    # Control, format, surrogate, private use, unassigned.
    return not unicodedata.category(one).startswith("C")


def clean_runs(text: Text) -> tuple[Run, ...]:
    """The runs of a text, cleaned, with links that may be followed and no others."""
    found = (
        replace(one, text=cleaned(one.text), link=one.link if is_safe_link(one.link) else "")
        for one in runs(text)
    )
    return tuple(one for one in found if one.text)


def is_safe_link(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    has_target = bool(parts.path if parts.scheme == "mailto" else parts.netloc)
    return parts.scheme in LINK_SCHEMES and has_target and link == cleaned(link).strip()


def region_tag(language: str) -> str:
    """The language with its region, like sq-AL; a language we do not know as it is."""
    return REGIONS.get(language, language)


def shortened(title: str) -> str:
    """A title as it fits into the foot of a page."""
    title = cleaned(title).replace("\n", " ")
    return title if len(title) <= _FOOT else title[: _FOOT - 1].rstrip() + "…"
