"""An Excel file on its way back: read, compared, tried out, kept in the page until confirmed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core import signing
from django.utils.translation import gettext

from followthrough.accounts.permissions import NotAllowed, Person
from followthrough.desk.finding import filer
from followthrough.lib.deadline_labels import half_label
from followthrough.reporting.importers.report_comparison import (
    Comparison,
    Proposal,
    compare,
    lines_from_json,
    lines_to_json,
)
from followthrough.reporting.importers.report_mark import WHOLE_ROUND, Mark
from followthrough.reporting.importers.report_opening import BadFile, opened
from followthrough.reporting.importers.report_reading import Book, Fault, read_book
from followthrough.reporting.importers.report_words import Vocabulary
from followthrough.reporting.models import Report, Round
from followthrough.reporting.operations.spreadsheets import Answer, fill
from followthrough.reporting.queries.spreadsheets import subjects
from followthrough.reporting.refusals import Incomplete, Refusal

SALT = "followthrough.spreadsheet"


@dataclass(frozen=True)
class Filing:
    """The reports that a file may fill: one, or all of a round."""

    round: Round
    reports: list[Report]
    is_whole_round: bool = False

    @property
    def institution(self) -> str:
        return WHOLE_ROUND if self.is_whole_round else self.reports[0].institution.slug

    @cached_property
    def words(self) -> Vocabulary:
        return Vocabulary(self.round)

    def book(self, file: Any) -> Book:
        """The rows of the file. Raises BadFile, also for another report's."""
        book = read_book(opened(file, file.name or ""), self.words)
        self._require_own(book.mark)
        return book

    def _require_own(self, mark: Mark) -> None:
        if (mark.plan, mark.round) != (self.round.plan.slug, self.round.slug):
            raise BadFile(
                gettext(
                    "This file is of another reporting period. Download the file for "
                    "%(period)s and copy your answers into it."
                )
                % {"period": half_label(self.round.covers_until)}
            )
        if mark.institution not in {self.institution, WHOLE_ROUND} and not self.is_whole_round:
            raise BadFile(
                gettext("This file is of another institution. Choose the file of this report.")
            )

    def compare(self, book: Book, taken: Collection[str] = ()) -> Comparison:
        found = subjects(self.round, self.reports)
        return compare(book, found, self.words, taken)


@dataclass
class Group:
    """What a file would change in one report; `refusal` says why nothing of it can be saved."""

    report: Report
    refusal: str = ""
    changes: list[Proposal] = field(default_factory=list)
    refused: list[Proposal] = field(default_factory=list)


def rehearsed(comparison: Comparison, person: Person, at: datetime) -> list[Group]:
    """The changes by report, each tried out by the rules of saving, and nothing saved."""
    groups: dict[int, Group] = {}
    for one in [*comparison.changes, *comparison.refused]:
        report = one.subject.entry.report
        group = groups.setdefault(report.pk, Group(report))
        (group.refused if one.faults else group.changes).append(one)
    for group in groups.values():
        if group.changes:
            _try(group, person, at)
    return list(groups.values())


def _try(group: Group, person: Person, at: datetime) -> None:
    try:
        refused = save(group, person, at, is_rehearsal=True)
    except (Refusal, NotAllowed) as refusal:
        group.refusal, group.changes = str(refusal), []
        return
    unfit = [one for one in group.changes if one.subject.entry.pk in refused]
    group.changes = [one for one in group.changes if one.subject.entry.pk not in refused]
    group.refused += [_unfit(one, refused[one.subject.entry.pk]) for one in unfit]


def _unfit(one: Proposal, refusal: Refusal) -> Proposal:
    if isinstance(refusal, Incomplete):
        return replace(one, faults=one.missing)
    return replace(one, faults=(Fault(str(one.line.row), str(refusal)),))


def save(
    group: Group,
    person: Person,
    at: datetime,
    seen: Mapping[str, int] | None = None,
    *,
    is_rehearsal: bool = False,
) -> dict[int, Refusal]:
    """Save what is settled; `seen` has the versions of the preview by name of the entry.

    Raises Refusal and NotAllowed for the report as a whole.
    """
    by = filer(person, group.report)
    answers = [
        Answer(
            entry := one.subject.entry,
            one.values,
            (seen or {}).get(one.subject.name, entry.version),
        )
        for one in group.changes
        if one.settled
    ]
    return fill(group.report, answers, by=by, at=at, is_rehearsal=is_rehearsal)


def _answer(one: Proposal, seen: Mapping[str, int]) -> Answer:
    entry = one.subject.entry
    return Answer(entry, one.values, seen.get(one.subject.name, entry.version))


def sealed(book: Book, changes: list[Proposal], person: Person) -> str:
    """The rows that would change, signed for the person: the file itself is kept nowhere."""
    content = {
        "mark": str(book.mark),
        "language": book.language,
        "lines": lines_to_json(changes),
        "user": person.user_id,
    }
    return signing.dumps(content, salt=SALT, compress=True)


@dataclass(frozen=True)
class Kept:
    """What lay in the page: the rows, and the version of each entry that was compared with."""

    book: Book
    seen: dict[str, int]


def unsealed(written: str, person: Person) -> Kept | None:
    """None for what was not sealed here, or for somebody else."""
    try:
        content: dict[str, Any] = signing.loads(written, salt=SALT)
    except signing.BadSignature:
        return None
    mark = Mark.read(content["mark"])
    if mark is None or content["user"] != person.user_id:
        return None
    lines = lines_from_json(content["lines"])
    versions = [one["seen"] for one in content["lines"]]
    names = [line.identity.name for line in lines]
    book = Book(mark, content["language"], lines)
    return Kept(book, dict(zip(names, versions, strict=True)))
