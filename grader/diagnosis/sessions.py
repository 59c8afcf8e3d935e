"""A session in which a module changes on disk: what is imported stays as it was."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from grader.diagnosis.evidence import Evidence
from grader.diagnosis.found import Found
from grader.diagnosis.nodes import assignments, calls_in, last_name
from grader.diagnosis.project import Source

_WRITES = ("write_text", "write_bytes", "open")


class _Statement(NamedTuple):
    cell: int
    node: ast.stmt


def imported_once(evidence: Evidence) -> Iterator[Found]:
    """K01: the file has changed, and a second import does not read it again."""
    for path, source, written in _rewritten(evidence):
        if any(_reloads(each.node) for each in _session(evidence)):
            continue
        again = [each for each in _session(evidence) if each.cell > written and source.path in _imports(evidence, each)]
        for name, text in _shown(evidence, path):
            value = _value_of(source, name)
            if again and value and evidence.run is not None and value in evidence.run.stdout:
                yield Found(id="K01", file=path, values={"used": text, "value": value, "found": path})
                return


def kept_the_old_value(evidence: Evidence) -> Iterator[Found]:
    """K02: after a reload, a name from a from-import still has its old value."""
    for path, _, written in _rewritten(evidence):
        session = _session(evidence)
        if not any(_reloads(each.node) for each in session if each.cell > written):
            continue
        for each in session:
            if not isinstance(each.node, ast.ImportFrom) or path not in _imports(evidence, each) or each.cell > written:
                continue
            for alias in each.node.names:
                bare = alias.asname or alias.name
                if _is_read_after(session, bare, written):
                    values = {"name": bare, "used": f"{each.node.module}.{alias.name}", "cell": str(each.cell)}
                    values["found"] = path
                    yield Found(id="K02", file=path, values=values)


def _session(evidence: Evidence) -> list[_Statement]:
    """The statements of the command; each line counts as a cell."""
    body = evidence.command.body if evidence.command is not None else []
    return [_Statement(node.lineno, node) for node in body]


def _rewritten(evidence: Evidence) -> Iterator[tuple[str, Source, int]]:
    """The modules that the session writes anew, and the cell that does."""
    for cell, node in _session(evidence):
        calls = calls_in(node, *_WRITES)
        texts = {each.value for call in calls for each in ast.walk(call) if isinstance(each, ast.Constant)}
        for path in evidence.project.paths:
            if path in texts and not _only_appends(calls):
                yield path, evidence.project.source(path), cell


def _only_appends(calls: list[ast.Call]) -> bool:
    modes = [
        getattr(call.args[1], "value", "") for call in calls if last_name(call.func) == "open" and len(call.args) > 1
    ]
    return bool(modes) and all("a" in str(mode) for mode in modes)


def _imports(evidence: Evidence, each: _Statement) -> set[str]:
    names = []
    if isinstance(each.node, ast.Import):
        names = [alias.name for alias in each.node.names]
    elif isinstance(each.node, ast.ImportFrom) and each.node.module:
        names = [each.node.module]
    return {evidence.project.modules[name] for name in names if name in evidence.project.modules}


def _reloads(node: ast.stmt) -> bool:
    return bool(calls_in(node, "reload"))


def _shown(evidence: Evidence, path: str) -> Iterator[tuple[str, str]]:
    """The attributes of a module that the session reads: name, and as it is written."""
    bound = {
        alias.asname or alias.name
        for each in _session(evidence)
        if isinstance(each.node, ast.Import) and path in _imports(evidence, each)
        for alias in each.node.names
    }
    for _, node in _session(evidence):
        for each in ast.walk(node):
            if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id in bound:
                yield each.attr, f"{each.value.id}.{each.attr}"


def _value_of(source: Source, name: str) -> str:
    """What the file, as it was handed in, gives a name: the text of a plain value."""
    values = [node.value for node in assignments(source.loose, name)]
    return next((str(value.value) for value in values if isinstance(value, ast.Constant)), "")


def _is_read_after(session: list[_Statement], name: str, cell: int) -> bool:
    return any(
        isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Load)
        for statement in session
        if statement.cell > cell
        for each in ast.walk(statement.node)
    )
