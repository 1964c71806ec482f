"""What may be asked of each list, beside the page of it."""

from datetime import date
from typing import Annotated

from ninja import Field
from pydantic import BeforeValidator

from followthrough.api.answers import FARTHEST, Digits, Paging, written_as
from followthrough.plans.schedule import Schedule
from followthrough.plans.words import Completion

# Codes and slugs; anything else names nothing here, and a NUL byte reaches no database.
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,60}$")]
Subject = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:/@-]{1,120}$")]
Number = Annotated[int, Field(ge=1, le=10_000), Digits]
Line = Annotated[int, Field(ge=0, le=FARTHEST * FARTHEST), Digits]
# The library would take "yes" for true and 0 for a day in 1970.
YesNo = Annotated[bool, BeforeValidator(written_as("bool", r"true|false"))]
Day = Annotated[date, BeforeValidator(written_as("date", r"\d{4}-\d{2}-\d{2}"))]


class Commitments(Paging):
    institution: Code | None = None
    policy_area: Code | None = None


class Outputs(Paging):
    commitment: Code | None = None
    institution: Code | None = None
    completion: Completion | None = None
    schedule: Schedule | None = None
    due_from: Day | None = None
    due_until: Day | None = None


class Entries(Paging):
    commitment: Code | None = None
    output: Number | None = None
    round: Code | None = None
    current: YesNo | None = None


class Ratings(Paging):
    commitment: Code | None = None
    organisation: Code | None = None
    round: Code | None = None


class Reports(Paging):
    institution: Code | None = None
    round: Code | None = None


class Obstacles(Paging):
    commitment: Code | None = None
    institution: Code | None = None
    open: YesNo | None = None


class Events(Paging):
    subject: Subject | None = None
    verb: Code | None = None
    after: Line | None = None
