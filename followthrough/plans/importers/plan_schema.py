"""The JSON Schema of plan files, and what breaks it as plain sentences."""

import difflib
import functools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator, ValidationError

Path = tuple[str | int, ...]
Schema = dict[str, Any]

SCHEMA_FILE = FilePath(__file__).with_name("plan.schema.json")
SCHEMA: Schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
# Nobody mends a thousand faults at once, and a hostile file could hold millions.
MOST_FAULTS = 50

KINDS_OF_VALUE = {
    "object": "a group of named values in { }",
    "array": "a list in [ ]",
    "string": "a text in quotation marks",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong at a path and what to do. `{first}` in the message stands for `other`."""

    path: Path
    message: str
    other: Path = ()

    def sentence(self, place: Callable[[Path], str]) -> str:
        return f"{place(self.path)}: {self.message.replace('{first}', place(self.other))}"


class Broken(NamedTuple):
    """A rule of the schema that a value breaks: its limit, and the form it describes."""

    value: Any
    limit: Any
    expected: str


def written_path(path: Path) -> str:
    """The path as a person reads it, `commitments[4].title`; lone surrogates are spelled out."""
    written = ""
    for step in path:
        written += f"[{step}]" if isinstance(step, int) else f".{step}"
    return printable(written.lstrip(".")) or "the file"


def printable(text: str) -> str:
    """The text with lone surrogates spelled out: no terminal or page can be sent one."""
    return text.encode("utf-8", "backslashreplace").decode()


def shown(value: Any) -> str:
    """A value as a sentence quotes it: short, whatever it is."""
    written = json.dumps(value, ensure_ascii=False)
    return written if len(written) <= 60 else f"{written[:57]}…"


def did_you_mean(word: Any, known: Iterable[str]) -> str:
    """A hint that ends in a space, or nothing when no known word is near."""
    near = difflib.get_close_matches(str(word)[:60], list(known), n=1)
    return f"Did you mean “{near[0]}”? " if near else ""


def resolved(schema: Schema) -> Schema:
    """The schema a reference points at; the schema itself when it is none."""
    if "$ref" not in schema:
        return schema
    found: Schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return found


def is_text(schema: Schema) -> bool:
    """Whether values under the schema are texts in several languages."""
    return schema.get("$ref") == "#/$defs/text"


def texts(value: Any, schema: Schema = SCHEMA, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every text in several languages of a valid document, with its path."""
    if is_text(schema):
        yield path, value
        return
    schema = resolved(schema)
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts(item, schema["items"], (*path, index))
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from texts(part, schema["properties"][name], (*path, name))


def schema_faults(document: Any) -> list[Fault]:
    """The first faults against the schema, one for each place."""
    faults: dict[Path, Fault] = {}
    for error in islice(_validator().iter_errors(document), 4 * MOST_FAULTS):
        fault = _fault(error)
        faults.setdefault(fault.path, fault)
    return list(faults.values())


@functools.cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _fault(error: ValidationError) -> Fault:
    path: Path = tuple(error.absolute_path)
    schema: Any = error.schema
    value: Any = error.instance
    broken = Broken(value, error.validator_value, schema.get("description", ""))
    if error.validator == "required":
        missing = error.message.split("'")[1]
        return Fault((*path, missing), "this is missing. Add it.")
    if error.validator == "additionalProperties":
        return _unknown_name(value, schema["properties"], path)
    if "propertyNames" in error.absolute_schema_path:
        return Fault((*path, str(value)), _unexpected(broken))
    return Fault(path, MESSAGES.get(str(error.validator), _unexpected)(broken))


def _unknown_name(value: dict[str, Any], known: Schema, path: Path) -> Fault:
    name = next(name for name in value if name not in known)
    hint = did_you_mean(name, known)
    return Fault((*path, name), f"this name is not known here. {hint}Correct or remove it.")


def _unexpected(broken: Broken) -> str:
    return f"{_found(broken.value)} Expected: {broken.expected}"


def _found(value: Any) -> str:
    return "this is empty." if value in (None, "") else f"{shown(value)} does not fit."


def _type(broken: Broken) -> str:
    wanted = [broken.limit] if isinstance(broken.limit, str) else broken.limit
    kinds = " or ".join(KINDS_OF_VALUE[kind] for kind in wanted)
    return f"{_found(broken.value)} Write {kinds}."


def _enum(broken: Broken) -> str:
    hint = did_you_mean(broken.value, broken.limit)
    return f"{_found(broken.value)} {hint}Write one of: {', '.join(broken.limit)}."


MESSAGES: dict[str, Callable[[Broken], str]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda broken: f"{shown(broken.value)} is not “{broken.limit}”.",
    "format": lambda broken: f"{shown(broken.value)} is not a day of the calendar. Correct it.",
    "minLength": lambda broken: "this is empty. Fill it in.",
    "maxLength": lambda broken: (
        f"this has {len(broken.value)} characters. Shorten it to {broken.limit}."
    ),
    "minimum": lambda broken: f"{shown(broken.value)} is too small. Least: {broken.limit}.",
    "maximum": lambda broken: f"{shown(broken.value)} is too large. Most: {broken.limit}.",
    "minItems": lambda broken: "this list is empty. Add at least one.",
    "maxItems": lambda broken: (
        f"this list has {len(broken.value)} items. At most {broken.limit} fit."
    ),
    "uniqueItems": lambda broken: "the same value is listed twice. Remove one.",
}
