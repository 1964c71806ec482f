"""The whole plan as one Frictionless data package: a ZIP with every table, described.

The same state on the same day is the same file, byte for byte.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.conf import settings
from django.utils.translation import override

from followthrough.audit.queries import public_head
from followthrough.lib import example
from followthrough.lib.all_languages import in_all_languages
from followthrough.lib.spreadsheets.writing import csv_parts
from followthrough.lib.zip_file import write_zip
from followthrough.plans.importers import plan_file
from followthrough.plans.importers.plan_schema import SCHEMA_FILE
from followthrough.plans.queries import plan_document, without_drafts
from followthrough.portal import package_texts, table_files
from followthrough.portal.progress_tables import TABLES
from followthrough.portal.queries.shared import Shared
from followthrough.portal.table_files import LICENCE, LICENCE_URL
from followthrough.portal.tables import Column, Kind, Table

# Beyond this it is written to the disk while it is made.
IN_MEMORY = 5_000_000
# A publication while it is made makes it anew, so that its tables are of one moment.
TRIES = 3
TYPES = {
    Kind.NUMBER: "integer",
    Kind.DAY: "date",
    Kind.MOMENT: "datetime",
    Kind.YES_NO: "boolean",
}


@dataclass(frozen=True)
class Package:
    """The file, at its beginning; whoever gets it closes it."""

    file: IO[bytes]
    size: int


@dataclass
class Written:
    """A member as it went into the archive."""

    size: int = 0
    digest: str = ""

    def passing(self, parts: Iterable[bytes]) -> Iterator[bytes]:
        digest = hashlib.sha256()
        for part in parts:
            self.size += len(part)
            digest.update(part)
            yield part
        self.digest = digest.hexdigest()


def write(shared: Shared, today: date) -> Package:
    """The package of what is published now."""
    for _ in range(TRIES):
        head = public_head()
        file = cast("IO[bytes]", SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - sent later
        write_zip(file, _members(shared, today))
        if head == public_head():
            break
        file.close()
    size = file.tell()
    file.seek(0)
    return Package(file, size)


def _members(shared: Shared, today: date) -> Iterator[tuple[str, Iterable[bytes]]]:
    # In English whatever the reader's language: one state, one file.
    with override("en"):
        written = {name: Written() for name in TABLES}
        for name, table in TABLES.items():
            parts = table_files.csv_of(table, shared, today, example.word())
            yield _path(name), written[name].passing(parts)
        yield "dictionary.csv", csv_parts(dictionary(table_files.languages_of(shared)))
        yield "plan.json", [plan_file.write_plan(without_drafts(plan_document(shared.plan)))]
        yield "plan.schema.json", [SCHEMA_FILE.read_bytes()]
        for name, text in package_texts.files(shared, today).items():
            yield name, [text.encode()]
        # Beside the data and not in them: another installation with the same data has its own log.
        yield "state.json", [_json(table_files.about(shared, today))]
        # Last: it names the sizes and digests of the others.
        yield "datapackage.json", [_json(descriptor(shared, today, written))]


def _path(name: str) -> str:
    return f"data/{name}.csv"


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def dictionary(languages: list[str]) -> Iterator[list[str]]:
    """What every column of every table means, in all languages of the interface."""
    codes = list(in_all_languages(""))
    yield ["table", "column", "kind", *[f"meaning_{code}" for code in codes]]
    for table in TABLES.values():
        for column in table.columns:
            meanings = in_all_languages(column.meaning)
            for name in column.names(languages):
                yield [table.name, name, column.kind.value, *[meanings[code] for code in codes]]


def descriptor(shared: Shared, today: date, written: dict[str, Written]) -> dict[str, Any]:
    """datapackage.json, as the Data Package standard asks for it."""
    return {
        "profile": "tabular-data-package",
        "name": shared.plan.slug,
        "id": f"{settings.PUBLIC_URL}/en/data/package.zip",
        "title": str(shared.plan.title),
        "homepage": f"{settings.PUBLIC_URL}/en/data/",
        "version": today.isoformat(),
        # The day it tells of, not the moment somebody took it.
        "created": f"{today.isoformat()}T00:00:00Z",
        "licenses": [{"name": LICENCE, "title": package_texts.LICENCE_NAME, "path": LICENCE_URL}],
        **({"example": example.in_words()} if example.word() else {}),
        "resources": [
            _resource(table, written[name], table_files.languages_of(shared))
            for name, table in TABLES.items()
        ],
    }


def _resource(table: Table, written: Written, languages: list[str]) -> dict[str, Any]:
    marks = [_mark()] if example.word() and table.is_progress else []
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": str(table.title),
        "path": _path(table.name),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.size,
        "hash": f"sha256:{written.digest}",
        "schema": {
            "fields": [
                *marks,
                *[_field(one, name) for one in table.columns for name in one.names(languages)],
            ],
            **({"primaryKey": list(table.key)} if table.key else {}),
            "missingValues": [""],
        },
    }


def _mark() -> dict[str, str]:
    return {"name": "example", "type": "string", "description": str(example.EXAMPLE)}


def _field(column: Column, name: str) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "type": TYPES.get(column.kind, "string")}
    if column.kind is Kind.YES_NO:
        found |= {"trueValues": ["1"], "falseValues": ["0"]}
    return {**found, "description": str(column.meaning)}
