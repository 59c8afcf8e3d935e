"""Small questions about syntax trees that several detectors ask."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def last_name(node: ast.expr | None) -> str:
    """`sqrt` of `sqrt` and of `math.sqrt`; empty for anything else."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def text_of(node: ast.expr) -> str:
    """The text of a string literal; empty for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def calls_in(node: ast.AST, *names: str) -> list[ast.Call]:
    """The calls below a node; with names, those of functions with one of them."""
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    return [each for each in calls if not names or last_name(each.func) in names]


def assignments(nodes: list[ast.AST], name: str) -> Iterator[ast.Assign]:
    """The statements that give a value to a name."""
    for node in nodes:
        if isinstance(node, ast.Assign) and any(
            isinstance(each, ast.Name) and each.id == name for each in node.targets
        ):
            yield node


def is_on(node: ast.expr, line: int) -> bool:
    """Whether an expression stands on a line, or a part of it."""
    return node.lineno <= line <= (node.end_lineno or node.lineno)
