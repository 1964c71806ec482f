"""Queue 5: how far the reports of the round at hand are on their way into a consolidated report."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext

from followthrough.desk.queries.board.reading import Reading
from followthrough.lib.languages import own_name
from followthrough.lib.text import PUBLIC_STATES, TranslatedText
from followthrough.reporting.models import Entry, Report, ReportState
from followthrough.reporting.models.report import RECEIVED_STATES

REPORTED, VERIFIED, PUBLISHED = "reported", "verified", "published"
CHECKED_STATES = (ReportState.VERIFIED, ReportState.PUBLISHED)


@dataclass(frozen=True)
class Ready:
    """A report of the round; `missing` counts the texts that a language lacks, by its code."""

    report: Report
    texts: int = 0
    missing: dict[str, int] = field(default_factory=dict)

    @property
    def is_reported(self) -> bool:
        return self.report.state in RECEIVED_STATES

    @property
    def act(self) -> tuple[str, str]:
        """Where it leads, and in which words."""
        place = [self.report.round.slug, self.report.institution.slug]
        if not self.is_reported:
            return reverse("desk:report", args=place), gettext("See what is filled in")
        words = {
            ReportState.SUBMITTED: gettext("Look at what waits"),
            ReportState.RETURNED: gettext("See what was sent back"),
            ReportState.VERIFIED: gettext("Publish it"),
        }
        found = words.get(ReportState(self.report.state), gettext("Look at the report"))
        return reverse("desk:verify_report", args=place), found

    @property
    def gaps(self) -> list[tuple[str, int]]:
        """The official languages that texts are missing in, by name, and how many."""
        return [(own_name(code), count) for code, count in self.missing.items() if count]


@dataclass(frozen=True)
class Step:
    """One count of the queue: which reports have it and which do not."""

    code: str
    label: str
    done: list[Ready]
    missing: list[Ready]

    @property
    def total(self) -> int:
        return len(self.done) + len(self.missing)


def steps(reading: Reading) -> list[Step]:
    """Reported, verified, published, and each official language. One query of its own."""
    rows = _rows(reading)
    received = [one for one in rows if one.is_reported]
    return [
        _step(REPORTED, gettext("Reports received"), rows, lambda one: one.is_reported),
        _step(VERIFIED, gettext("Reports verified"), rows, _is_checked),
        _step(PUBLISHED, gettext("Reports published"), rows, _is_published),
        *(_in_language(code, received) for code in reading.plan.official_languages),
    ]


def _step(code: str, label: str, rows: list[Ready], has: Callable[[Ready], bool]) -> Step:
    done = [one for one in rows if has(one)]
    return Step(code, label, done, [one for one in rows if not has(one)])


def _in_language(code: str, rows: list[Ready]) -> Step:
    label = gettext("All texts: %(language)s") % {"language": own_name(code)}
    return _step(code, label, rows, lambda one: not one.missing.get(code))


def _is_checked(one: Ready) -> bool:
    return one.report.state in CHECKED_STATES


def _is_published(one: Ready) -> bool:
    return one.report.state == ReportState.PUBLISHED


def _rows(reading: Reading) -> list[Ready]:
    texts: dict[int, list[TranslatedText]] = {one.pk: [] for one in reading.of_round}
    for report, text in _texts(reading):
        texts[report].append(text)
    return [_ready(reading, one, texts[one.pk]) for one in reading.of_round]


def _texts(reading: Reading) -> Iterator[tuple[int, TranslatedText]]:
    """Every text of the reports received. One query."""
    received = [one.pk for one in reading.of_round if one.state in RECEIVED_STATES]
    found = Entry.objects.filter(report__in=received).order_by()
    for report, *texts in found.values_list("report_id", "done", "next_step", "help_needed"):
        yield from ((report, text) for text in texts if text)


def _ready(reading: Reading, report: Report, texts: list[TranslatedText]) -> Ready:
    missing = {
        code: sum(text.state(code) not in PUBLIC_STATES for text in texts)
        for code in reading.plan.official_languages
    }
    return Ready(report, len(texts), missing)
