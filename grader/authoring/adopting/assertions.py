"""The code of a notebook's test cell as the body of a check that asks the student's notebook for its names."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from grader.intake.notebook_commands import strip_commands

# What they look at is the judge's own: its files, its frames, its programs.
_OF_THE_JUDGE = frozenset("open exec eval compile globals locals vars dir input get_ipython __import__".split())
_FILES = frozenset("os pathlib shutil subprocess tempfile glob IPython".split())


class Known(NamedTuple):
    """What the author's notebook says of names.

    `imports` are its import statements by the name that they make, `own` the functions and classes that only cells of
    the author's make, `data` other names of such cells, `all` every name that a cell makes.
    """

    imports: Mapping[str, str]
    own: frozenset[str]
    data: frozenset[str]
    all: frozenset[str]


class Body(NamedTuple):
    """A check's lines, the names it asks the notebook for among them, and those of these that are data it was given."""

    lines: list[str]
    given: list[str]


class Refused(NamedTuple):
    """Why a test cell cannot become a check."""

    why: str


def body_of(source: str, known: Known, expected: str | None = None) -> Body | Refused:
    """The check that a test cell becomes; `expected` is what its last expression showed, None where none is awaited."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return Refused("it is no plain Python: a magic, a shell line, a doctest or a slip")
    statements = _unwrapped(tree.body)
    if expected is not None and not (statements := _compared(statements, expected)):
        return Refused("what it compares is printed or drawn: ask for the value itself")
    tree = ast.Module(statements, [])
    if why := _refusal(tree):
        return Refused(why)
    if changed := _changed(tree, known):
        return Refused(f"it takes `{changed}` away from the notebook or changes it there, and checks only ask")
    free = sorted(_loaded(tree) - made_by(tree) - set(dir(builtins)))
    if why := _unknown(free, known):
        return Refused(why)
    lines = [known.imports[name] for name in free if name in known.imports]
    lines += [f"{name} = notebook.{name}" for name in free if name not in known.imports]
    text = source.strip("\n") if _can_be_indented(source, statements) else ast.unparse(ast.fix_missing_locations(tree))
    lines += ["", *text.split("\n")] if lines else text.split("\n")
    return Body(lines, [name for name in free if name in known.data])


def known_names(students: Sequence[str], authors: Sequence[str]) -> Known:
    """What cells say of names: those that are the student's to write, and those that the author wrote for good."""
    imports: dict[str, str] = {}
    trees = {source: _parsed(source) for source in [*students, *authors]}
    for tree in trees.values():
        imports |= dict(_imports(tree))
    theirs = {name for source in students for name in made_by(trees[source])}
    defined = {
        node.name
        for source in authors
        for node in ast.walk(trees[source])
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    made = {name for source in authors for name in made_by(trees[source])}
    own, data = defined - theirs, made - defined - theirs - imports.keys()
    return Known(imports, frozenset(own), frozenset(data), frozenset(theirs | made))


def packages_of(known: Known) -> list[str]:
    """The third-party packages that the notebook imports."""
    roots = {_root(statement) for statement in known.imports.values()}
    return sorted(root for root in roots if root and root not in sys.stdlib_module_names)


def made_by(tree: ast.AST) -> set[str]:
    """Every name that code gives something to, at any depth."""
    made = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                made.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                made.add(name)
            case ast.ExceptHandler(name=str(name)):
                made.add(name)
            case ast.alias(name=name, asname=other):
                made.add(other or name.partition(".")[0])
            case _:
                pass
    return made


def _can_be_indented(source: str, statements: list[ast.stmt]) -> bool:
    """Whether the text itself, with its comments, can stand in a function: nothing was changed, no string has lines."""
    tree = ast.parse(source)
    return ast.dump(tree) == ast.dump(ast.Module(statements, [])) and not any(
        isinstance(node, ast.Constant | ast.JoinedStr) and node.lineno != node.end_lineno for node in ast.walk(tree)
    )


def _unwrapped(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements of a cell that is one test function; its arguments are names of the notebook."""
    if len(body) == 1 and isinstance(body[0], ast.FunctionDef) and body[0].name.startswith("test"):
        return body[0].body
    return body


def _compared(body: list[ast.stmt], expected: str) -> list[ast.stmt]:
    """The statements, the last one compared with what it showed; none where that is no plain value."""
    if not body or not isinstance(body[-1], ast.Expr):
        return body if not expected else []
    try:
        value = ast.literal_eval(expected)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return []
    shown = body[-1].value
    test: Any = shown if value is True else ast.Compare(shown, [ast.Eq()], [ast.Constant(value)])
    if value is not True and not isinstance(value, bool | int | float | str | None):
        test = ast.Compare(shown, [ast.Eq()], [ast.parse(expected.strip(), mode="eval").body])
    return [*body[:-1], ast.Assert(test)]


def _refusal(tree: ast.Module) -> str:
    """Why these statements cannot stand in a check; empty where they can."""
    used = _loaded(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith):
            return "it awaits something"
        if isinstance(node, ast.ImportFrom) and (node.level or node.names[0].name == "*"):
            return "it imports with a star or relatively"
    for name, statement in _imports(tree):
        root = _root(statement)
        if root in _FILES:
            return f"it uses `{name}`: what the notebook leaves on disk stays in the sandbox"
        if root not in sys.stdlib_module_names:
            return f"it uses `{root}`, whose objects cannot be compared from outside of the sandbox"
    if taken := sorted(used & _OF_THE_JUDGE):
        return f"it uses `{taken[0]}`, which would look at the grader's own side"
    return "" if _asserts(tree) else "it asserts nothing: whatever runs would earn its points"


def _unknown(free: Sequence[str], known: Known) -> str:
    """Why one of the names that a test uses cannot be had; empty where all can."""
    for name in free:
        if name in known.imports:
            root = _root(known.imports[name])
            if root in _FILES:
                return f"it uses `{name}`: what the notebook leaves on disk stays in the sandbox"
            if root not in sys.stdlib_module_names:
                return f"it uses `{name}`, of `{root}`: its objects cannot be compared from outside of the sandbox"
        elif name in known.own:
            return f"it uses `{name}`, which a cell of yours defines and a student can replace: put it into the suite"
        elif name not in known.all:
            return f"it uses `{name}`, which no cell of the notebook makes"
    return ""


def _changed(tree: ast.Module, known: Known) -> str:
    """A name of the notebook that a test deletes, or binds anew after it has used it; empty where there is none."""
    first_use: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            first_use[node.id] = min(node.lineno, first_use.get(node.id, node.lineno))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in known.all and not isinstance(node.ctx, ast.Load):
            late = first_use.get(node.id, node.lineno) < node.lineno
            if isinstance(node.ctx, ast.Del) or late:
                return node.id
    return ""


def _asserts(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert | ast.Raise):
            return True
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2].startswith("assert"):
            return True
    return False


def _loaded(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(strip_commands(source).python)
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module([], [])


def _imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The name that each import makes, with a statement that makes it alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0], ast.unparse(ast.Import([alias]))
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                yield alias.asname or alias.name, ast.unparse(ast.ImportFrom(node.module, [alias], 0))


def _root(statement: str) -> str:
    return statement.split()[1].partition(".")[0]
