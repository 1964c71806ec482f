"""What was read from a page, as plain text for the console."""

from collections.abc import Iterator

from followthrough.plans.importers.pages.doubts import Doubt
from followthrough.plans.importers.pages.facts import Absence, Fact, PageFacts, Status

ABSENT = {
    Absence.LABEL_ABSENT: "not on the page",
    Absence.EMPTY: "empty: the label is there, without a value",
    Absence.NA: "NA: not applicable",
    Absence.NO_DATA: "No Data",
    Absence.NO_IRM_DATA: "No IRM Data",
    Absence.PENDING: "Pending IRM Review",
}
LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French"}
SHORT = 160


def preview(facts: PageFacts, *, is_full: bool = False) -> str:
    """Three lists: found, not found, doubtful; each line with its number in the file."""
    language = LANGUAGES.get(facts.language, facts.language)
    lines = [f"{facts.name}: {facts.code or 'no code'}, {language}, template: {facts.template}"]
    named = list(facts.all_facts())
    width = max(len(name) for name, _ in named)
    for status, heading in (
        (Status.FOUND, "FOUND"),
        (Status.NOT_FOUND, "NOT FOUND"),
        (Status.DOUBTFUL, "DOUBTFUL"),
    ):
        rows = [(name, fact) for name, fact in named if fact.status is status]
        lines += ["", f"{heading} ({len(rows)})"]
        for name, fact in rows:
            lines += _row(name.replace("_", " ").ljust(width), fact, is_full)
    return "\n".join(lines)


def summary(doubts: list[Doubt], open_doubts: list[Doubt]) -> str:
    answered = len(doubts) - len(open_doubts)
    return f"{len(doubts)} points to settle, {answered} of them answered."


def _row(name: str, fact: Fact, is_full: bool) -> Iterator[str]:
    line = f"line {fact.line:>4}" if fact.line else " " * 9
    if fact.status is Status.NOT_FOUND:
        words = ABSENT[fact.absence or Absence.LABEL_ABSENT]
        yield f"  {line}  {name}  {words}"
        return
    value = fact.value or fact.raw
    yield f"  {line}  {name}  {_shown(value, is_full)}"
    if fact.why:
        yield f"  {'':9}  {'':{len(name)}}  → {fact.why}"
    # A rating is shown by its code; what the page says is the proof.
    if fact.value and fact.value.split()[0].lower() not in fact.raw.lower():
        yield f"  {'':9}  {'':{len(name)}}  the page says: {_shown(fact.raw, is_full)}"


def _shown(words: str, is_full: bool) -> str:
    plain = " ".join(words.split())
    if is_full or len(plain) <= SHORT:
        return plain
    return f"{plain[:SHORT].rsplit(' ', 1)[0]} … ({len(plain)} characters)"
