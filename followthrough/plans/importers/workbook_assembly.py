"""The rows of a plan workbook put together as a plan document, each part knowing its cell."""

import re
from typing import Any

from followthrough.plans.importers.plan_file import PlanFileError, checked
from followthrough.plans.importers.plan_schema import MOST_FAULTS, Path, did_you_mean, shown
from followthrough.plans.importers.workbook_guard import grids
from followthrough.plans.importers.workbook_reading import Line, read_sheets
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
    SHEETS,
    STATES,
    TEXT_STATES,
    WITH_TEXTS,
    Form,
)
from followthrough.plans.models import ANSWERS
from followthrough.plans.queries import Document

# An institution listed under another sector than its own: "watchdog [other]".
PARTY = re.compile(r"([^\[]*)\[([^\]]*)\]")

# Columns that place a row or explain its texts, and are no value of the part it tells of.
BESIDE = frozenset({"original", "commitment", "milestone"})


def read_workbook(data: bytes) -> Document:
    """The plan document in a workbook, in canonical form. Raises PlanFileError naming the cells."""
    readers = read_sheets(grids(data), SHEETS)
    assembly = Assembly({name: list(reader.lines()) for name, reader in readers.items()})
    for reader in readers.values():
        reader.check_columns(assembly.languages)
    faults = [fault for reader in readers.values() for fault in reader.faults]
    document = None if faults else assembly.document()
    faults += assembly.faults
    if faults:
        raise PlanFileError(faults[:MOST_FAULTS])
    return checked(document, assembly.place)


class Assembly:
    """Puts the document together, remembers the row of each part, and gathers what does not fit."""

    def __init__(self, lines: dict[str, list[Line]]) -> None:
        self.lines = lines
        self.faults: list[str] = []
        # The row that tells of the part at a path; with a column, where the part is one cell.
        self.places: dict[Path, tuple[Line, str]] = {}
        self.fields = self._plan_fields()
        self.languages = [word.split()[0] for word in self._field("languages") or []]
        self.states = self._text_states()
        self.sectors = {
            line.values["slug"]: line.values["sector"] for line in lines[INSTITUTIONS.name]
        }

    def place(self, path: Path) -> str:
        """The cell that holds what stands at the path of the document."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                line, key = self.places[path[:length]]
                return line.place(path[length:], key)
        return PLAN.name

    def document(self) -> Document:
        definitions: Path = ("method", "definitions")
        areas: Path = ("policy_areas", "areas")
        return {
            "format": self._field("format"),
            "plan": self._plan(),
            "method": {
                "version": self._field("method"),
                "adoption": self._adoption("method", ("method", "adoption")),
                "definitions": self._parts(self.lines[DEFINITIONS.name], definitions),
            },
            "policy_areas": {
                "list": self._field("policy_area_list"),
                "areas": self._parts(self.lines[AREAS.name], areas),
            },
            "institutions": self._parts(self.lines[INSTITUTIONS.name], ("institutions",)),
            "commitments": self._commitments(),
        }

    def _fault(self, line: Line, key: str, message: str) -> None:
        self.faults.append(f"{line.cell(key)}: {message}")

    # The sheet "Plan"

    def _plan_fields(self) -> dict[str, Line]:
        known = {field.key: field for field in PLAN_FIELDS}
        fields: dict[str, Line] = {}
        for line in self.lines[PLAN.name]:
            name = line.values["field"]
            if name not in known:
                hint = did_you_mean(name, known)
                self._fault(line, "field", f"{shown(name)} is not known. {hint}Correct it.")
            elif name in fields:
                self._fault(line, "field", f"{shown(name)} stands here twice. Remove one row.")
            else:
                fields[name] = line
                key = "text" if known[name].form is Form.TEXT else "value"
                self.places[known[name].path] = line, key
        self.faults += [
            f"{PLAN.name}: the row “{name}” is missing. Add it, or export the workbook again."
            for name in known
            if name not in fields
        ]
        return fields

    def _field(self, name: str) -> Any:
        line = self.fields.get(name)
        return line.values["value"] if line else None

    def _field_text(self, name: str, path: Path) -> Document:
        line = self.fields.get(name)
        return self._text(line, "text", path) if line else {}

    def _plan(self) -> Document:
        names = ("slug", "jurisdiction", "time_zone", "starts_on", "ends_on", "unconfirmed")
        return {
            **{name: self._field(name) or "" for name in names},
            "unconfirmed": self._field("unconfirmed"),
            "coordinator": self._field("coordinator") or None,
            "title": self._field_text("title", ("plan", "title")),
            "languages": [self._language(word) for word in self._field("languages") or []],
            "adoption": self._adoption("adoption", ("plan", "adoption")),
        }

    def _language(self, word: str) -> Document:
        code, *rest = word.split()
        if rest not in ([], ["official"]):
            message = f"{shown(word)} does not fit. Write “{code}” or “{code} official”."
            self._fault(self.fields["languages"], "value", message)
        return {"code": code, "official": bool(rest)}

    def _adoption(self, prefix: str, path: Path) -> Document | None:
        body = self._field_text(f"{prefix}_body", (*path, "body"))
        on, act = self._field(f"{prefix}_on"), self._field(f"{prefix}_act")
        return {"body": body, "on": on or "", "act": act} if body or on or act else None

    # Texts and their states

    def _text_states(self) -> dict[tuple[str, str, str], dict[str, Line]]:
        """The rows of the sheet "Text states" by the text they tell of, then by language."""
        texts = {
            (sheet.name, sheet.name_of(line.values), column.key)
            for sheet in WITH_TEXTS
            for line in self.lines[sheet.name]
            for column in sheet.texts
            if line.values[column.key]
        }
        states: dict[tuple[str, str, str], dict[str, Line]] = {}
        for line in self.lines[TEXT_STATES.name]:
            name, row, column = (line.values[key] for key in ("sheet", "row", "column"))
            if (name, row, column) not in texts:
                self._fault(line, "row", "there is no such text. Correct or delete this row.")
            elif line.values["state"] not in STATES:
                known = ", ".join(STATES)
                self._fault(line, "state", f"this state is not known. Write one of: {known}.")
            else:
                states.setdefault((name, row, column), {})[line.values["language"]] = line
        return states

    def _text(self, line: Line, key: str, path: Path) -> Document:
        texts = line.values[key]
        if not texts:
            return {}
        found = self.states.get((line.sheet.name, line.sheet.name_of(line.values), key), {})
        text = {"original": self._original(line, texts), **texts}
        states = {}
        for language, row in found.items():
            if row.values["state"] == "original":
                text["original"] = language
                self.places[*path, "original"] = row, "language"
            else:
                states[language] = row.values["state"]
                self.places[*path, "states", language] = row, "language"
        return {**text, "states": states} if states else text

    def _original(self, line: Line, texts: dict[str, str]) -> str:
        """The row's original language; another one only where the row has it in another text."""
        named: str = line.values["original"]
        elsewhere = any(named in line.values[column.key] for column in line.sheet.texts)
        if named in texts or (named and not elsewhere):
            return named
        return next((code for code in self.languages if code in texts), next(iter(texts)))

    # The other sheets

    def _parts(self, lines: list[Line], path: Path) -> list[Document]:
        return [self._part(line, (*path, index)) for index, line in enumerate(lines)]

    def _part(self, line: Line, path: Path) -> Document:
        """What a row says: each column of it is a value of the same name."""
        self.places[path] = line, ""
        return {
            column.key: self._text(line, column.key, (*path, column.key))
            if column.form is Form.TEXT
            else line.values[column.key]
            for column in line.sheet.columns
            if column.key not in BESIDE
        }

    def _commitments(self) -> list[Document]:
        commitments = self._parts(self.lines[COMMITMENTS.name], ("commitments",))
        for index, commitment in enumerate(commitments):
            self._make_commitment(commitment, ("commitments", index))
        indexes = {item["number"]: index for index, item in enumerate(commitments)}
        self._add_answers(commitments, indexes)
        self._add_milestones(commitments, indexes)
        return commitments

    def _make_commitment(self, commitment: Document, path: Path) -> None:
        commitment["funding"] = {
            "state": commitment.pop("funding_state"),
            "until": commitment.pop("funding_until"),
        }
        commitment["involved"] = self._involved(commitment, path)
        commitment |= {answer: {} for answer in ANSWERS}
        commitment["milestones"] = []

    def _involved(self, part: Document, path: Path) -> list[Document]:
        """The institutions of the columns "lead" and "supporting", which leave the part."""
        line, _ = self.places[path]
        involved: list[Document] = []
        for role in ("lead", "supporting"):
            for word in part.pop(role):
                listed = PARTY.fullmatch(word)
                slug = listed.group(1).strip() if listed else word
                sector = listed.group(2).strip() if listed else self.sectors.get(slug, "other")
                self.places[*path, "involved", len(involved)] = line, role
                involved.append({"institution": slug, "role": role, "sector": sector})
        return involved

    def _add_answers(self, commitments: list[Document], indexes: dict[int, int]) -> None:
        for line in self.lines[ANSWERS_SHEET.name]:
            question = line.values["question"]
            index = self._commitment_of(line, indexes)
            if question not in ANSWERS:
                hint = did_you_mean(question, ANSWERS)
                self._fault(line, "question", f"{shown(question)} is not known. {hint}Correct it.")
            elif index is not None:
                path: Path = ("commitments", index, question)
                if path in self.places:
                    self._fault(line, "question", "this answer is there twice. Remove one row.")
                self.places[path] = line, "text"
                commitments[index][question] = self._text(line, "text", path)

    def _commitment_of(self, line: Line, indexes: dict[int, int]) -> int | None:
        number = line.values["commitment"]
        if number not in indexes:
            self._fault(
                line,
                "commitment",
                f"there is no commitment {number or 'without a number'} on the sheet "
                f"{COMMITMENTS.name}. Correct it, or add the commitment.",
            )
        return indexes.get(number)

    def _add_milestones(self, commitments: list[Document], indexes: dict[int, int]) -> None:
        found: dict[tuple[int, int], tuple[Document, Path]] = {}
        for line in self.lines[MILESTONES.name]:
            index = self._commitment_of(line, indexes)
            if index is None:
                continue
            milestones = commitments[index]["milestones"]
            path: Path = ("commitments", index, "milestones", len(milestones))
            milestone = self._part(line, path)
            milestone["involved"] = self._involved(milestone, path)
            milestone["outputs"] = []
            milestones.append(milestone)
            found.setdefault((index, milestone["number"]), (milestone, path))
        for line in self.lines[OUTPUTS.name]:
            index = self._commitment_of(line, indexes)
            if index is not None:
                self._add_output(line, found.get((index, line.values["milestone"])))

    def _add_output(self, line: Line, milestone: tuple[Document, Path] | None) -> None:
        if milestone is None:
            self._fault(
                line,
                "milestone",
                f"commitment {line.values['commitment']} has no such milestone on the sheet "
                f"{MILESTONES.name}. Correct it, or add the milestone.",
            )
            return
        outputs = milestone[0]["outputs"]
        output = self._part(line, (*milestone[1], "outputs", len(outputs)))
        output["deadline"] = _deadline(output, "")
        current = _deadline(output, "current_")
        if current:
            output["current_deadline"] = current
        outputs.append(output)


def _deadline(output: Document, prefix: str) -> Document | None:
    """The deadline in five columns, which leave the output; None when all are empty."""
    names = ("words", "start", "end", "precision", "every_months")
    cells = {name: output.pop(prefix + name) for name in names}
    if not any(cells.values()):
        return None
    cells["start"], cells["end"] = cells["start"] or "", cells["end"] or ""
    return {**cells, "continuous": cells["precision"] == "continuous"}
