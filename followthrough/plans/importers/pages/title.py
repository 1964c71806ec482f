"""The title of a page with its code, and the address it was saved from."""

import re
from dataclasses import dataclass

from followthrough.plans.importers.pages.facts import Absence, Fact, absent, doubtful, found
from followthrough.plans.importers.pages.labels import label_marks
from followthrough.plans.importers.pages.reading import Line

LONGEST_TITLE = 1000
# Above a title stand short things: the country, “Skip Navigation”, an address without spaces.
LONG_ENOUGH_TO_WRAP = 50
CODE = r"[A-Za-z]{2,3}\d{4}"
# The last brackets of the line: titles have brackets of their own.
TITLE = re.compile(rf"(?P<title>.*?)\s?\(\s?(?P<code>{CODE})\s?\)(?:\s?[-–—|]\s?.{{1,60}})?")
ADDRESS = re.compile(
    r"(?:https?://)?[\w.-]{4,60}/(?:[a-z]{2}/)?members/[^/\s]{1,80}"
    rf"/commitments/(?P<code>{CODE})/?",
    re.IGNORECASE,
)
PREFIX = re.compile(r"(?:Commitment|Compromiso|Engagement)\s?:\s", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    title: str
    code: str
    line: int
    raw: str


def read_title(lines: tuple[Line, ...], first: int, *, has_labels: bool) -> dict[str, Fact]:
    """Title, code and address; `first` is the place of the first label, -1 where there is none."""
    address = _address(lines)
    known = address.value.rsplit("/", 1)[-1] if address.is_found else ""
    before = lines if first < 0 else lines[:first]
    candidates = _candidates(before) or _confirmed(lines, known)
    if not candidates:
        return {
            "title": _uncoded(before, known, has_labels),
            "code": _code_of(address),
            "address": address,
        }
    chosen = _choose(candidates, known)
    code = found(chosen.code, chosen.line, chosen.raw)
    codes = {candidate.code for candidate in candidates} | ({known} if known else set())
    if len(codes) > 1:
        why = f"The page names several codes: {', '.join(sorted(codes))}."
        code = doubtful(chosen.raw, chosen.line, why, chosen.code)
    return {"title": _title(chosen, before), "code": code, "address": address}


def _candidates(lines: tuple[Line, ...]) -> list[Candidate]:
    found_here = []
    for at, line in enumerate(lines):
        text = line.text
        match = TITLE.fullmatch(text) if len(text) < LONGEST_TITLE else None
        if not match:
            continue
        title = PREFIX.sub("", match["title"], count=1).strip()
        number = line.number
        if not title and at:
            title, number = lines[at - 1].text, lines[at - 1].number
        if title:
            found_here.append(Candidate(title, match["code"].upper(), number, text))
    return found_here


def _confirmed(lines: tuple[Line, ...], known: str) -> list[Candidate]:
    # Below the first label, lists of other commitments look like titles: only the page's own
    # address can tell which line is its title.
    return [candidate for candidate in _candidates(lines) if known and candidate.code == known]


def _choose(candidates: list[Candidate], known: str) -> Candidate:
    """The candidate with the code of the address, else the nearest before the first label."""
    own = [candidate for candidate in candidates if candidate.code == known] or candidates
    last = own[-1]
    # A trail of links repeats the title behind other words.
    same = [candidate for candidate in own if candidate.code == last.code]
    shorter = [one for one in same if len(one.title) < len(last.title)]
    return next((one for one in shorter if last.title.endswith(one.title)), last)


def _title(chosen: Candidate, lines: tuple[Line, ...]) -> Fact:
    if chosen.title[0].islower():
        why = "The title begins with a small letter; its beginning may be on another line."
        return doubtful(chosen.raw, chosen.line, why, chosen.title)
    above = next((line for line in lines if line.number == chosen.line - 1), None)
    if above and len(above.text) > LONG_ENOUGH_TO_WRAP and " " in above.text:
        why = "The line above stands close and is long; the title may begin there."
        return doubtful(f"{above.text} {chosen.raw}", chosen.line, why, chosen.title)
    return found(chosen.title, chosen.line, chosen.raw)


def _uncoded(lines: tuple[Line, ...], known: str, has_labels: bool) -> Fact:
    if not (known or has_labels) or not lines:
        return absent(Absence.LABEL_ABSENT, why="No line ends with a code in brackets.")
    last = next((line for line in reversed(lines) if not label_marks(line.text[:200])), lines[-1])
    why = "No line ends with a code in brackets; this is the last line before the labels."
    return doubtful(last.text, last.number, why, last.text[:LONGEST_TITLE])


def _code_of(address: Fact) -> Fact:
    if not address.is_found:
        return absent(Absence.LABEL_ABSENT, why="The page names no code such as XK0018.")
    why = "The code stands only in the address of the page."
    return doubtful(address.raw, address.line, why, address.value.rsplit("/", 1)[-1])


def _address(lines: tuple[Line, ...]) -> Fact:
    """The page's own address: a line of nothing else, above the text or below it."""
    for line in (*lines[:5], *reversed(lines[-5:])):
        match = ADDRESS.fullmatch(line.text) if len(line.text) < 300 else None
        if match:
            own = line.text[: match.start("code")] + match["code"].upper()
            return found(own, line.number, line.text)
    return absent(Absence.LABEL_ABSENT)
