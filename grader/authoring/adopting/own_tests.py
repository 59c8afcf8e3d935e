"""The author's own pytest and unittest files as a suite: copied, with a marker above each test that says its points."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import PurePosixPath
from typing import NamedTuple

from grader.authoring.adopting.adopted import HINT, points_literal, string_literal
from grader.authoring.adopting.commands import Suite
from grader.errors import InputError

UNUSED = "unused_"  # before the name of a test that no command ran


class Node(NamedTuple):
    """A test function: its file, its name as pytest writes it behind the file, and the line that it begins in.

    `definition` is the line of its `def`, below its decorators.
    `case` says that it is a method of a TestCase; `title` is empty where a docstring says more.
    """

    file: str
    name: str
    line: int
    definition: int
    title: str
    case: bool


def is_test_file(path: str) -> bool:
    """Whether pytest would look for tests in a file of this name."""
    name = PurePosixPath(path).name
    return name.endswith(".py") and (name.startswith("test_") or name.endswith("_test.py"))


def nodes_of(file: str, content: bytes) -> list[Node]:
    """The tests in a file. Raises `InputError` where it is no Python."""
    try:
        tree = ast.parse(content.decode("utf-8-sig"))
    except (SyntaxError, ValueError) as error:
        raise InputError(f"`{file}` is no Python that can be read: {error}", hint="Mend the test file.") from error
    return list(_nodes(file, tree.body))


def chosen(suite: Suite, nodes: list[Node]) -> list[Node]:
    """The tests that a command runs."""
    found = nodes
    if suite.targets:
        found = [node for node in nodes if any(_is_meant(node, target) for target in suite.targets)]
    found = [node for node in found if node.file.endswith(suite.ending) and (node.case or not suite.cases)]
    return [node for node in found if suite.keyword.lower() in f"{node.file}::{node.name}".lower()]


def with_points(content: bytes, points: Mapping[Node, Fraction]) -> str:
    """A test file with `@pytest.mark.check(points=…)` above each of these tests; those of no points are no tests."""
    text = content.decode("utf-8-sig").replace("\r\n", "\n")
    lines = text.split("\n")
    for node in sorted(points, key=lambda node: -node.line):
        if not points[node]:
            place = node.definition - 1
            lines[place] = lines[place].replace("def test", f"def {UNUSED}test", 1)
            continue
        first = lines[node.line - 1]
        lines.insert(node.line - 1, first[: len(first) - len(first.lstrip())] + _mark(node, points[node]))
    tree = ast.parse(text)
    imported = any(
        alias.name == "pytest" and not alias.asname
        for statement in tree.body
        if isinstance(statement, ast.Import)
        for alias in statement.names
    )
    if points and not imported:
        lines.insert(_first_import(tree), "import pytest")
    return "\n".join(lines)


def _mark(node: Node, points: Fraction) -> str:
    title = [string_literal(node.title)] if node.title else []
    options = [*title, f"points={points_literal(points)}", f"hint={string_literal(HINT)}"]
    return f"@pytest.mark.check({', '.join(options)})"


def _first_import(tree: ast.Module) -> int:
    """How many lines stand before the place of a first import: a docstring and imports from the future."""
    place = 0
    for number, statement in enumerate(tree.body):
        text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and number == 0
        future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        if not (text or future):
            break
        place = statement.end_lineno or place
    return place


def _nodes(file: str, body: list[ast.stmt], prefix: str = "", *, case: bool = False) -> Iterator[Node]:
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            is_case = any("TestCase" in ast.unparse(base) for base in statement.bases)
            if is_case or statement.name.startswith("Test"):
                yield from _nodes(file, statement.body, f"{prefix}{statement.name}::", case=is_case)
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) and statement.name.startswith("test"):
            line = min([statement.lineno, *(each.lineno for each in statement.decorator_list)])
            title = (
                "" if ast.get_docstring(statement) else statement.name.removeprefix("test").strip("_").replace("_", " ")
            )
            yield Node(file, f"{prefix}{statement.name}", line, statement.lineno, title, case)


def _is_meant(node: Node, target: str) -> bool:
    path, colons, name = target.partition("::")
    if colons:
        name = name.partition("[")[0]
        return node.file == path and (node.name == name or node.name.startswith(f"{name}::"))
    return path in ("", node.file) or node.file.startswith(f"{path}/")
