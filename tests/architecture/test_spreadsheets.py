"""Every CSV and Excel file is written through `lib.spreadsheets`, where no text is a formula."""

import ast

from tests.architecture.source import name_of, python_files, tree

HOME = "followthrough/lib/spreadsheets/"
WRITERS = {("csv", "writer"), ("csv", "DictWriter"), ("xlsxwriter", "Workbook")}
MODULES = {"csv", "xlsxwriter"}


def writers(module: ast.Module) -> list[int]:
    """The lines that write a file of their own, or bring the means for it in by name."""
    calls = [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in WRITERS
    ]
    names = {name for _module, name in WRITERS}
    imports = [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom)
        and node.module in MODULES
        and names & {one.name for one in node.names}
    ]
    return calls + imports


def test_nobody_goes_round_the_helper() -> None:
    own = [path for path in python_files("followthrough") if "tests" not in path.parts]
    found = {name_of(path): writers(tree(path)) for path in own}
    assert any(lines for name, lines in found.items() if name.startswith(HOME))
    assert not {name: at for name, at in found.items() if at and not name.startswith(HOME)}


def test_one_who_does_would_be_seen() -> None:
    assert writers(ast.parse("import csv\ncsv.writer(out).writerow(row)")) == [2]
    assert writers(ast.parse("from xlsxwriter import Workbook")) == [1]
    assert writers(ast.parse("from csv import DictWriter")) == [1]
    assert not writers(ast.parse("from xlsxwriter.workbook import Workbook"))
