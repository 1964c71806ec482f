"""An invented plan that uses every feature of the plan file, in any size."""

from typing import Any

from followthrough.lib.deadlines import month_end, month_start
from followthrough.plans.importers.plan_file import canonical
from followthrough.plans.models import ANSWERS
from followthrough.plans.queries import FORMAT, Document

MILESTONES = 3
OUTPUTS = 15
FIRST_YEAR = 2030


def sample_document(commitments: int = 5) -> Document:
    """A valid document in canonical form: `commitments` of 3 milestones and 15 outputs each."""
    return canonical(
        {
            "format": FORMAT,
            "plan": _plan(),
            "method": _method(),
            "policy_areas": {
                "list": "2030",
                "areas": [
                    {"code": "open-data", "name": text(en="Open data", sq="Të dhëna të hapura")},
                    {"code": "integrity", "name": text(en="Integrity")},
                    {"code": "unused", "name": text(en="An area nobody uses")},
                ],
            },
            "institutions": _institutions(),
            "commitments": [_commitment(number) for number in range(1, commitments + 1)],
        }
    )


def text(original: str = "en", states: dict[str, str] | None = None, **texts: str) -> Document:
    """A text as a plan file has it; `sr` stands for sr-latn."""
    written: dict[str, Any] = {"original": original, **texts}
    if "sr" in written:
        written["sr-latn"] = written.pop("sr")
    return {**written, "states": states} if states else written


def _plan() -> Document:
    return {
        "slug": "sample-2030-2032",
        "jurisdiction": "ZZ",
        "time_zone": "Europe/Belgrade",
        "coordinator": None,
        "title": text("sq", sq="Plani shembull 2030–2032", sr="Пример плана", en="Sample plan"),
        "starts_on": "2030-01-01",
        "ends_on": "2032-12-31",
        "languages": [
            {"code": "sq", "official": True},
            {"code": "sr-latn", "official": True},
            {"code": "en", "official": False},
        ],
        "adoption": None,
        "unconfirmed": ["starts_on", "adoption"],
    }


def _method() -> Document:
    meaning = text(en="Work has begun.", sq="Puna ka filluar.", states={"sq": "machine_draft"})
    codes = [("completion", "limited", ""), ("reason", "money", "capacity"), ("source", "x", "")]
    return {
        "version": "0.9",
        "adoption": {"body": text("sq", sq="Forumi"), "on": "2029-11-30", "act": "Nr. 7/2029"},
        "definitions": [
            {
                "kind": kind,
                "code": code,
                "group": group,
                "label": text(en=f"=HYPERLINK({code})", sq=f"Fjala «{code}»"),
                "meaning": meaning if code == "limited" else {},
            }
            for kind, code, group in codes
        ],
    }


def _institutions() -> list[Document]:
    return [
        {
            "slug": "ministry-of-samples",
            "kind": "ministry",
            "sector": "government",
            "name": text("sq", sq="Ministria e Mostrave", en='The "Ministry" of Samples'),
            "short_name": text("sq", sq="MM"),
        },
        {
            "slug": "all-municipalities",
            "kind": "group",
            "sector": "government",
            "name": text(en="All municipalities", sr="Све општине", states={"sr-latn": "stale"}),
            "short_name": {},
        },
        {
            "slug": "watchdog",
            "kind": "civil_society",
            "sector": "civil_society",
            "name": text(en="Watchdog 🐕, -the organisation"),
            "short_name": text(en="+WD"),
        },
    ]


def _involved(*extra: Document) -> list[Document]:
    lead = {"institution": "ministry-of-samples", "role": "lead", "sector": "government"}
    # Listed under another sector than its own, as plans do.
    support = {"institution": "watchdog", "role": "supporting", "sector": "other"}
    return [lead, support, *extra]


def _commitment(number: int) -> Document:
    answers: dict[str, Document] = {answer: {} for answer in ANSWERS}
    answers["summary"] = text(
        en=f"=1+{number} is not a formula,\nbut “two” lines.\n\n@here",
        sq=f"Përmbledhja {number}",
        states={"sq": "stale"} if number % 2 else None,
    )
    answers["problem"] = text("sr-latn", sr=f"Проблем {number}: ђ ж љ њ ћ ч џ ш")
    return {
        "number": number,
        "code": f"ZZ{number:04}" if number % 3 else "",
        "title": text(en=f"Commitment {number}", sq=f"Angazhimi {number}", sr=f"Obaveza {number}"),
        **answers,
        "policy_areas": ["integrity", "open-data"] if number % 2 else [],
        "funding": {"state": "donor", "until": "2031-06-30"}
        if number % 2
        else {"state": "unknown", "until": None},
        "involved": _involved() if number % 4 else [],
        "unconfirmed": ["title", "outputs"] if number % 2 else [],
        "milestones": [_milestone(step) for step in range(1, MILESTONES + 1)],
    }


def _milestone(number: int) -> Document:
    each = OUTPUTS // MILESTONES
    municipalities = {
        "institution": "all-municipalities",
        "role": "supporting",
        "sector": "government",
    }
    return {
        "number": number,
        "title": text(en=f"Milestone {number}", sq=f"Etapa {number}"),
        "deadline_words": f"Q{number} {FIRST_YEAR}" if number > 1 else "",
        "involved": _involved(municipalities) if number == 1 else [],
        "unconfirmed": [],
        "outputs": [_output(first) for first in range(each * (number - 1) + 1, each * number + 1)],
    }


def _output(number: int) -> Document:
    output: Document = {
        "number": number,
        "title": text(en=f"Output {number}", sq=f"Rezultati {number}"),
        "deadline": quarter(FIRST_YEAR, 1 + number % 4),
        "unconfirmed": ["deadline"] if number % 2 else [],
    }
    if number % 5 == 0:
        output["deadline"] = None
    if number % 5 == 1:
        output["deadline"] = continuous()
    if number % 5 == 2:
        output["current_deadline"] = quarter(FIRST_YEAR + 1, 1)
    return output


def quarter(year: int, number: int) -> Document:
    return {
        "words": f"Q{number} {year}",
        "start": month_start(year, 3 * number - 2).isoformat(),
        "end": month_end(year, 3 * number).isoformat(),
        "precision": "quarter",
        "continuous": False,
        "every_months": None,
    }


def continuous(every_months: int = 6) -> Document:
    return {
        "words": "Continuous (2030-2032)",
        "start": "2030-01-01",
        "end": "2032-12-31",
        "precision": "continuous",
        "continuous": True,
        "every_months": every_months,
    }
