"""The plan as open data: which tables there are, what each column means, and their rows.

The dictionary on the data page, the CSV files and their tests all read these definitions.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution
from followthrough.lib.deadlines import Due
from followthrough.lib.spreadsheets.writing import csv_file
from followthrough.lib.text import PUBLIC_STATES, TranslatedText
from followthrough.plans.models import Commitment, Output
from followthrough.plans.schedule import Answer
from followthrough.plans.words import Completion
from followthrough.portal.queries import commitments, institutions, outputs
from followthrough.portal.queries.shared import Shared
from followthrough.portal.queries.told import Told


@dataclass(frozen=True)
class Column:
    """A column of a table. One whose `is_text` appears once for each language of the plan."""

    name: str
    meaning: Promise
    is_text: bool = False


@dataclass(frozen=True)
class Table:
    name: str
    title: Promise
    columns: tuple[Column, ...]
    rows: Callable[[Shared, date], Iterable[dict[str, Any]]]
    # It tells of progress, which the demonstration invents.
    is_progress: bool = False


def as_csv(table: Table, shared: Shared, today: date, example: str = "") -> bytes:
    """UTF-8 with a byte order mark, ISO dates; a cell never runs as a formula.

    `example` is the word that stands first in every row of progress that is invented.
    """
    languages = [language["code"] for language in shared.plan.languages]
    mark = [example] if example and table.is_progress else []
    first = [*(["example"] if mark else []), *header(table, languages)]
    rows = ([*mark, *_cells(table, languages, row)] for row in table.rows(shared, today))
    return csv_file([first, *rows])


def header(table: Table, languages: list[str]) -> list[str]:
    """The column names: a text column is followed by its language, as in `title_sq`."""
    return [name for column in table.columns for name in _names(column, languages)]


def _names(column: Column, languages: list[str]) -> list[str]:
    if not column.is_text:
        return [column.name]
    return [f"{column.name}_{code}" for code in languages]


def _detail(answer: Answer | None) -> str:
    if answer is None or answer.detail is None:
        return ""
    return str(answer.detail)


def _cells(table: Table, languages: list[str], row: dict[str, Any]) -> Iterator[Any]:
    for column in table.columns:
        value = row[column.name]
        if column.is_text:
            yield from (_public(value, code) for code in languages)
        else:
            yield value


def _public(text: TranslatedText, language: str) -> str:
    return text.texts.get(language, "") if text.state(language) in PUBLIC_STATES else ""


def _commitment_rows(shared: Shared, today: date) -> Iterator[dict[str, Any]]:
    found = shared.plan.commitments.prefetch_related("policy_areas").order_by("number")
    leads = commitments.leads_of(shared, [one.pk for one in found])
    for commitment in found:
        yield _commitment_row(commitment, leads[commitment.pk])


def _commitment_row(commitment: Commitment, leads: list[Institution]) -> dict[str, Any]:
    return {
        "number": commitment.number,
        "code": commitment.code,
        "title": commitment.title,
        "summary": commitment.summary,
        "leads": " ".join(one.slug for one in leads),
        "policy_areas": " ".join(area.code for area in commitment.policy_areas.all()),
        "funding": commitment.funding_state,
        "to_be_confirmed": " ".join(commitment.unconfirmed),
    }


def _output_rows(shared: Shared, today: date) -> Iterator[dict[str, Any]]:
    leads = commitments.leads_of(shared, shared.plan.commitments.values_list("pk", flat=True))
    for output in outputs.for_export(shared.plan):
        row = outputs.row(shared, output, today)
        answer = row.answer
        yield {
            "commitment": _key(shared, output),
            "leads": " ".join(one.slug for one in leads[output.commitment_id]),
            "milestone": output.milestone.number,
            "number": output.number,
            "title": output.title,
            **_due("due", row.due),
            **_due("original", row.original),
            **_told(row.told),
            "schedule": answer.schedule.value if answer else "",
            "schedule_reason": answer.reason.value if answer else "",
            "schedule_detail": _detail(answer),
            "quarters_late": answer.quarters if answer else 0,
            "as_of": today.isoformat(),
            "to_be_confirmed": " ".join(output.unconfirmed),
        }


def _told(told: Told | None) -> dict[str, Any]:
    row = told.standing if told else None
    return {
        "completion": (told.completion if told else Completion.NOT_KNOWN).value,
        "completed_on": row.completed_on if row else None,
        "expected_on": row.expected_on if row else None,
        "occurrences": row.occurrences if row else 0,
        "change": row.change if row else "",
        "reason": row.reason if row else "",
        "source": row.source if row else "",
        "verified_on": row.verified_at.date() if row and row.verified_at else None,
        "evidence": row.evidence if row else 0,
        "evidence_missing": int(row.lacks_evidence) if row else 0,
        "no_report": int(told is not None and told.silent is not None),
        "covers_until": row.covers_until if row else None,
        "published_at": row.published_at.isoformat() if row else None,
        "method": row.method if row else "",
    }


def _key(shared: Shared, output: Output) -> str:
    output.commitment.plan = shared.plan
    return output.commitment.key


def _due(prefix: str, due: Due | None) -> dict[str, Any]:
    return {
        f"{prefix}_label": due.words if due else "",
        f"{prefix}_start": due.start.isoformat() if due else "",
        f"{prefix}_end": due.end.isoformat() if due else "",
        f"{prefix}_precision": due.precision.value if due else "",
        f"{prefix}_every_months": due.every_months if due else None,
    }


def _institution_rows(shared: Shared, today: date) -> Iterator[dict[str, Any]]:
    for row in institutions.rows(shared.plan, "en"):
        yield {
            "slug": row.institution.slug,
            "kind": row.institution.kind,
            "sector": row.institution.sector,
            "name": row.institution.name,
            "short_name": row.institution.short_name,
            "leads": row.leads,
            "supports": row.supports,
        }


_UNCONFIRMED = Column("to_be_confirmed", _("The parts that the owner has yet to confirm."))

COMMITMENTS = Table(
    "commitments",
    _("Commitments"),
    (
        Column("number", _("The commitment's number in the plan.")),
        Column("code", _("OGP's code of the commitment; empty until OGP has given one.")),
        Column("title", _("The title, one column a language; empty where not translated."), True),
        Column("summary", _("What the commitment is about."), True),
        Column("leads", _("The institutions that lead it, by the slug of the institutions table.")),
        Column("policy_areas", _("OGP's policy areas, by code.")),
        Column("funding", _("Whether money is there: unknown, none, requested, secured, donor.")),
        _UNCONFIRMED,
    ),
    _commitment_rows,
)

OUTPUTS = Table(
    "outputs",
    _("Expected outputs"),
    (
        Column("commitment", _("The code of the commitment, or the plan's slug and its number.")),
        Column("leads", _("The institutions that lead it, by the slug of the institutions table.")),
        Column("milestone", _("The number of the milestone in the commitment.")),
        Column("number", _("The number of the output in the commitment.")),
        Column("title", _("The title, one column a language; empty where not translated."), True),
        Column("due_label", _("The current deadline in the plan's own words.")),
        Column("due_start", _("The first day of the current deadline.")),
        Column("due_end", _("The last day of the current deadline; late only after it.")),
        Column("due_precision", _("How exact: day, month, quarter, half, year or continuous.")),
        Column("due_every_months", _("For a continuous duty: how often it falls due, in months.")),
        Column("original_label", _("The deadline the plan was adopted with, in its own words.")),
        Column("original_start", _("The first day of the original deadline.")),
        Column("original_end", _("The last day of the original deadline.")),
        Column("original_precision", _("How exact the original deadline is.")),
        Column("original_every_months", _("How often the original duty falls due, in months.")),
        Column("completion", _("How much is done, by the last published report.")),
        Column("completed_on", _("The day it was completed; empty until it is.")),
        Column("expected_on", _("The last day of the quarter in which it is expected to finish.")),
        Column("occurrences", _("For a continuous duty: how often it was met so far.")),
        Column("change", _("What happened since the report before, as the institution says.")),
        Column("reason", _("The code of the main reason, where one had to be given.")),
        Column("source", _("Who says so: verified, or reported and not independently verified.")),
        Column("verified_on", _("The day it was verified; empty where it was not.")),
        Column("evidence", _("How many pieces of public evidence are named.")),
        Column(
            "evidence_missing", _("1 where Complete is claimed and no accepted evidence shows it.")
        ),
        Column(
            "no_report",
            _("1 where the lead sent no report in the newest period and that is public."),
        ),
        Column("covers_until", _("The last day that the last published report tells of.")),
        Column("published_at", _("When it was published.")),
        Column("method", _("The version of the method it was reported under.")),
        Column("schedule", _("Whether it is on time, computed from the dates on the day as_of.")),
        Column("schedule_reason", _("Why the schedule answer is what it is; may be empty.")),
        Column(
            "schedule_detail",
            _(
                "What the reason rests on: the expected day, or the number of rounds, days or "
                "occurrences."
            ),
        ),
        Column(
            "quarters_late",
            _("By how many quarters it lies after the quarter of the deadline; 0 when not late."),
        ),
        Column("as_of", _("The day for which the schedule answer was computed.")),
        _UNCONFIRMED,
    ),
    _output_rows,
    is_progress=True,
)

INSTITUTIONS = Table(
    "institutions",
    _("Institutions"),
    (
        Column("slug", _("The institution's short name in addresses and tables.")),
        Column("kind", _("What kind of body it is; `group` is a described group of bodies.")),
        Column("sector", _("Government, civil society or other.")),
        Column("name", _("The name, one column a language."), True),
        Column("short_name", _("The abbreviation, one column a language."), True),
        Column("leads", _("How many commitments it leads.")),
        Column("supports", _("How many commitments it supports.")),
    ),
    _institution_rows,
)
