"""The clearance copy: one institution's report on paper, to read and sign before it is sent."""

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from followthrough.lib.deadline_labels import deadline_label, period_label, quarter_label
from followthrough.lib.documents.marked import marked
from followthrough.lib.documents.translated import in_language, with_note
from followthrough.lib.documents.tree import (
    Document,
    Field,
    Fields,
    Heading,
    Note,
    Paragraph,
    Part,
    Run,
    Signature,
    Table,
    Text,
    plain,
)
from followthrough.plans.models import Commitment, MethodVersion
from followthrough.plans.words import Completion
from followthrough.reporting.models import Evidence, Report, ReportState
from followthrough.reporting.queries.filing import Row, rows

# The institution may still rewrite what it says.
_DRAFTS = frozenset({ReportState.DRAFT, ReportState.RETURNED})


def clearance_copy(report: Report, *, at: datetime) -> Document:
    """The whole report in the active language; give it with its round, plan, method, institution.

    It says on every page whether it has been sent yet, and whether it is an example.
    """
    plan, everything = report.round.plan, rows(report)
    period = period_label(report.round.covers_from, report.round.covers_until)
    name = plain(in_language(report.institution.name))
    return Document(
        title=gettext("Report on the action plan, %(period)s") % {"period": period},
        language=get_language() or "",
        made_at=at,
        author=name,
        subject=plain(in_language(plan.title)),
        letterhead=(name, plain(in_language(plan.title))),
        mark=" · ".join(_marks(report)),
        parts=(
            *_notes(report),
            _about(report, everything, plan.local(at)),
            Heading(gettext("At a glance")),
            _glance(everything),
            *(part for row in everything for part in _answer(row, everything)),
            *_clearance(report),
        ),
    )


def _marks(report: Report) -> Iterator[str]:
    if settings.DEMO:
        yield gettext("EXAMPLE")
    if report.state in _DRAFTS:
        yield gettext("DRAFT")


def _notes(report: Report) -> Iterator[Part]:
    if settings.DEMO:
        yield Note(gettext("This is an example: what is said in it is invented."))
    if report.state == ReportState.DRAFT:
        yield Note(gettext("This is a draft: the report has not been sent yet."))
    if report.state == ReportState.RETURNED:
        yield Note(gettext("This is a draft: the report was returned for completion."))
    if report.is_on_behalf and report.confirmed_at is None:
        yield Note(
            gettext(
                "Typed by the coordinator from a mail; the institution has not confirmed it yet."
            )
        )


def _about(report: Report, everything: list[Row], printed: datetime) -> Fields:
    one, plan = report.round, report.round.plan
    complete = sum(row.is_complete for row in everything)
    answered = {"complete": complete, "count": len(everything)}
    found = [
        Field(gettext("Institution"), in_language(report.institution.name)),
        Field(gettext("Reporting period"), period_label(one.covers_from, one.covers_until)),
        Field(gettext("Due day"), _day(one.due_on)),
        Field(gettext("Method"), _method(plan.method)),
        Field(gettext("State"), str(ReportState(report.state).label)),
        Field(gettext("Answers"), gettext("%(complete)s of %(count)s completed") % answered),
        Field(gettext("Reference"), f"{report.key} v{report.version}"),
        Field(gettext("Copy made"), date_format(printed, "DATETIME_FORMAT")),
    ]
    if report.submitted_at:
        sent = date_format(plan.local(report.submitted_at), "DATETIME_FORMAT")
        found.insert(-2, Field(gettext("Sent"), sent))
    return Fields(found)


def _method(method: MethodVersion) -> str:
    names = {"version": method.version, "act": method.adoption_act}
    if method.is_adopted:
        return gettext("version %(version)s, adopted: %(act)s") % names
    return gettext("version %(version)s, not adopted yet") % names


def _glance(everything: list[Row]) -> Table:
    return Table(
        header=(
            gettext("No."),
            gettext("Output"),
            gettext("Last time"),
            gettext("Now"),
            gettext("Evidence"),
        ),
        rows=[
            (
                _number(row),
                _title(row),
                _level(row.last.completion) if row.last else "",
                Run(_now(row), is_strong=True),
                str(row.entry.evidence.count()) if row.entry.output else "",
            )
            for row in everything
        ],
        widths=(2.4, 5.4, 3.8, 3.8, 2.4),
    )


def _number(row: Row) -> str:
    key = row.entry.commitment.key
    return f"{key}/{row.entry.output.number}" if row.entry.output else key


def _title(row: Row) -> Text:
    output = row.entry.output
    return in_language(output.title) if output else gettext("The commitment as a whole")


def _level(code: str) -> str:
    return str(Completion(code).label) if code else ""


def _now(row: Row) -> str:
    is_answered = row.entry.completion and not _is_untouched(row)
    return _level(row.entry.completion) if is_answered else gettext("Not provided")


def _is_untouched(row: Row) -> bool:
    """Only pre-filled with what was said last time; on the commitment as a whole that may stand."""
    return row.entry.output is not None and not row.entry.is_started


def _answer(row: Row, everything: list[Row]) -> Iterator[Part]:
    """One output, or the commitment as a whole; before the first of a commitment, its title."""
    first = next(one for one in everything if one.entry.commitment_id == row.entry.commitment_id)
    if row is first:
        yield _commitment(row.entry.commitment)
    title: Text = gettext("The commitment as a whole")
    if row.entry.output:
        title = (Run(f"{row.entry.output.number}. "), *in_language(row.entry.output.title))
    yield Heading(title, level=2)
    yield Fields([one for one in _fields(row) if plain(one.value)])
    if row.missing:
        missing = " ".join(str(one.sentence) for one in row.missing)
        yield Note((Run(gettext("Not complete yet:") + " ", is_strong=True), Run(missing)))


def _commitment(one: Commitment) -> Heading:
    return Heading((Run(f"{one.key} "), *in_language(one.title)))


def _fields(row: Row) -> Iterator[Field]:
    entry = row.entry
    if entry.output:
        due = row.situation.due
        yield Field(gettext("Deadline"), deadline_label(due) if due else "")
        change = entry.get_change_display() if entry.change else gettext("Not provided")
        yield Field(gettext("What has happened"), change)
    yield Field(gettext("How much is done"), _from_to(row))
    if _is_untouched(row):
        return
    yield Field(gettext("Completed on"), _day(entry.completed_on))
    if row.situation.owed:
        times = {"done": entry.occurrences, "owed": row.situation.owed}
        yield Field(gettext("Times done"), gettext("%(done)s of %(owed)s") % times)
    yield Field(gettext("Reason"), _reason(row))
    yield Field(gettext("What was done"), with_note(entry.done))
    if entry.output:
        yield Field(gettext("Evidence"), _evidence(row))
    expected = quarter_label(row.expected) if row.expected else ""
    yield Field(gettext("Expected finish"), expected)
    yield Field(gettext("Next step"), with_note(entry.next_step))
    yield Field(gettext("Help needed"), _help(row))


def _from_to(row: Row) -> Text:
    now = Run(_now(row), is_strong=True)
    if row.last is None or not row.last.completion:
        return now
    return (Run(f"{_level(row.last.completion)} → "), now)


def _reason(row: Row) -> Text:
    words = row.entry.reason_words
    return (*in_language(row.reason), Run(f": {words}" if words else ""))


def _help(row: Row) -> Text:
    asked = row.entry.help_from
    who = in_language(asked.name) if asked else ()
    needed = with_note(row.entry.help_needed)
    return (*needed, Run(" – "), *who) if needed and who else (*needed, *who)


def _evidence(row: Row) -> Text:
    pieces = [_piece(one) for one in row.entry.evidence.all()]
    lines = [(Run("\n" if number else ""), *piece) for number, piece in enumerate(pieces)]
    return [run for line in lines for run in line] or gettext("None")


def _piece(one: Evidence) -> Iterator[Run]:
    told = [str(one.get_kind_display())]
    if one.dated_on:
        told.append(_day(one.dated_on))
    told.append(gettext("Public") if one.is_public else gettext("Not public"))
    yield Run(f"{one.title} ({', '.join(told)}): ")
    yield Run(one.link, link=one.link) if one.link else Run(one.file_name)


def _clearance(report: Report) -> Iterator[Part]:
    yield Heading(gettext("Clearance"))
    yield Paragraph(
        marked(
            gettext(
                "Whoever clears the report signs here. When it is sent, the post, the day and the "
                "reference are entered with it. **A later change voids the clearance.**"
            )
        ),
        is_kept_with_next=True,
    )
    yield Fields(
        (
            Field(gettext("Cleared by (post)"), report.cleared_by),
            Field(gettext("Day"), _day(report.cleared_on)),
            Field(gettext("Reference"), report.cleared_reference),
        )
    )
    yield Signature((gettext("Post"), gettext("Signature and seal"), gettext("Day")))


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
