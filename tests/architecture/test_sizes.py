"""A file answers one question, a function does one step (ARCHITECTURE.md §3.1)."""

import ast

from tests.architecture.source import functions, name_of, python_files

FILE_LINES = 400
FUNCTION_LINES = 50
USUAL_FUNCTION_LINES = 30
USUAL_SHARE = 0.95
NESTING = 3
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def nesting(node: ast.AST, depth: int = 0) -> int:
    """How deep blocks stand inside each other; `elif` does not nest."""
    deepest = depth
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST):
                continue
            is_elif = isinstance(node, ast.If) and field == "orelse" and isinstance(child, ast.If)
            opens = isinstance(child, BLOCKS) and not is_elif
            deepest = max(deepest, nesting(child, depth + opens))
    return deepest


def test_files_are_short() -> None:
    long = {
        name_of(path): lines
        for path in python_files()
        if (lines := len(path.read_text().splitlines())) > FILE_LINES
    }

    assert not long


def test_functions_are_short() -> None:
    lengths = {
        f"{name_of(path)}:{node.name}": length(node)
        for path in python_files()
        for node in functions(path)
    }
    usual = sum(lines <= USUAL_FUNCTION_LINES for lines in lengths.values())

    assert not {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES}
    assert usual / len(lengths) >= USUAL_SHARE


def test_functions_nest_little() -> None:
    deep = {
        f"{name_of(path)}:{node.name}": nesting(node)
        for path in python_files()
        for node in functions(path)
        if nesting(node) > NESTING
    }

    assert not deep


def test_nesting_is_counted() -> None:
    deep = ast.parse("if a:\n for b in c:\n  while d:\n   with e:\n    pass")
    chain = ast.parse("if a:\n pass\nelif b:\n pass\nelif c:\n pass")

    assert nesting(deep) == NESTING + 1
    assert nesting(chain) == 1
