"""Only operations change state: rooms that speak HTTP never write (ARCHITECTURE.md §3.4)."""

import ast
from pathlib import Path

from tests.architecture.source import name_of, python_files, tree

WRITING = {
    "save",
    "create",
    "delete",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "select_for_update",
}
# What these names are called on in the portal without touching the database.
HARMLESS = {"hashlib", "digest", "headers"}


def writes(module: ast.Module) -> list[int]:
    """The lines on which a method of that name is called on something that may be a row."""
    return [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITING
        and not (isinstance(node.func.value, ast.Name) and node.func.value.id in HARMLESS)
    ]


def rooms(path: Path) -> set[str]:
    """The folders of the project that the file lies in, wherever the project itself lies."""
    return set(Path(name_of(path)).parts)


def interface_files() -> list[str]:
    return [
        name_of(path)
        for path in python_files("followthrough")
        if path.name == "views.py" or {"portal", "api", "desk"} & rooms(path)
        if "tests" not in path.parts
    ]


def test_views_and_api_never_write() -> None:
    from tests.architecture.source import ROOT

    found = {name: writes(tree(ROOT / name)) for name in interface_files()}

    assert len(found) > 10
    assert not {name: lines for name, lines in found.items() if lines}


def test_a_write_would_be_seen() -> None:
    assert writes(ast.parse("Plan.objects.create(slug='x')")) == [1]
    assert writes(ast.parse("plan.save()")) == [1]
