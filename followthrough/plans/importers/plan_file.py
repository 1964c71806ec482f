"""Plan files: JSON text to a checked plan document and back (docs/plan-file.md)."""

import json
import re
from collections import Counter
from collections.abc import Callable
from itertools import islice
from typing import Any, NoReturn

from followthrough.lib.text import TranslatedText
from followthrough.plans.importers.plan_check import reference_faults
from followthrough.plans.importers.plan_schema import (
    MOST_FAULTS,
    SCHEMA,
    Fault,
    Path,
    Schema,
    is_text,
    resolved,
    schema_faults,
    written_path,
)
from followthrough.plans.queries import FORMAT, Document

MEGABYTE = 1_000_000
# Five hundred commitments with every answer full in three languages take about 20 MB.
MOST_BYTES = 40 * MEGABYTE
DEEPEST = 20
MOST_ITEMS = 5000

# What XML, and with it a workbook, cannot carry; C1 controls are the mark of a wrong encoding.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class PlanFileError(Exception):
    """A plan file or workbook is refused; `sentences` say where, what is wrong and what to do."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))


class _Object(dict[str, Any]):
    """An object as the file has it; `repeated` is a name it uses twice."""

    repeated: str | None = None


def read_plan(data: bytes) -> Document:
    """The plan document in canonical form. Raises PlanFileError; nothing is half read."""
    value = _parsed(_decoded(data))
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        _refuse(f'This is not a plan file: it does not say "format": "{FORMAT}".')
    return checked(value)


def write_plan(document: Document) -> bytes:
    """The one byte string of a document in canonical form."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def checked(value: Any, place: Callable[[Path], str] = written_path) -> Document:
    """Clean, check and order a document as read. `place` turns a path into what a person looks for.

    White space around texts goes and line ends become newlines, as a workbook would have it.
    Raises PlanFileError with at most fifty sentences.
    """
    faults: list[Fault] = []
    document = _clean(value, (), faults)
    faults = faults or schema_faults(document)
    faults = faults or list(islice(reference_faults(document), MOST_FAULTS + 1))
    if faults:
        sentences = [fault.sentence(place) for fault in faults[:MOST_FAULTS]]
        if len(faults) > MOST_FAULTS:
            sentences.append("There are more faults. Correct these first.")
        raise PlanFileError(sentences)
    return canonical(document)


def canonical(document: Document) -> Document:
    """A valid document with its keys and its lists in their one order."""
    ordered: Document = _ordered(document, SCHEMA)
    areas = ordered["policy_areas"]
    areas["areas"].sort(key=lambda area: area["code"])
    if not areas["areas"]:
        areas["list"] = ""
    ordered["institutions"].sort(key=lambda institution: institution["slug"])
    ordered["commitments"].sort(key=_number)
    for commitment in ordered["commitments"]:
        commitment["policy_areas"].sort()
        commitment["involved"].sort(key=_role)
        commitment["milestones"].sort(key=_number)
        for milestone in commitment["milestones"]:
            _order_milestone(milestone)
    return ordered


def _order_milestone(milestone: Document) -> None:
    milestone["involved"].sort(key=_role)
    milestone["outputs"].sort(key=_number)
    for output in milestone["outputs"]:
        if output.get("current_deadline") == output["deadline"]:
            output.pop("current_deadline", None)


def _number(item: Document) -> int:
    return int(item["number"])


def _role(involvement: Document) -> bool:
    return bool(involvement["role"] != "lead")


def _ordered(value: Any, schema: Schema) -> Any:
    if is_text(schema):
        return TranslatedText.from_json(value if any(_texts_of(value)) else {}).to_json()
    schema = resolved(schema)
    if isinstance(value, list):
        return [_ordered(item, schema["items"]) for item in value]
    if isinstance(value, dict):
        parts = schema["properties"]
        return {name: _ordered(value[name], parts[name]) for name in parts if name in value}
    return value


def _texts_of(text: Document) -> list[str]:
    return [text[code] for code in text if code not in {"original", "states"}]


def _decoded(data: bytes) -> str:
    if not data.strip():
        _refuse("The file is empty. Choose the file that holds the plan.")
    if len(data) > MOST_BYTES:
        _refuse(
            f"The file has {len(data) // MEGABYTE} MB. "
            f"A plan file has at most {MOST_BYTES // MEGABYTE} MB."
        )
    if b"\0" in data:
        _refuse("This is not a text file. Choose a plan file (.json) or a plan workbook (.xlsx).")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        _refuse(f"Line {line}: this is not UTF-8. Save the file again with the encoding UTF-8.")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            _refuse(
                f"Line {error.lineno}, column {error.colno}: from here on the file is cut off. "
                "Copy or download it again."
            )
        _refuse(
            f"Line {error.lineno}, column {error.colno}: the JSON is broken here "
            f"({error.msg}). Correct it, or export the plan again."
        )
    except RecursionError:
        _refuse("The file is nested too deeply to be a plan. Export the plan again.")
    except ValueError:
        _refuse("A number in the file has thousands of digits. Correct it.")


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        made.repeated = Counter(name for name, _ in pairs).most_common(1)[0][0]
    return made


def _refuse_constant(constant: str) -> NoReturn:
    _refuse(f"{constant} stands where a number should. Correct it.")


def _refuse(sentence: str) -> NoReturn:
    raise PlanFileError([sentence]) from None


def _clean(value: Any, path: Path, faults: list[Fault]) -> Any:
    """The value with its texts stripped; what no text may hold and names used twice are faults."""
    if isinstance(value, str):
        return _clean_text(value, path, faults)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, list | dict) or len(faults) > MOST_FAULTS:
        return value
    if len(path) > DEEPEST or len(value) > MOST_ITEMS:
        faults.append(Fault(path[:4], "this is too large to be part of a plan. Correct it."))
        return None
    if isinstance(value, list):
        return [_clean(item, (*path, index), faults) for index, item in enumerate(value)]
    if isinstance(value, _Object) and value.repeated is not None:
        faults.append(Fault((*path, value.repeated), "this is there twice. Remove one of them."))
    return {
        _clean_text(name, path, faults): _clean(part, (*path, name), faults)
        for name, part in value.items()
    }


def _clean_text(text: str, path: Path, faults: list[Fault]) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (found := UNPRINTABLE.search(text)) and len(faults) <= MOST_FAULTS:
        code = f"U+{ord(found.group()):04X}"
        faults.append(
            Fault(path, f"this contains a character that cannot be printed ({code}). Remove it.")
        )
    return text.strip()
