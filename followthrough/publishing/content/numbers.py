"""The numbers of a report that sentences, drawings and tables share: each stands once, by name."""

import re

from followthrough.lib.deadlines import month_end
from followthrough.plans.schedule import Schedule
from followthrough.plans.words import Completion
from followthrough.publishing.content.picture import Line, Part, Picture
from followthrough.reporting.queries.facts import Arrival

MONTHS_AHEAD = 6
_NAME = re.compile(r"\{([^{}\s]*)\}")


def figures(picture: Picture) -> dict[str, int]:
    """By the name that a sentence puts in braces."""
    found = {"outputs": len(picture.lines), "commitments": len(picture.parts)}
    found |= {code.value: picture.levels[code] for code in Completion}
    found |= {code.value: picture.schedules[code] for code in Schedule}
    found["known"] = found["outputs"] - picture.levels[Completion.NOT_KNOWN]
    found["behind"] = picture.behind
    found["evidence"] = sum(part.evidence for part in picture.parts)
    arrivals = picture.arrivals
    found["asked"] = arrivals.total()
    found["received_on_time"], found["received_late"] = (
        arrivals[Arrival.ON_TIME],
        arrivals[Arrival.LATE],
    )
    found["received"] = found["received_on_time"] + found["received_late"]
    found["missing_reports"] = found["asked"] - found["received"]
    found["expected_late"] = sum(line.is_expected_late for _, line in picture.lines)
    found["due_next"] = len(coming(picture))
    return found | _earlier(picture)


def _earlier(picture: Picture) -> dict[str, int]:
    return {
        f"{code.value}_{one.round.slug}": one.levels[code]
        for one in picture.periods
        if one.round and one.round != picture.round
        for code in Completion
    }


def coming(picture: Picture) -> list[tuple[Part, Line]]:
    """The open outputs that fall due in the half-year after the day, the first due first."""
    day = picture.day
    until = month_end(day.year, day.month + MONTHS_AHEAD - 1)
    found = [
        (part, line)
        for part, line in picture.lines
        if line.due and day <= line.due.end <= until and line.facts.completed_on is None
    ]
    return sorted(found, key=lambda one: one[1].due.end if one[1].due else day)


def named_in(words: str) -> list[str]:
    return _NAME.findall(words)


def filled(words: str, known: dict[str, int]) -> str:
    """The words with the numbers in place of their names; a name that is unknown stays."""
    return _NAME.sub(lambda one: str(known.get(one[1], one[0])), words)
