"""Mutants of the family `hand-back`: what functions return and raise."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.authoring.mutation.source import Change, Source


def return_to_print(source: Source) -> Iterator[Change]:
    """Shown instead of returned."""
    for node, value in _returns(source):
        yield source.replaced(node, f"print({source.text_of(value)})", "prints instead of returning")


def return_none(source: Source) -> Iterator[Change]:
    """Nothing returned."""
    for node, value in _returns(source):
        if not (isinstance(value, ast.Constant) and value.value is None):
            yield source.replaced(node, "return None", "returns None")


def drop_raise(source: Source) -> Iterator[Change]:
    """An error that is not raised."""
    for node in source.nodes(ast.Raise):
        yield source.replaced(node, "pass", "raises nothing")


def raise_other_type(source: Source) -> Iterator[Change]:
    """An error of another type."""
    for node in source.nodes(ast.Raise):
        kind = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        if isinstance(kind, ast.Name):
            other = "ValueError" if kind.id == "RuntimeError" else "RuntimeError"
            yield source.replaced(kind, other, f"raises {other}")


def return_error_text(source: Source) -> Iterator[Change]:
    """The words of an error returned instead of raised."""
    for node in source.nodes(ast.Raise):
        if source.function_of(node):
            words = node.exc.args[:1] if isinstance(node.exc, ast.Call) else []
            text = source.text_of(words[0]) if words else '"error"'
            yield source.replaced(node, f"return {text}", "returns the text of the error")


def _returns(source: Source) -> Iterator[tuple[ast.Return, ast.expr]]:
    for node in source.nodes(ast.Return):
        if node.value is not None:
            yield node, node.value
