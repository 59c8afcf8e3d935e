"""Imports inside packages: relative and absolute, dots, and what is done to `sys.path` instead."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.evidence import Evidence, Frame
from grader.diagnosis.found import Found
from grader.diagnosis.project import INIT, Import, Source
from grader.diagnosis.raised import missing_attribute, missing_item, missing_module
from grader.diagnosis.standard import is_standard
from grader.diagnosis.touched import is_in_a_package, is_named, touched_files

_CHANGES = ("append", "insert", "extend")
_STARTED = "__main__.py"  # a program: both forms do in it
_RELATIVE = "relative import"  # what a check speaks of that asks for one
_IMPORT_ERRORS = ("ImportError", "ModuleNotFoundError", "AttributeError")


def search_path_edited(evidence: Evidence) -> Iterator[Found]:
    """D08: `sys.path.append(…)` in place of an import that says where the module is."""
    run, raised, place = evidence.run, evidence.raised, evidence.place
    if run is None:
        return
    for path in touched_files(evidence):
        hurts = raised is not None and raised.kind in _IMPORT_ERRORS and place is not None and place.file == path
        if run.is_check and not hurts and not evidence.is_about("D08"):
            continue
        source = evidence.project.source(path)
        bare = any(each.resolved == "sys" and ("path", None) in each.names for each in source.imports)
        lines = [line for node in source.owners if (line := _edits_path(node, bare=bare))]
        if lines:
            yield Found(id="D08", file=path, line=min(lines))


def own_name_spelt_out(evidence: Evidence) -> Iterator[Found]:
    """D07: a module of a package imports its neighbour by the package's whole name."""
    run, raised = evidence.run, evidence.raised
    if run is None or (not run.is_check and raised is not None):
        return
    is_asked = not run.is_check or evidence.is_about("D07")
    for path in touched_files(evidence):
        is_meant = is_asked or (_RELATIVE in run.said and is_named(path, run.said))
        if not is_meant or path.endswith(_STARTED) or not is_in_a_package(path, evidence.project):
            continue
        package = path.partition("/")[0]
        for each in evidence.project.source(path).imports:
            if not each.level and each.resolved.partition(".")[0] == package and not each.nested:
                yield Found(id="D07", file=path, line=each.line)
                break


def started_as_script(evidence: Evidence) -> Iterator[Found]:
    """D01: a file of a package with a relative import was started by its path."""
    raised, place = evidence.raised, evidence.place
    if raised is None or place is None or "no known parent package" not in raised.text:
        return
    if evidence.run is not None and evidence.run.script == place.file and "/" in place.file:
        package = place.file.rpartition("/")[0].replace("/", ".")
        yield Found(id="D01", file=place.file, line=place.line, values={"package": package})


def too_many_dots(evidence: Evidence) -> Iterator[Found]:
    """D05: a relative import that climbs above the package."""
    raised, place = evidence.raised, evidence.place
    if raised is not None and place is not None and "beyond top-level package" in raised.text:
        yield Found(id="D05", file=place.file, line=place.line)


def standard_module_found(evidence: Evidence) -> Iterator[Found]:
    """D02: `from numbers import …` inside a package finds Python's own `numbers`."""
    place = evidence.place
    _, module = missing_item(evidence.raised)
    module = module or missing_attribute(evidence.raised)[0]
    if place is None or not is_standard(module) or not _is_neighbour(evidence, place, module):
        return
    for each in evidence.project.source(place.file).imports:
        if not each.level and each.resolved == module:
            yield Found(id="D02", file=place.file, line=each.line, values={"name": module})


def neighbour_taken_for_top_level(evidence: Evidence) -> Iterator[Found]:
    """D03, and D13 in `__init__.py`: a neighbour in the package is imported as if it lay at the top."""
    place = evidence.place
    missing, parent = missing_module(evidence.raised)
    if place is None or parent or not missing or not _is_neighbour(evidence, place, missing.partition(".")[0]):
        return
    each = _import_at(evidence.project.source(place.file), place.line)
    if each is None or each.level:
        return
    name = missing.partition(".")[0]
    if place.file.endswith(INIT):
        yield Found(id="D13", file=place.file, line=place.line, values={"name": name})
    else:
        found = evidence.project.siblings(place.file)[name]
        yield Found(id="D03", file=place.file, line=place.line, values={"name": name, "found": found})


def item_of_the_package(evidence: Evidence) -> Iterator[Found]:
    """D10: `from . import multiply` looks in `__init__.py`, and another module defines it."""
    project, place = evidence.project, evidence.place
    name, module = missing_item(evidence.raised)
    package = project.modules.get(module, "")
    if place is None or not package.endswith(INIT):
        return
    folder = package.rpartition("/")[0]
    for path in project.paths:
        source = project.source(path)
        if path.rpartition("/")[0] == folder and path != package and name in {**source.definitions, **source.assigned}:
            yield Found(id="D10", file=place.file, line=place.line, values={"name": name})
            return


def _is_neighbour(evidence: Evidence, place: Frame, name: str) -> bool:
    """Whether a module of this name lies beside the file, in a package, and not where Python looks first."""
    folder = place.file.rpartition("/")[0]
    started = evidence.run.script.rpartition("/")[0] if evidence.run and evidence.run.script else ""
    return folder not in ("", started) and name in evidence.project.siblings(place.file)


def _import_at(source: Source, line: int) -> Import | None:
    return next((each for each in source.imports if each.line == line), None)


def _edits_path(node: ast.AST, *, bare: bool) -> int:
    """The line of a change to `sys.path`; with `bare`, also to a `path` that was taken from `sys`. Else 0."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGES:
        changed, in_place = [node.func.value], True
    elif isinstance(node, ast.Assign):
        changed, in_place = node.targets, False
    elif isinstance(node, ast.AugAssign):
        changed, in_place = [node.target], True
    else:
        return 0
    return node.lineno if any(_is_path(each, bare=bare and in_place) for each in changed) else 0


def _is_path(node: ast.expr, *, bare: bool) -> bool:
    if isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Attribute):
        return node.attr == "path" and isinstance(node.value, ast.Name) and node.value.id == "sys"
    return bare and isinstance(node, ast.Name) and node.id == "path"
