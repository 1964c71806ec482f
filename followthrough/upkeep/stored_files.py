"""Stored files, and the rows that name them: whatever room they belong to."""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db.models import FileField

Execute = Callable[[str], Iterable[tuple[Any, ...]]]


def columns() -> list[tuple[str, str]]:
    """Table and column of every field that holds the name of a stored file."""
    return sorted(
        (model._meta.db_table, str(field.column))
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, FileField)
    )


def named(execute: Execute) -> list[str]:
    """The names of all stored files that rows name, as a database answers it."""
    found: set[str] = set()
    for table, column in columns():
        # Names of our own models, no one's input.
        query = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" <> \'\''  # noqa: S608
        found.update(row[0] for row in execute(query))
    return sorted(found)
