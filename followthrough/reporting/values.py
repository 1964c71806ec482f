"""What an entry says and when it is complete: the one definition for form, workbook and API."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from followthrough.lib.deadlines import Due, occurrences
from followthrough.lib.text import TranslatedText
from followthrough.plans.words import Completion
from followthrough.reporting.models import Change, Entry
from followthrough.reporting.models.claim import CLAIM_FIELDS, CLAIMABLE, Claim

MOST_CHARACTERS = 600
# The reason code that asks for words of one's own.
OTHER = "other"
ORDER = [level.value for level in CLAIMABLE]


@dataclass(frozen=True)
class Values:
    """The answers of an entry; the names are those of the model's fields."""

    change: str = ""
    completion: str = ""
    completed_on: date | None = None
    occurrences: int = 0
    done: TranslatedText = field(default_factory=TranslatedText)
    reason: str = ""
    reason_words: str = ""
    expected_on: date | None = None
    next_step: TranslatedText = field(default_factory=TranslatedText)
    help_needed: TranslatedText = field(default_factory=TranslatedText)
    help_from_id: int | None = None

    @classmethod
    def of(cls, claim: Claim) -> "Values":
        return cls(**{name: getattr(claim, name) for name in CLAIM_FIELDS})


@dataclass(frozen=True)
class Situation:
    """What an entry is judged against: the last published state, the deadline and the period.

    `before` is empty when nothing has been published; `due` is None for a commitment as a whole
    and for an output without a deadline.
    """

    before: str
    occurrences_before: int
    due: Due | None
    plan_from: date
    covers_until: date
    is_whole: bool
    reasons: frozenset[str]

    @property
    def owed(self) -> int:
        """How many occurrences a continuous output owes in all; 0 for any other."""
        return len(occurrences(self.due)) if self.due else 0


@dataclass(frozen=True)
class Problem:
    """What is missing or wrong in one field, in words that say what to do."""

    field: str
    sentence: Promise | str


def normalised(values: Values, situation: Situation) -> Values:
    """The answers with what follows from them: no change keeps the last level, and so on."""
    if situation.is_whole:
        return Values(completion=values.completion, done=values.done)
    if values.change == Change.NO_CHANGE:
        level = situation.before or Completion.NOT_STARTED.value
        values = replace(values, completion=level, occurrences=situation.occurrences_before)
    if values.change == Change.COMPLETED:
        values = replace(values, completion=Completion.COMPLETE.value)
    if values.completion == Completion.COMPLETE:
        # Nothing is expected any more, so an old forecast cannot ask for a reason.
        values = replace(values, expected_on=None)
    else:
        values = replace(values, completed_on=None)
    if values.reason != OTHER:
        values = replace(values, reason_words="")
    return values


def problems(values: Values, situation: Situation) -> list[Problem]:
    """Everything that keeps a normalised entry from being sent; empty when it is complete."""
    checks = _whole if situation.is_whole else _output
    return [*checks(values, situation), *_lengths(values)]


def _whole(values: Values, situation: Situation) -> Iterator[Problem]:
    if not values.completion:
        yield Problem("completion", _("Say how much of the commitment as a whole is done."))
    if not values.done:
        yield Problem("done", _("Say in one or two sentences where the commitment stands."))


def _output(values: Values, situation: Situation) -> Iterator[Problem]:
    if not values.change:
        yield Problem("change", _("Choose what has happened since the last report."))
        return
    if values.change != Change.NO_CHANGE:
        if not values.completion:
            yield Problem("completion", _("Choose how much is done now."))
        if not values.done:
            yield Problem("done", _("Write what was done, in up to three short lines."))
    yield from _completed(values, situation)
    yield from _counted(values, situation)
    yield from _reasons(values, situation)
    yield from _help(values)


def _completed(values: Values, situation: Situation) -> Iterator[Problem]:
    if values.completion != Completion.COMPLETE:
        if values.expected_on and values.expected_on <= situation.covers_until:
            yield Problem(
                "expected_on",
                _("The expected finish lies in the past. Choose a later quarter."),
            )
        return
    if situation.owed and values.occurrences < situation.owed:
        yield Problem(
            "completion",
            _("This output recurs. It is complete after the last time; choose a lower level."),
        )
    if values.completed_on is None:
        yield Problem("completed_on", _("Give the day on which it was completed."))
    elif not situation.plan_from <= values.completed_on <= situation.covers_until:
        yield Problem(
            "completed_on",
            _("The day of completion must lie between the plan's start and the period's end."),
        )


def _counted(values: Values, situation: Situation) -> Iterator[Problem]:
    if values.occurrences > situation.owed:
        yield Problem("occurrences", _("That is more often than the plan asks for in all."))
    elif values.occurrences < situation.occurrences_before:
        yield Problem(
            "occurrences",
            _("More often has been published already. If that was wrong, propose a correction."),
        )


def needs_reason(values: Values, situation: Situation) -> bool:
    """Asked exactly when there is no change, a problem, a fall, or a finish after the deadline."""
    if values.change == Change.NO_CHANGE:
        return values.completion != Completion.COMPLETE
    return (
        values.change == Change.PROBLEM
        or _falls(values.completion, situation.before)
        or is_late(values.expected_on, situation.due)
    )


def _falls(now: str, before: str) -> bool:
    return bool(now and before) and ORDER.index(now) < ORDER.index(before)


def is_late(expected_on: date | None, due: Due | None) -> bool:
    """Whether the expected finish lies after the last day of the deadline."""
    return expected_on is not None and due is not None and expected_on > due.end


def _reasons(values: Values, situation: Situation) -> Iterator[Problem]:
    if not values.reason:
        if needs_reason(values, situation):
            yield Problem("reason", _("Choose the main reason."))
        return
    if values.reason not in situation.reasons:
        yield Problem("reason", _("Choose one of the reasons listed."))
    if values.reason == OTHER and not values.reason_words:
        yield Problem("reason_words", _("Say in a few words which other reason."))


def _help(values: Values) -> Iterator[Problem]:
    if values.help_needed and values.help_from_id is None:
        yield Problem("help_from", _("Choose whom you ask for help."))
    if values.help_from_id is not None and not values.help_needed:
        yield Problem("help_needed", _("Say what help you need."))


def _lengths(values: Values) -> Iterator[Problem]:
    for name in ("done", "next_step", "help_needed"):
        longest = max((len(one) for one in getattr(values, name).texts.values()), default=0)
        if longest > MOST_CHARACTERS:
            yield Problem(
                name,
                _("The text is too long by %(count)s characters. Shorten it to 600.")
                % {"count": longest - MOST_CHARACTERS},
            )


def write(entry: Entry, values: Values) -> None:
    """Put the answers into the row; saving it is the operation's."""
    for name in CLAIM_FIELDS:
        setattr(entry, name, getattr(values, name))


def to_json(values: Values) -> dict[str, Any]:
    """The answers as JSON: days in ISO form, texts as they are stored."""
    found = {name: getattr(values, name) for name in CLAIM_FIELDS}
    return {name: _plain(value) for name, value in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, TranslatedText):
        return value.to_json()
    return value.isoformat() if isinstance(value, date) else value


def from_json(written: Mapping[str, Any]) -> Values:
    """The answers that `to_json` wrote."""
    found = dict(written)
    for name in ("completed_on", "expected_on"):
        found[name] = date.fromisoformat(found[name]) if found[name] else None
    for name in ("done", "next_step", "help_needed"):
        found[name] = TranslatedText.from_json(found[name])
    return Values(**found)
