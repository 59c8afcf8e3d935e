"""Mutants of the family `os`: functions that look at the disk or change it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.authoring.mutation.places import end_of_imports, imports_module
from grader.authoring.mutation.source import FUNCTIONS, Change, Edit, Source, Span

_TESTS = {"os.path.exists", "os.path.isdir", "os.path.isfile", "os.path.lexists"}


def drop_exists_test(source: Source) -> Iterator[Change]:
    """What was done after a look at the disk is done without it."""
    for node in source.nodes(ast.Call):
        if called(node) not in _TESTS:
            continue
        asked: ast.expr = node
        around = source.parent(node)
        if isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not):
            asked, around = around, source.parent(around)
        if isinstance(around, ast.BoolOp):
            neutral = "True" if isinstance(around.op, ast.And) else "False"
        elif isinstance(around, (ast.If, ast.IfExp, ast.While)) and around.test is asked:
            neutral = "True"
        else:
            continue
        yield source.replaced(asked, neutral, "does not look whether it is there")


def drop_sorted(source: Source) -> Iterator[Change]:
    """What was sorted comes in any order."""
    for node in source.nodes(ast.Call):
        if called(node) == "sorted" and node.args:
            yield source.replaced(node, f"list({source.text_of(node.args[0])})", "does not sort")
    for statement in source.nodes(ast.Expr):
        call = statement.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "sort":
            yield source.replaced(statement, "pass", "does not sort")


def add_chdir(source: Source) -> Iterator[Change]:
    """A function that leaves the program in another folder."""
    if not imports_module(source, "os"):
        return
    for node in source.nodes(*FUNCTIONS):
        last = node.body[-1]  # type: ignore[attr-defined]
        indent = source.indentation(last)
        if indent is None or not any((called(each) or "").startswith("os.") for each in ast.walk(node)):
            continue
        start = source.span(last).start
        if isinstance(last, ast.Return):
            text = f"os.chdir(os.pardir){source.newline}{indent}"
            yield Change(last.lineno, "changes the current folder", (Edit(Span(start, start), text),))


def rmtree_for_rmdir(source: Source) -> Iterator[Change]:
    """A folder removed with all that is in it."""
    place = end_of_imports(source)
    line = f"import shutil{source.newline}"
    more = [] if imports_module(source, "shutil") else [Edit(Span(place, place), line)]
    for node in source.nodes(ast.Call):
        if called(node) == "os.rmdir":
            yield source.replaced(node.func, "shutil.rmtree", "removes what is in the folder, too", *more)


def plus_for_join(source: Source) -> Iterator[Change]:
    """Paths put together like texts."""
    for node in source.nodes(ast.Call):
        if called(node) == "os.path.join" and len(node.args) > 1 and not node.keywords:
            parts = " + ".join(f"({text})" if " " in text else text for text in map(source.text_of, node.args))
            yield source.replaced(node, f"({parts})", "adds the paths without a separator")


def called(node: ast.AST) -> str:
    """The dotted name that is called; empty where it is none."""
    names = []
    target = node.func if isinstance(node, ast.Call) else None
    while isinstance(target, ast.Attribute):
        names.append(target.attr)
        target = target.value
    return ".".join([target.id, *reversed(names)]) if isinstance(target, ast.Name) else ""
