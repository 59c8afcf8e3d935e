"""Where in a file things go: its top, the end of its imports, the guard, its end."""

from __future__ import annotations

import ast
from typing import Any

from grader.authoring.mutation.source import Edit, Source, Span
from grader.authoring.mutation.values import is_guard_test


def guard_of(source: Source) -> ast.If | None:
    """The `if __name__ == …` of a file; None where it has none."""
    return next((node for node in source.tree.body if isinstance(node, ast.If) and is_guard_test(node.test)), None)


def has_docstring(node: Any) -> bool:
    """Whether the first statement of a file, class or function is its docstring."""
    return ast.get_docstring(node, clean=False) is not None


def top(source: Source) -> int:
    """After the docstring and what must stand before all other code."""
    end = 0
    for node in source.tree.body:
        future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if not future and not (node is source.tree.body[0] and has_docstring(source.tree)):
            break
        end = _end_of_line(source, node)
    return end


def end_of_imports(source: Source) -> int:
    """After the last import at the file's own level; its top where it has none."""
    imports = [node for node in source.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return _end_of_line(source, imports[-1]) if imports else top(source)


def before_guard(source: Source) -> int:
    """Before the guard; at the end where there is none."""
    guard = guard_of(source)
    return source.line_start(guard.lineno) if guard else end_of_run(source)


def end_of_run(source: Source) -> int:
    """After all that runs: before a last line that ends the program, as what is below it would never run."""
    last = source.tree.body[-1] if source.tree.body else None
    lines = source.whole_lines(last) if last and _ends_program(last) else None
    return lines.start if lines else len(source.text)


def inserted(source: Source, place: int, text: str) -> Edit:
    """The edit that puts lines in at a place, on lines of their own."""
    before = source.text[:place]
    lead = source.newline if before and not before.endswith(("\n", "\r")) else ""
    return Edit(Span(place, place), lead + text.replace("\n", source.newline))


def imports_module(source: Source, name: str) -> bool:
    """Whether a file imports a module under its own name."""
    return any(
        alias.name == name and alias.asname is None
        for node in source.tree.body
        if isinstance(node, ast.Import)
        for alias in node.names
    )


def _ends_program(node: ast.stmt) -> bool:
    call = node.value if isinstance(node, ast.Expr) else None
    exits = isinstance(call, ast.Call) and ast.unparse(call.func) in ("sys.exit", "exit", "quit")
    return exits or isinstance(node, ast.Raise)


def _end_of_line(source: Source, node: ast.AST) -> int:
    lines = source.whole_lines(node)
    return lines.end if lines else source.span(node).end
