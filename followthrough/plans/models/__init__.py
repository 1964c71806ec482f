"""What was promised, by whom, by when: one file a noun."""

from followthrough.plans.models.adoption import Adoptable
from followthrough.plans.models.calendar import CalendarDay
from followthrough.plans.models.commitment import (
    ANSWERS,
    Commitment,
    FundingState,
    ImportedPage,
    Involvement,
    InvolvementRole,
)
from followthrough.plans.models.method import Definition, DefinitionKind, MethodVersion
from followthrough.plans.models.output import Deadline, Milestone, Output
from followthrough.plans.models.plan import Plan, PolicyArea

__all__ = [
    "ANSWERS",
    "Adoptable",
    "CalendarDay",
    "Commitment",
    "Deadline",
    "Definition",
    "DefinitionKind",
    "FundingState",
    "ImportedPage",
    "Involvement",
    "InvolvementRole",
    "MethodVersion",
    "Milestone",
    "Output",
    "Plan",
    "PolicyArea",
]
