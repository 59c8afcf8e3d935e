"""A command as a student would type it, and what it asks of the files: modules to import, functions to call."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from grader.diagnosis.project import INIT
from grader.diagnosis.standard import is_standard

MOST_CALLS = 6
_FILE = re.compile(r"[\w./]*\w\.py\b")


class Command(NamedTuple):
    """`python -c CODE` or `python SCRIPT`; one of the two is empty."""

    code: str
    script: str


class Site(NamedTuple):
    """A call in a command whose arguments are plain: see `Called`."""

    target: str
    text: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    used: bool


def read_command(text: str) -> Command:
    """The command of `c:CODE` or `py SCRIPT`. Raises `ValueError` for any other."""
    if text.startswith("c:"):
        return Command(text.removeprefix("c:"), "")
    if text.startswith("py "):
        return Command("", text.removeprefix("py ").strip())
    raise ValueError(f"a command is `c:CODE` or `py FILE`, and this is neither: {text}")


def required_files(command: Command, title: str = "") -> tuple[str, ...]:
    """The files that a command and a title name: scripts, and modules that are not Python's own."""
    names = [command.script] if command.script else []
    for module in imported_modules(command.code):
        names += [] if is_standard(module) else files_for(module)
    names += [name for name in _FILE.findall(title) if not name.endswith(INIT) or "/" in name]
    return tuple(dict.fromkeys(names))


def files_for(module: str) -> list[str]:
    """The files that a dotted name wants: `mytools/__init__.py` and `mytools/strings.py` for `mytools.strings`."""
    *folders, last = module.split(".")
    names = ["/".join([*folders[: place + 1], INIT]) for place in range(len(folders))]
    return [*names, "/".join([*folders, f"{last}.py"])]


def imported_modules(code: str) -> Iterator[str]:
    """The modules that a command imports, in its order."""
    for node in ast.walk(_parsed(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def call_sites(code: str) -> list[Site]:
    """The calls of imported functions in a command, in its order."""
    tree = _parsed(code)
    bound = _bound(tree)
    bare = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    sites = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (target := _target(node.func, bound)):
            try:
                args = tuple(ast.literal_eval(each) for each in node.args)
                kwargs = {each.arg: ast.literal_eval(each.value) for each in node.keywords if each.arg}
            except ValueError:
                continue
            text = f"{target.rpartition('.')[2]}({ast.unparse(node).partition('(')[2]}"
            sites.append((node.lineno, node.col_offset, Site(target, text, args, kwargs, node not in bare)))
    return [site for *_, site in sorted(sites, key=lambda each: each[:2])][:MOST_CALLS]


def _parsed(code: str) -> ast.Module:
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError):
        return ast.Module(body=[], type_ignores=[])


def _bound(tree: ast.Module) -> dict[str, str]:
    """What each imported name of a command stands for, of modules that are not Python's own."""
    bound = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if not is_standard(alias.name):
                    top = alias.name.partition(".")[0]
                    bound[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module and not is_standard(node.module):
            bound |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return bound


def _target(node: ast.expr, bound: dict[str, str]) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in bound:
        return ""
    target = ".".join([bound[node.id], *parts])
    return target if "." in target else ""
