"""Institutions in the page's own words, by role and sector; lists are never split by guessing."""

import re

from followthrough.plans.importers.pages.facts import Absence, Actors, Fact, absent, doubtful, found
from followthrough.plans.importers.pages.labels import fold
from followthrough.plans.importers.pages.ratings import absence_of

GOVERNMENT, CIVIL_SOCIETY, OTHER = "government", "civil_society", "other"
# What sorts the actors inside one value: “Government: … Civil Society: … Other Actors (…): …”.
SECTOR_WORDS = {
    GOVERNMENT: ("government", "gobierno", "gouvernement", "qeveria", "vlada"),
    CIVIL_SOCIETY: (
        *("civil society", "csos", "cso", "ngos", "civil society organizations"),
        *("civil society organisations", "sociedad civil", "osc", "societe civile"),
    ),
    OTHER: (
        "other actors",
        "others",
        "other",
        "otros actores",
        "otros",
        "autres acteurs",
        "autres",
    ),
}
SECTOR_OF = {word: sector for sector, words in SECTOR_WORDS.items() for word in words}
ANY = "|".join(re.escape(word) for word in sorted(SECTOR_OF, key=len, reverse=True))
SECTOR = re.compile(rf"(?<![\w(-])(?P<word>{ANY})(?:\s?\([^()]{{0,80}}\))?\s?:")
ROLE = re.compile(
    r"(?<!\w)(?:(?P<lead>leads?|lead institutions?|lead institution\(s\)|responsible institutions?)"
    r"|(?P<supporting>supporting stakeholders?|supporting institutions?|supporting|support"
    r"|stakeholders?))\s?:"
)
# A label of another form that ran into the value, as in “Responsible institution Line ministries”.
LEAKED = re.compile(
    r"(?:state |other )?actors involved|responsible institution|supporting institution"
    r"|multilaterals|working groups|\bpas:|\bcsos?\s?[-:–]|\bgovernment\s?[-–]"
    r"|agence d'execution|according to the annex|\[\.\.\]|\betc\b|\betj\b|\bitd\b|^all\s"
)
# Two of these in a row without a mark between them are two names: “PPRA EACC National Treasury”.
ACRONYM = re.compile(r"(?<![\w(-])[A-Z]{2,}[0-9/]{0,3}(?![\w)])")
BODY = re.compile(
    r"\b(?:ministry|ministries|agency|commission|department|authority|municipality|university"
    r"|institute|association|foundation|council|ministerio|agencia|comision|ministere|agence)\b"
)
SEPARATOR = re.compile(r"[;|/\n,]|\s(?:and|y|et|dhe|i)\s|\s-\s")
SAYS_NO_NAME = frozenset(
    {"all", "all ministries", "all institutions", "todos", "todas", "tous", "toutes"}
)
LONGEST = 5000


def actors_of(role: str, words: str, line: int) -> list[Actors]:
    """The actors of one label: one group a sector where the page sorts them."""
    if absence := absence_of(words):
        given = Absence.LABEL_ABSENT if not line else absence
        return [Actors(role, "", absent(given, line, words))]
    return [Actors(role, sector, _judged(part, line)) for sector, part in by_sector(words) if part]


def by_sector(words: str) -> list[tuple[str, str]]:
    """The words after each sector's name; one group without a sector where none is named first."""
    if len(words) > LONGEST:
        return [("", words)]
    marks = list(SECTOR.finditer(fold(words)))
    if not marks or words[: marks[0].start()].strip(" •-"):
        return [("", _tidy(words))]
    ends = [mark.start() for mark in marks[1:]] + [len(words)]
    return [
        (SECTOR_OF[mark["word"]], _tidy(words[mark.end() : end]))
        for mark, end in zip(marks, ends, strict=True)
    ]


def by_role(words: str, line: int) -> list[Actors]:
    """The stakeholders of a milestone: “Lead: …; Supporting Stakeholders: Government: …”."""
    if len(words) > LONGEST:
        return [Actors("supporting", "", doubtful(words, line, "This is too long for a list."))]
    marks = list(ROLE.finditer(fold(words)))
    if not marks or words[: marks[0].start()].strip(" •-\n"):
        return actors_of("supporting", words, line)
    ends = [mark.start() for mark in marks[1:]] + [len(words)]
    groups: list[Actors] = []
    for mark, end in zip(marks, ends, strict=True):
        groups += _of_role(str(mark.lastgroup), words[mark.end() : end], line)
    return groups


def names_role(words: str) -> bool:
    """Whether the words begin with the name of a role, as in “Lead: …”."""
    return bool(ROLE.match(fold(words[:80])))


def _of_role(role: str, words: str, line: int) -> list[Actors]:
    """Under “Lead:”, what follows the name of a sector is no lead but supports."""
    first = SECTOR.search(fold(words))
    if role == "supporting" or not first:
        return actors_of(role, _tidy(words), line)
    return [
        *actors_of(role, _tidy(words[: first.start()]), line),
        *actors_of("supporting", words[first.start() :], line),
    ]


def _judged(words: str, line: int) -> Fact:
    """Found where the words can only be one name; else doubtful, whole as they stand."""
    if absence := absence_of(words):
        return absent(absence, line, words)
    folded = fold(words)
    if folded in SAYS_NO_NAME:
        return doubtful(words, line, "This names no institution.")
    if LEAKED.search(folded):
        return doubtful(words, line, "The names are mixed with words of another form.")
    if len(words) > LONGEST or SEPARATOR.search(folded) or _runs_on(words, folded):
        return doubtful(words, line, "This may be one name or several.")
    return found(words, line)


def _runs_on(words: str, folded: str) -> bool:
    return len(ACRONYM.findall(words)) > 1 or len(BODY.findall(folded)) > 1


def _tidy(words: str) -> str:
    return words.strip(" ;,•\n").strip()
