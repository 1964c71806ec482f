"""The reason beside "at risk" says what it rests on, in three languages."""

from datetime import date

import pytest
from django.utils.translation import override

from followthrough.plans.schedule import Answer, Reason, Schedule
from followthrough.plans.schedule_words import why

LATE = Answer(Schedule.AT_RISK, Reason.EXPECTED_LATE, detail=date(2026, 12, 31))
BLOCKED = Answer(Schedule.AT_RISK, Reason.OBSTACLE, detail=60)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (LATE, "expected Q4 2026"),
        (Answer(Schedule.AT_RISK, Reason.UNCHANGED, detail=2), "unchanged for 2 reporting periods"),
        (BLOCKED, "serious obstacle open for 60 days"),
        (Answer(Schedule.AT_RISK, Reason.MISSED_OCCURRENCE, detail=1), "1 occurrence missed"),
        (Answer(Schedule.OVERDUE, Reason.DEADLINE_PASSED, quarters=2), ""),
        (Answer(Schedule.ON_SCHEDULE), ""),
    ],
)
def test_the_reason_says_what_it_rests_on(given: Answer, words: str) -> None:
    with override("en"):
        assert why(given) == words


@pytest.mark.parametrize("language", ["sq", "sr-latn"])
def test_every_language_has_its_words(language: str) -> None:
    with override("en"):
        english = why(BLOCKED)
    with override(language):
        assert why(BLOCKED) != english and "60" in why(BLOCKED)
