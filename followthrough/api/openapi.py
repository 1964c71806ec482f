"""The OpenAPI document: the library writes paths and parameters, we the words and the answers."""

from typing import Any

from django.conf import settings
from django.utils.translation import override

from followthrough.api.described import ADDRESSES, META, PARAMETERS, Described
from followthrough.api.problems import PROBLEM, TITLES
from followthrough.api.resources import VERSION, api
from followthrough.lib.languages import INTERFACE
from followthrough.portal.package_texts import LICENCE_NAME
from followthrough.portal.table_files import LICENCE_URL
from followthrough.portal.tables import Column, Kind

PREFIX = "/api/v1"
type_of_schema = dict[str, Any]
SCHEMAS: dict[Kind, type_of_schema] = {
    Kind.WORD: {"type": ["string", "null"]},
    Kind.NUMBER: {"type": ["integer", "null"]},
    Kind.DAY: {"type": ["string", "null"], "format": "date"},
    Kind.MOMENT: {"type": ["string", "null"], "format": "date-time"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.WORDS: {"type": "array", "items": {"type": "string"}},
    Kind.TEXT: {"anyOf": [{"$ref": "#/components/schemas/Text"}, {"type": "null"}]},
}


def document() -> type_of_schema:
    """In English, as programs' documents are; the page on the API speaks the reader's language."""
    with override("en"):
        found: type_of_schema = dict(api.get_openapi_schema(path_prefix=PREFIX))
        found["info"] = _info()
        found["servers"] = [{"url": settings.PUBLIC_URL}]
        used = {name: found["components"]["schemas"][name] for name in ("Completion", "Schedule")}
        found["components"] = {"schemas": used | _components()}
        for one in ADDRESSES:
            _describe(found["paths"][PREFIX + one.path]["get"], one)
    return found


def _info() -> type_of_schema:
    return {
        "title": str(settings.SERVICE_NAME),
        "version": VERSION,
        "description": (
            "Everything that is published about the plan, to be read without a key. Texts come in "
            "all languages of the plan. Answers change with what is published and with the day, "
            "and carry an ETag."
        ),
        "license": {"name": LICENCE_NAME, "url": LICENCE_URL},
    }


def _describe(operation: type_of_schema, one: Described) -> None:
    operation["operationId"] = one.path.strip("/").replace("/{", "_by_").rstrip("}")
    operation["summary"], operation["description"] = str(one.title), str(one.says)
    operation["tags"] = [one.path.split("/")[1]]
    for parameter in operation.get("parameters", []):
        parameter["description"] = str(PARAMETERS[parameter["name"]])
        parameter["schema"] = _given(parameter["schema"])
    operation["responses"] = {
        "200": _answer(one),
        "304": {"description": "Nothing has changed since the ETag that was sent."},
        **{str(status): _problem(status) for status in (400, 404, 422, 429)},
    }


def _given(schema: type_of_schema) -> type_of_schema:
    """A parameter may be left out, but there is no way to ask with null."""
    choices = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    return choices[0] if choices else {key: schema[key] for key in schema if key != "title"}


def _answer(one: Described) -> type_of_schema:
    row = _row(one)
    data = {"type": "array", "items": row} if one.is_list else row
    meta = "Page" if one.is_list else "About"
    schema = {
        "type": "object",
        "required": ["meta", "data"],
        "additionalProperties": False,
        "properties": {"meta": {"$ref": f"#/components/schemas/{meta}"}, "data": data},
    }
    return {
        "description": str(one.says),
        "headers": {"ETag": {"schema": {"type": "string"}}},
        "content": {"application/json": {"schema": schema}},
    }


def _row(one: Described) -> type_of_schema:
    if one.table is None:
        return {"type": "object"}
    columns = one.table.columns
    row: type_of_schema = {
        "type": "object",
        "required": [column.name for column in columns],
        "properties": {column.name: _column(column) for column in columns},
    }
    # One commitment has more than its row.
    return row if one.path == "/commitments/{key}" else {**row, "additionalProperties": False}


def _column(column: Column) -> type_of_schema:
    return {**SCHEMAS[column.kind], "description": str(column.meaning)}


def _problem(status: int) -> type_of_schema:
    return {
        "description": str(TITLES[status]),
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _components() -> type_of_schema:
    about = {name: {**_META[name], "description": str(META[name])} for name in _META}
    page: type_of_schema = {
        "count": {"type": "integer", "minimum": 0},
        "limit": {"type": "integer"},
        "offset": {"type": "integer"},
        "next": {"type": ["string", "null"]},
        "previous": {"type": ["string", "null"]},
    }
    described: type_of_schema = {
        name: {**schema, "description": str(META[name])} if name in META else schema
        for name, schema in page.items()
    }
    return {
        "Text": _text(),
        "About": _object(about, optional={"example"}),
        "Page": _object({**about, **described}, optional={"example"}),
        "Problem": _object(
            {
                "type": {"type": "string"},
                "title": {"type": "string"},
                "status": {"type": "integer"},
                "detail": {"type": "string"},
                "errors": {"type": "array", "items": {"type": "string"}},
            }
        ),
    }


def _text() -> type_of_schema:
    languages: type_of_schema = {one.code: {"type": ["string", "null"]} for one in INTERFACE}
    stale = {"type": "array", "items": {"type": "string"}}
    return {
        "type": "object",
        "description": "A text by language; null where it is not translated.",
        "required": ["original"],
        "properties": {"original": {"type": "string"}, **languages, "stale": stale},
    }


def _object(properties: type_of_schema, optional: set[str] | None = None) -> type_of_schema:
    return {
        "type": "object",
        "required": [name for name in properties if name not in (optional or set())],
        "additionalProperties": False,
        "properties": properties,
    }


_META: type_of_schema = {
    "plan": {"type": "string"},
    "as_of": {"type": "string", "format": "date"},
    "log": {
        "anyOf": [
            {
                "type": "object",
                "required": ["line", "digest"],
                "properties": {"line": {"type": "integer"}, "digest": {"type": "string"}},
            },
            {"type": "null"},
        ]
    },
    "licence": {"type": "string"},
    "example": {"type": "object", "additionalProperties": {"type": "string"}},
}
