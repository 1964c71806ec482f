"""A plan document as the plain rows of a workbook's sheets."""

from collections.abc import Iterator
from typing import Any

from followthrough.plans.importers.plan_schema import SCHEMA
from followthrough.plans.importers.workbook_sheets import (
    ANSWERS_SHEET,
    AREAS,
    COMMITMENTS,
    DEFINITIONS,
    INSTITUTIONS,
    MILESTONES,
    OUTPUTS,
    PLAN,
    PLAN_FIELDS,
    TEXT_STATES,
    WITH_TEXTS,
    Form,
    Row,
    Sheet,
)
from followthrough.plans.models import ANSWERS
from followthrough.plans.queries import Document

Tables = dict[str, list[Row]]

QUESTIONS = {
    answer: SCHEMA["$defs"]["commitment"]["properties"][answer]["description"] for answer in ANSWERS
}


def tables(document: Document) -> Tables:
    """The document as the rows of each sheet, in canonical order."""
    own_sectors = {item["slug"]: item["sector"] for item in document["institutions"]}
    commitments = document["commitments"]
    found: Tables = {
        PLAN.name: list(_plan_rows(document)),
        INSTITUTIONS.name: [dict(item) for item in document["institutions"]],
        COMMITMENTS.name: [_commitment_row(item, own_sectors) for item in commitments],
        ANSWERS_SHEET.name: [row for item in commitments for row in _answer_rows(item)],
        MILESTONES.name: [row for item in commitments for row in _step_rows(item, own_sectors)],
        OUTPUTS.name: [row for item in commitments for row in _output_rows(item)],
        DEFINITIONS.name: [dict(item) for item in document["method"]["definitions"]],
        AREAS.name: [dict(item) for item in document["policy_areas"]["areas"]],
    }
    found[TEXT_STATES.name] = [
        state
        for sheet in WITH_TEXTS
        for row in found[sheet.name]
        for state in _state_rows(sheet, row)
    ]
    return found


def original_of(sheet: Sheet, row: Row) -> str:
    """The original language of the row's first text; empty when the row has no text."""
    return next((row[column.key]["original"] for column in sheet.texts if row[column.key]), "")


def _plan_rows(document: Document) -> Iterator[Row]:
    for item in PLAN_FIELDS:
        value: Any = document
        for step in item.path:
            value = value[step] if value else None
        if item.key == "languages":
            value = [f"{one['code']} official" if one["official"] else one["code"] for one in value]
        is_text = item.form is Form.TEXT
        yield {
            "field": item.key,
            "note": item.heading,
            "value": None if is_text else value,
            "text": (value or {}) if is_text else {},
        }


def _commitment_row(commitment: Document, own_sectors: dict[str, str]) -> Row:
    funding = commitment["funding"]
    return {
        **commitment,
        **_parties(commitment["involved"], own_sectors),
        "funding_state": funding["state"],
        "funding_until": funding["until"],
    }


def _parties(involved: list[Document], own_sectors: dict[str, str]) -> Row:
    parties: Row = {"lead": [], "supporting": []}
    for item in involved:
        slug, sector = item["institution"], item["sector"]
        named = slug if own_sectors[slug] == sector else f"{slug} [{sector}]"
        parties[item["role"]].append(named)
    return parties


def _answer_rows(commitment: Document) -> Iterator[Row]:
    for answer in ANSWERS:
        yield {
            "commitment": commitment["number"],
            "question": answer,
            "note": QUESTIONS[answer],
            "text": commitment[answer],
        }


def _step_rows(commitment: Document, own_sectors: dict[str, str]) -> Iterator[Row]:
    for milestone in commitment["milestones"]:
        parties = _parties(milestone["involved"], own_sectors)
        yield {**milestone, **parties, "commitment": commitment["number"]}


def _output_rows(commitment: Document) -> Iterator[Row]:
    for milestone in commitment["milestones"]:
        for output in milestone["outputs"]:
            current = output.get("current_deadline") or {}
            yield {
                **output,
                "commitment": commitment["number"],
                "milestone": milestone["number"],
                **(output["deadline"] or {}),
                **{f"current_{name}": value for name, value in current.items()},
            }


def _state_rows(sheet: Sheet, row: Row) -> Iterator[Row]:
    original = original_of(sheet, row)
    for column in sheet.texts:
        text = row[column.key]
        states = dict(text.get("states", {}))
        if text and text["original"] != original:
            states[text["original"]] = "original"
        for language, state in sorted(states.items()):
            yield {
                "sheet": sheet.name,
                "row": sheet.name_of(row),
                "column": column.key,
                "language": language,
                "state": state,
            }
