"""The suite as it was collected: its checks for the record, and the names it took from the student's modules."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from grader.errors import SuiteError
from grader.inside.kinds import kind_of as kind_of_value
from grader.judge.cases import check_id
from grader.record import RecordedCheck, resolve_needs
from grader.result import Feedback
from grader.standin.binding import Binding
from grader.standin.refs import ref_of

_REAL_FOLDERS = {"tmp_path", "tmp_path_factory", "tmpdir", "tmpdir_factory"}
_MARK = ("points", "hint", "needs", "concepts", "feedback", "stretch", "split", "title")


class Bound(NamedTuple):
    """A name of a suite's module that was imported from a student's module."""

    namespace: dict[str, Any]
    module: str
    name: str
    target: str


def checks_of(items: list[pytest.Item]) -> list[RecordedCheck]:
    """The checks that the collected items are, in order. Raises `SuiteError` for a marker that breaks a rule."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        cases.setdefault(check_id(item), []).append(item)
    try:
        return resolve_needs([_check(name, group) for name, group in cases.items()])
    except ValueError as error:
        raise SuiteError(f"a check breaks a rule: {error}") from error


def _check(name: str, items: list[pytest.Item]) -> RecordedCheck:
    marker = items[0].get_closest_marker("check")
    options = dict(marker.kwargs) if marker else {}
    unknown = sorted(set(options) - set(_MARK))
    if unknown:
        raise SuiteError(
            f"`{name}`: the marker `check` has no option `{unknown[0]}`", hint=f"It has {', '.join(_MARK)}."
        )
    title = marker.args[0] if marker and marker.args else options.get("title") or _title(items[0])
    needs, concepts = options.get("needs", ()), options.get("concepts", ())
    level = options.get("feedback")
    return RecordedCheck(
        id=name,
        title=str(title),
        points=str(Fraction(str(options.get("points", 1)))),
        hint=str(options.get("hint", "")),
        needs=[needs] if isinstance(needs, str) else list(needs),
        stretch=bool(options.get("stretch", False)),
        feedback=None if level is None else Feedback(level),
        concepts=[concepts] if isinstance(concepts, str) else list(concepts),
        split=bool(options.get("split", True)),
        cases=[item.nodeid for item in items],
    )


def _title(item: pytest.Item) -> str:
    doc = getattr(getattr(item, "function", None), "__doc__", None) or ""
    return doc.strip().partition("\n")[0] or getattr(item, "originalname", None) or item.name


def refuse_real_folders(items: list[pytest.Item]) -> None:
    """Raise `SuiteError` for a check that prepares files where code in a fake file system cannot see them."""
    for item in items:
        used = sorted(_REAL_FOLDERS.intersection(getattr(item, "fixturenames", ())))
        if used:
            message = f"`{check_id(item)}` uses `{used[0]}`, a real folder, which the fake file system does not show"
            raise SuiteError(message, hint="Use the fixture `fs`, which works in both file systems.")


def suite_modules(suite: Path) -> list[ModuleType]:
    """The modules of the suite that are loaded: tests and their helpers."""
    found = []
    within = f"{suite}{os.sep}"
    for module in list(sys.modules.values()):
        file = vars(module).get("__file__") if type(module) is ModuleType else None
        if type(file) is str and file.startswith(within):
            found.append(module)
    return found


def bound_names(
    suite: Path, roots: frozenset[str], starred: dict[str, list[str]]
) -> tuple[list[Bound], dict[str, dict[str, str]]]:
    """The names bound by `from x import y` at the top of the suite's modules, and what is imported, for the record."""
    bound: list[Bound] = []
    imports: dict[str, dict[str, str]] = {}
    for module in suite_modules(suite):
        for node in _outside_functions(ast.parse(Path(module.__file__ or "").read_bytes())):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name.partition(".")[0] in roots:
                        imports.setdefault(alias.name, {})[""] = "module"
            elif (
                isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").partition(".")[0] in roots
            ):
                imports.setdefault(str(node.module), {})[""] = "module"
                for name, target in _names(node, starred):
                    bound.append(Bound(vars(module), str(node.module), name, target))
    for entry in bound:
        if entry.target in entry.namespace:
            imports[entry.module][entry.name] = kind_of(entry.namespace[entry.target])
    return bound, {name: dict(sorted(names.items())) for name, names in sorted(imports.items())}


def _names(node: ast.ImportFrom, starred: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Name and target of each name that a `from` line binds."""
    if node.names[0].name == "*":
        return [(name, name) for name in starred.get(str(node.module), ())]
    return [(alias.name, alias.asname or alias.name) for alias in node.names]


def kind_of(value: Any) -> str:
    """What kind of thing the suite imports: module, function, class or value."""
    ref = ref_of(value)
    if ref is None:
        return "value"
    return {"module": "module", "class": "class"}.get(ref.shape, "function" if ref.shape != "object" else "value")


def used_while_collecting(suite: Path, bound: list[Bound]) -> list[str]:
    """The plain values that were imported by name and are used outside a function's body, as `file:line: name`."""
    values = {(id(entry.namespace), entry.target) for entry in bound if entry.name and _is_plain(entry)}
    notes = []
    for module in suite_modules(suite):
        names = {target for space, target in values if space == id(vars(module))}
        if names:
            path = Path(module.__file__ or "")
            notes += [f"{path.relative_to(suite)}:{line}: `{name}` is used" for name, line in _outside(path, names)]
    return notes


def _is_plain(entry: Bound) -> bool:
    if entry.target not in entry.namespace:
        return False
    ref = ref_of(entry.namespace[entry.target])
    return ref is None or ref.base is not None


def _outside(path: Path, names: set[str]) -> list[tuple[str, int]]:
    return [
        (node.id, node.lineno)
        for node in _outside_functions(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load)
    ]


def _outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run while the module is imported: not those in the body of a function."""
    for field, value in ast.iter_fields(tree):
        if field == "body" and isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield child
                yield from _outside_functions(child)


def relink(binding: Binding, bound: list[Bound]) -> None:
    """Share the imported containers anew: what the last check shared with the student's code is forgotten."""
    for entry in bound:
        kind = kind_of_value(type(entry.namespace.get(entry.target)))
        if kind is not None and kind.fill is not None:
            entry.namespace[entry.target] = binding.resolve(entry.module, entry.name)


def rebind(binding: Binding, entry: Bound) -> None:
    """Give a name of the suite's what the student's module holds for it now.

    Functions and modules look themselves up when they are used; values and classes must be there before.
    """
    ref = ref_of(entry.namespace.get(entry.target))
    if ref is None or ref.shape not in ("function", "module"):
        entry.namespace[entry.target] = binding.resolve(entry.module, entry.name)
