"""The plan itself as open data: commitments, expected outputs, institutions."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from followthrough.accounts.models import Institution
from followthrough.lib.deadlines import Due
from followthrough.plans.models import Commitment, Output
from followthrough.plans.schedule import Answer
from followthrough.plans.words import Completion
from followthrough.portal.queries import commitments, institutions, outputs
from followthrough.portal.queries.shared import Shared
from followthrough.portal.queries.told import Told
from followthrough.portal.tables import Column, Kind, Table


def _detail(answer: Answer | None) -> str:
    if answer is None or answer.detail is None:
        return ""
    return str(answer.detail)


def _commitment_rows(
    shared: Shared, found: Sequence[Commitment], today: date
) -> Iterator[dict[str, Any]]:
    leads = commitments.leads_of(shared, [one.pk for one in found])
    for commitment in found:
        yield _commitment_row(commitment, leads[commitment.pk])


def _commitment_row(commitment: Commitment, leads: list[Institution]) -> dict[str, Any]:
    return {
        "number": commitment.number,
        "code": commitment.code,
        "title": commitment.title,
        "summary": commitment.summary,
        "leads": [one.slug for one in leads],
        "policy_areas": [area.code for area in commitment.policy_areas.all()],
        "funding": commitment.funding_state,
        "to_be_confirmed": commitment.unconfirmed,
    }


def _output_rows(shared: Shared, found: Sequence[Output], today: date) -> Iterator[dict[str, Any]]:
    leads = commitments.leads_of(shared, {one.commitment_id for one in found})
    for output in found:
        row = outputs.row(shared, output, today)
        answer = row.answer
        yield {
            "commitment": key_of(shared, output.commitment),
            "leads": [one.slug for one in leads[output.commitment_id]],
            "milestone": output.step,  # type: ignore[attr-defined]
            "number": output.number,
            "title": output.title,
            **_due("due", row.due),
            **_due("original", row.original),
            **_told(row.told),
            "schedule": answer.schedule.value if answer else "",
            "schedule_reason": answer.reason.value if answer else "",
            "schedule_detail": _detail(answer),
            "quarters_late": answer.quarters if answer else 0,
            "as_of": today,
            "to_be_confirmed": output.unconfirmed,
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
        "evidence_missing": row is not None and row.lacks_evidence,
        "no_report": told is not None and told.silent is not None,
        "covers_until": row.covers_until if row else None,
        "published_at": row.published_at.isoformat() if row else None,
        "method": row.method if row else "",
    }


def key_of(shared: Shared, commitment: Commitment) -> str:
    commitment.plan = shared.plan
    return commitment.key


def _due(prefix: str, due: Due | None) -> dict[str, Any]:
    return {
        f"{prefix}_label": due.words if due else "",
        f"{prefix}_start": due.start if due else None,
        f"{prefix}_end": due.end if due else None,
        f"{prefix}_precision": due.precision.value if due else "",
        f"{prefix}_every_months": due.every_months if due else None,
    }


def _institution_rows(
    shared: Shared, found: Sequence[institutions.InstitutionRow], today: date
) -> Iterator[dict[str, Any]]:
    for row in found:
        yield {
            "slug": row.institution.slug,
            "kind": row.institution.kind,
            "sector": row.institution.sector,
            "name": row.institution.name,
            "short_name": row.institution.short_name,
            "leads": row.leads,
            "supports": row.supports,
        }


_UNCONFIRMED = Column(
    "to_be_confirmed", _("The parts that the owner has yet to confirm."), Kind.WORDS
)

COMMITMENTS = Table(
    "commitments",
    _("Commitments"),
    (
        Column("number", _("The commitment's number in the plan."), Kind.NUMBER),
        Column("code", _("OGP's code of the commitment; empty until OGP has given one.")),
        Column(
            "title", _("The title, one column a language; empty where not translated."), Kind.TEXT
        ),
        Column("summary", _("What the commitment is about."), Kind.TEXT),
        Column(
            "leads",
            _("The institutions that lead it, by the slug of the institutions table."),
            Kind.WORDS,
        ),
        Column("policy_areas", _("OGP's policy areas, by code."), Kind.WORDS),
        Column("funding", _("Whether money is there: unknown, none, requested, secured, donor.")),
        _UNCONFIRMED,
    ),
    key=("number",),
    found=lambda shared, today: commitments.for_export(shared.plan),
    told=_commitment_rows,
)

OUTPUTS = Table(
    "outputs",
    _("Expected outputs"),
    (
        Column("commitment", _("The code of the commitment, or the plan's slug and its number.")),
        Column(
            "leads",
            _("The institutions that lead it, by the slug of the institutions table."),
            Kind.WORDS,
        ),
        Column("milestone", _("The number of the milestone in the commitment."), Kind.NUMBER),
        Column("number", _("The number of the output in the commitment."), Kind.NUMBER),
        Column(
            "title", _("The title, one column a language; empty where not translated."), Kind.TEXT
        ),
        Column("due_label", _("The current deadline in the plan's own words.")),
        Column("due_start", _("The first day of the current deadline."), Kind.DAY),
        Column("due_end", _("The last day of the current deadline; late only after it."), Kind.DAY),
        Column("due_precision", _("How exact: day, month, quarter, half, year or continuous.")),
        Column(
            "due_every_months",
            _("For a continuous duty: how often it falls due, in months."),
            Kind.NUMBER,
        ),
        Column("original_label", _("The deadline the plan was adopted with, in its own words.")),
        Column("original_start", _("The first day of the original deadline."), Kind.DAY),
        Column("original_end", _("The last day of the original deadline."), Kind.DAY),
        Column("original_precision", _("How exact the original deadline is.")),
        Column(
            "original_every_months",
            _("How often the original duty falls due, in months."),
            Kind.NUMBER,
        ),
        Column("completion", _("How much is done, by the last published report.")),
        Column("completed_on", _("The day it was completed; empty until it is."), Kind.DAY),
        Column(
            "expected_on",
            _("The last day of the quarter in which it is expected to finish."),
            Kind.DAY,
        ),
        Column(
            "occurrences", _("For a continuous duty: how often it was met so far."), Kind.NUMBER
        ),
        Column("change", _("What happened since the report before, as the institution says.")),
        Column("reason", _("The code of the main reason, where one had to be given.")),
        Column("source", _("Who says so: verified, or reported and not independently verified.")),
        Column("verified_on", _("The day it was verified; empty where it was not."), Kind.DAY),
        Column("evidence", _("How many pieces of public evidence are named."), Kind.NUMBER),
        Column(
            "evidence_missing",
            _("1 where Complete is claimed and no accepted evidence shows it."),
            Kind.YES_NO,
        ),
        Column(
            "no_report",
            _("1 where the lead sent no report in the newest period and that is public."),
            Kind.YES_NO,
        ),
        Column(
            "covers_until", _("The last day that the last published report tells of."), Kind.DAY
        ),
        Column("published_at", _("When it was published."), Kind.MOMENT),
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
            _("Whole quarters past the current deadline; 0 when not late."),
            Kind.NUMBER,
        ),
        Column("as_of", _("The day for which the schedule answer was computed."), Kind.DAY),
        _UNCONFIRMED,
    ),
    key=("commitment", "number"),
    found=lambda shared, today: outputs.for_export(shared.plan),
    told=_output_rows,
    is_progress=True,
)

INSTITUTIONS = Table(
    "institutions",
    _("Institutions"),
    (
        Column("slug", _("The institution's short name in addresses and tables.")),
        Column("kind", _("What kind of body it is; `group` is a described group of bodies.")),
        Column("sector", _("Government, civil society or other.")),
        Column("name", _("The name, one column a language."), Kind.TEXT),
        Column("short_name", _("The abbreviation, one column a language."), Kind.TEXT),
        Column("leads", _("How many commitments it leads."), Kind.NUMBER),
        Column("supports", _("How many commitments it supports."), Kind.NUMBER),
    ),
    key=("slug",),
    found=lambda shared, today: institutions.rows(shared.plan, "en"),
    told=_institution_rows,
)
