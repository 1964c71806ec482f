"""The sheets of a plan workbook and their columns."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from followthrough.plans.importers.plan_schema import SCHEMA
from followthrough.plans.models import ANSWERS

# A row by column key; a text stays whole and the writer spreads it over the language columns.
Row = dict[str, Any]

# The keys, hidden and never translated, and the headings.
HEADER_ROWS = 2


class Form(Enum):
    """What the cells of a column hold."""

    WORD = "word"
    NUMBER = "number"
    DAY = "day"
    WORDS = "words"
    # One column a language.
    TEXT = "text"
    # For the reader's eyes; import passes over it.
    NOTE = "note"


@dataclass(frozen=True)
class Column:
    """A column. `path` is where its value stands in the part that the row tells of."""

    key: str
    heading: str
    form: Form = Form.WORD
    width: int = 16
    choices: tuple[str, ...] = ()
    path: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, ...]:
        return self.path or (self.key,)


@dataclass(frozen=True)
class Sheet:
    """A sheet. The columns in `identity` name a row for the sheet "Text states"."""

    name: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...] = ()
    by_key: dict[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {column.key: column for column in self.columns})

    @property
    def texts(self) -> list[Column]:
        return [column for column in self.columns if column.form is Form.TEXT]

    def name_of(self, row: Row) -> str:
        return "/".join(str(row[key]) for key in self.identity)


def _choices(*path: str) -> tuple[str, ...]:
    found: Any = SCHEMA
    for step in path:
        found = found[step]
    return tuple(found["enum"])


KINDS = _choices("properties", "institutions", "items", "properties", "kind")
SECTORS = _choices("$defs", "sector")
PRECISIONS = _choices("$defs", "deadline", "properties", "precision")
FUNDING = _choices("$defs", "commitment", "properties", "funding", "properties", "state")
MEANINGS = _choices(
    "properties", "method", "properties", "definitions", "items", "properties", "kind"
)
STATES = ("original", *_choices("$defs", "text", "properties", "states", "additionalProperties"))

ORIGINAL = Column("original", "Original language")
UNCONFIRMED = Column("unconfirmed", "To be confirmed", Form.WORDS, 22)
COMMITMENT = Column("commitment", "Commitment number", Form.NUMBER, 13)
LEAD = Column("lead", "Lead institutions", Form.WORDS, 26)
SUPPORTING = Column("supporting", "Supporting institutions", Form.WORDS, 26)
NUMBER = Column("number", "Number", Form.NUMBER, 10)


def _title(heading: str = "Title") -> Column:
    return Column("title", heading, Form.TEXT, 40)


def _deadline(prefix: str, heading: str, name: str) -> tuple[Column, ...]:
    parts = (
        ("words", "words of the plan", Form.WORD, 24, ()),
        ("start", "first day", Form.DAY, 13, ()),
        ("end", "last day", Form.DAY, 13, ()),
        ("precision", "precision", Form.WORD, 13, PRECISIONS),
        ("every_months", "every … months", Form.NUMBER, 13, ()),
    )
    return tuple(
        Column(f"{prefix}{key}", f"{heading}: {says}", form, width, choices, (name, key))
        for key, says, form, width, choices in parts
    )


PLAN = Sheet(
    "Plan",
    (
        Column("field", "Field", width=24),
        Column("note", "What it says", Form.NOTE, 40),
        Column("value", "Value", width=40),
        ORIGINAL,
        Column("text", "Text", Form.TEXT, 40),
    ),
    ("field",),
)
INSTITUTIONS = Sheet(
    "Institutions",
    (
        Column("slug", "Identifier", width=30),
        Column("kind", "Kind", choices=KINDS),
        Column("sector", "Sector", choices=SECTORS),
        ORIGINAL,
        Column("name", "Name", Form.TEXT, 40),
        Column("short_name", "Short name", Form.TEXT, 16),
    ),
    ("slug",),
)
COMMITMENTS = Sheet(
    "Commitments",
    (
        NUMBER,
        Column("code", "OGP code", width=12),
        ORIGINAL,
        _title(),
        Column("policy_areas", "Policy areas", Form.WORDS, 26),
        LEAD,
        SUPPORTING,
        Column("funding_state", "Funding", choices=FUNDING, path=("funding", "state")),
        Column("funding_until", "Funded until", Form.DAY, 13, path=("funding", "until")),
        UNCONFIRMED,
    ),
    ("number",),
)
ANSWERS_SHEET = Sheet(
    "Answers",
    (
        COMMITMENT,
        Column("question", "Question", choices=ANSWERS),
        Column("note", "What it asks", Form.NOTE, 30),
        ORIGINAL,
        Column("text", "Answer", Form.TEXT, 60),
    ),
    ("commitment", "question"),
)
MILESTONES = Sheet(
    "Milestones",
    (
        COMMITMENT,
        NUMBER,
        ORIGINAL,
        _title(),
        Column("deadline_words", "Deadline: words of the plan", width=24),
        LEAD,
        SUPPORTING,
        UNCONFIRMED,
    ),
    ("commitment", "number"),
)
OUTPUTS = Sheet(
    "Outputs",
    (
        COMMITMENT,
        Column("milestone", "Milestone number", Form.NUMBER, 13),
        NUMBER,
        ORIGINAL,
        _title(),
        *_deadline("", "Original deadline", "deadline"),
        UNCONFIRMED,
        *_deadline("current_", "Current deadline, if changed", "current_deadline"),
    ),
    ("commitment", "number"),
)
DEFINITIONS = Sheet(
    "Definitions",
    (
        Column("kind", "Kind", choices=MEANINGS),
        Column("code", "Code", width=24),
        Column("group", "Group"),
        ORIGINAL,
        Column("label", "Word", Form.TEXT, 24),
        Column("meaning", "Meaning", Form.TEXT, 50),
    ),
    ("kind", "code"),
)
AREAS = Sheet(
    "Policy areas",
    (Column("code", "Code", width=34), ORIGINAL, Column("name", "Name", Form.TEXT, 40)),
    ("code",),
)
TEXT_STATES = Sheet(
    "Text states",
    (
        Column("sheet", "Sheet", width=16),
        Column("row", "Row", width=30),
        Column("column", "Column", width=16),
        Column("language", "Language", width=12),
        Column("state", "State", choices=STATES),
    ),
)
WITH_TEXTS = (
    PLAN,
    INSTITUTIONS,
    COMMITMENTS,
    ANSWERS_SHEET,
    MILESTONES,
    OUTPUTS,
    DEFINITIONS,
    AREAS,
)
SHEETS = (*WITH_TEXTS, TEXT_STATES)

# The rows of the sheet "Plan"; `path` starts at the whole document.
PLAN_FIELDS = (
    Column("format", "Format of this workbook; do not change it", path=("format",)),
    Column("slug", "Identifier in web addresses; never changes", path=("plan", "slug")),
    Column("jurisdiction", "OGP's prefix, such as XK", path=("plan", "jurisdiction")),
    Column("time_zone", "Clock, such as Europe/Belgrade", path=("plan", "time_zone")),
    Column("title", "Title of the plan", Form.TEXT, path=("plan", "title")),
    Column("starts_on", "First day", Form.DAY, path=("plan", "starts_on")),
    Column("ends_on", "Last day", Form.DAY, path=("plan", "ends_on")),
    Column(
        "languages",
        "Language codes; “official” after those in which reports must appear",
        Form.WORDS,
        path=("plan", "languages"),
    ),
    Column("adoption_body", "Who adopted the plan", Form.TEXT, path=("plan", "adoption", "body")),
    Column("adoption_on", "Day of the act", Form.DAY, path=("plan", "adoption", "on")),
    Column("adoption_act", "Number or name of the act", path=("plan", "adoption", "act")),
    Column("unconfirmed", "Fields to be confirmed", Form.WORDS, path=("plan", "unconfirmed")),
    Column("method", "Version of the tracking method", path=("method", "version")),
    Column("method_body", "Who adopted the method", Form.TEXT, path=("method", "adoption", "body")),
    Column("method_on", "Day of the act", Form.DAY, path=("method", "adoption", "on")),
    Column("method_act", "Number or name of the act", path=("method", "adoption", "act")),
    Column(
        "policy_area_list",
        "Version of OGP's list of policy areas",
        path=("policy_areas", "list"),
    ),
    Column("coordinator", "Coordinator, by identifier", path=("plan", "coordinator")),
)
