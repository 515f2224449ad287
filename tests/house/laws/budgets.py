"""Law 11: budgets of size, names that say nothing, a reason for every module, imports where a reader looks."""

import ast
from collections.abc import Iterator

from tests.house.laws.sources import House, Source

FILE_LINES, FUNCTION_LINES = 500, 50
FORBIDDEN_NAMES = frozenset({"utils", "helpers", "common", "misc", "util", "helper"})
OTHER_CODE = (".html", ".ts", ".js", ".css", ".sh")


def budgets(house: House) -> Iterator[str]:
    """Everything law 11 says about one file; branches and typing are checked by ruff and mypy."""
    for source in house.everything:
        if source.is_migration:
            continue
        yield from _names(source)
        yield from _sizes(source)
        yield from _reasons(source)
        yield from _local_imports(source)
    for path in house.texts:
        if path.suffix in OTHER_CODE and "docs" not in path.parts:
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > FILE_LINES:
                yield f"{path.relative_to(house.root)}:{FILE_LINES + 1}: law 11: {lines} lines; split at 300."


def _names(source: Source) -> Iterator[str]:
    for part in source.parts:
        if part.removesuffix(".py") in FORBIDDEN_NAMES:
            yield source.finding(1, 11, f"`{part}` says nothing about its content; name it for what it does.")


def _sizes(source: Source) -> Iterator[str]:
    lines = len(source.text.splitlines())
    if lines > FILE_LINES:
        yield source.finding(FILE_LINES + 1, 11, f"{lines} lines; a file ends at {FILE_LINES} and is split at 300.")
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > FUNCTION_LINES:
                yield source.finding(
                    node.lineno, 11, f"`{node.name}` has {size} lines; a function ends at {FUNCTION_LINES}."
                )


def _reasons(source: Source) -> Iterator[str]:
    if source.text.strip() and not ast.get_docstring(source.tree):
        yield source.finding(1, 11, "a module starts with one sentence that says why it exists.")


def _local_imports(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name != "ready":
            for inner in ast.walk(node):
                if isinstance(inner, ast.Import | ast.ImportFrom):
                    yield source.finding(inner.lineno, 11, "imports stand at the top; a local one hides a cycle.")
