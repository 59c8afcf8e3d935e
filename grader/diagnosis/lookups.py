"""Step 4, a name that is not defined: which import, or which line further down, was meant to bring it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.diagnosis.evidence import Evidence, Frame
from grader.diagnosis.found import Found
from grader.diagnosis.guards import MAIN, near_dunder_name
from grader.diagnosis.nodes import is_on
from grader.diagnosis.project import INIT, Import, Source
from grader.diagnosis.raised import missing_name
from grader.diagnosis.standard import BUILTINS, names_of, public_names_of

_CELL = re.compile(r"^# *(?:cell|In) *\[?(\d+)\]?:?(?:\s|$)", re.IGNORECASE)

_ABOUT_TEXT = re.compile(r"\bstr\b(?!.*not callable)")  # to call a text is no calculation
_OPERATION = re.compile("unsupported operand|can't multiply|can only concatenate|not supported between")


def main_unquoted(evidence: Evidence) -> Iterator[Found]:
    """F04: `__name__ == __main__`; and F03, the other side with too few underscores."""
    for name, _, place in _undefined(evidence):
        if name == MAIN:
            yield Found(id="F04", file=place.file, line=place.line)
        elif near_dunder_name(name) and MAIN in evidence.project.source(place.file).line(place.line):
            yield Found(id="F03", file=place.file, line=place.line, values={"name": name})


def cells_out_of_order(evidence: Evidence) -> Iterator[Found]:
    """K04: a cell uses what a cell below it creates."""
    for name, source, place in _undefined(evidence):
        above = [match[1] for line in source.lines[: place.line] if (match := _CELL.match(line))]
        later = [line for line in source.created(name) if line > place.line]
        between = any(_CELL.match(line) for line in source.lines[place.line : min(later, default=0)])
        if above and later and between:
            paths = (*evidence.required, *evidence.files, *evidence.listing)
            notebook = next((path for path in paths if path.endswith(".ipynb")), source.path)
            values = {"cell": above[-1], "name": name, "notebook": notebook}
            yield Found(id="K04", file=source.path, line=place.line, values=values)


def used_before_defined(evidence: Evidence) -> Iterator[Found]:
    """F10: the top level uses a function that is defined further down."""
    frames = evidence.raised.frames if evidence.raised else ()
    for name, source, _ in _undefined(evidence):
        top = next((each for each in frames if each.file == source.path and each.function in ("<module>", "")), None)
        defined = source.definitions.get(name)
        if top is not None and defined is not None and defined.lineno > top.line:
            values = {"name": name, "other_line": str(defined.lineno)}
            yield Found(id="F10", file=source.path, line=top.line, values=values)


def star_loads_no_modules(evidence: Evidence) -> Iterator[Found]:
    """E05: `from mytools import *` was expected to bring the package's modules."""
    name, project = missing_name(evidence.raised), evidence.project
    for file, line, package in _stars(evidence):
        source = project.module(package)
        if not name or source is None or f"{package}.{name}" not in project.modules or not source.path.endswith(INIT):
            continue
        if any(name in each.bound for each in source.imports):
            continue
        variant = "" if source.is_empty else "names"
        values = {"package": package, "init": source.path, "name": name}
        yield Found(id="E05", file=file or source.path, line=line, variant=variant, values=values)


def dotted_import_used_bare(evidence: Evidence) -> Iterator[Found]:
    """C08: after `import mypackage.utils`, `utils` alone."""
    for name, each, place in _undefined_with_imports(evidence):
        if not each.is_from and each.asname is None and "." in each.module and name in each.module.split(".")[1:]:
            values = {"module": each.module, "bound": each.bound[0], "name": name, "other_line": str(each.line)}
            yield Found(id="C08", file=place.file, line=place.line, values=values)


def alias_forgotten(evidence: Evidence) -> Iterator[Found]:
    """C06: after `import math as m`, `math`."""
    for name, each, place in _undefined_with_imports(evidence):
        if not each.is_from and each.asname not in (None, name) and each.module.partition(".")[0] == name:
            values = {"module": each.module, "bound": each.bound[0], "name": name, "other_line": str(each.line)}
            yield Found(id="C06", file=place.file, line=place.line, values=values)


def module_of_item_used(evidence: Evidence) -> Iterator[Found]:
    """C05: after `from math import sqrt`, `math.sqrt`; and C15, the same after a star."""
    for name, each, place in _undefined_with_imports(evidence):
        if each.is_from and name in each.resolved.split("."):
            if each.is_star:
                values = {"module": name, "other_line": str(each.line)}
                yield Found(id="C15", file=place.file, line=place.line, values=values)
            else:
                names = " and ".join(f"`{bound}`" for bound in each.bound)
                values = {"names": names, "module": name, "other_line": str(each.line)}
                yield Found(id="C05", file=place.file, line=place.line, values=values)


def item_of_module_used_bare(evidence: Evidence) -> Iterator[Found]:
    """C04: after `import math`, `sqrt` alone."""
    for name, each, place in _undefined_with_imports(evidence):
        if each.is_from:
            continue
        own = evidence.project.module(each.module)
        known = {*own.definitions, *own.assigned} if own is not None else names_of(each.module)
        if name in known:
            values = {"module": each.module, "bound": each.bound[0], "name": name, "other_line": str(each.line)}
            yield Found(id="C04", file=place.file, line=place.line, values=values)


def text_not_converted(evidence: Evidence) -> Iterator[Found]:
    """G09: what `input` or `sys.argv` gave is a text, and the line calculates with it."""
    raised, place = evidence.raised, evidence.place
    if raised is None or place is None or raised.kind != "TypeError" or not _ABOUT_TEXT.search(raised.text):
        return
    if raised.text.endswith("not callable"):  # the text came from elsewhere: nobody calls what was typed in
        return
    frames = [frame for frame in reversed(raised.frames) if frame.file in evidence.project.paths]
    handed_on = _OPERATION.search(raised.text) and _calculates_with_arguments(
        evidence.project.source(place.file), place
    )
    for frame in frames if handed_on else [place]:
        if any(_takes_text(node) for node in evidence.project.source(frame.file).owners):
            yield Found(id="G09", file=frame.file, line=frame.line)
            return


def _calculates_with_arguments(source: Source, place: Frame) -> bool:
    """Whether the line works on nothing but what its function was called with."""
    function = source.function_at(place.line)
    given = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)} if function else set()
    operations = [
        node for node in source.nodes if isinstance(node, ast.BinOp | ast.Compare) and is_on(node, place.line)
    ]
    return any(
        all(isinstance(side, ast.Name) and side.id in given for side in _operands(operation))
        for operation in operations
    )


def _operands(node: ast.BinOp | ast.Compare) -> list[ast.expr]:
    return [node.left, node.right] if isinstance(node, ast.BinOp) else [node.left, *node.comparators]


def _undefined(evidence: Evidence) -> Iterator[tuple[str, Source, Frame]]:
    """The name that is not defined, the file that uses it, and where; at most one."""
    name, place = missing_name(evidence.raised), evidence.place
    if name and place is not None and place.file.endswith(".py"):
        yield name, evidence.project.source(place.file), place


def _undefined_with_imports(evidence: Evidence) -> Iterator[tuple[str, Import, Frame]]:
    for name, source, place in _undefined(evidence):
        for each in source.imports:
            yield name, each, place


def _stars(evidence: Evidence) -> Iterator[tuple[str, int, str]]:
    """The star imports of the file that failed, or of the command: file (empty for the command), line, package.

    A check about them that failed outside the files has a program of its own, which imports one of the packages.
    """
    place = evidence.place
    for each in evidence.project.source(place.file).imports if place is not None else ():
        if each.is_star:
            yield place.file if place else "", each.line, each.resolved
    for node in evidence.command.body if evidence.command is not None and place is None else ():
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            yield "", 0, node.module or ""
    if evidence.run is not None and evidence.run.is_check and place is None and evidence.is_about("E05"):
        yield from (("", 0, module) for module in evidence.project.modules)


def _takes_text(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "input"
    return isinstance(node, ast.Attribute) and node.attr == "argv"


def builtin_replaced(evidence: Evidence) -> Iterator[Found]:
    """B08: a star import brought a function with the name of a built-in one."""
    raised, place = evidence.raised, evidence.place
    if raised is None or place is None or raised.kind in ("NameError", "ImportError", "ModuleNotFoundError"):
        return
    source = evidence.project.source(place.file)
    for each in source.imports:
        if not each.is_star:
            continue
        own = evidence.project.module(each.resolved)
        brought = {*own.definitions, *own.assigned} if own is not None else public_names_of(each.resolved)
        for node in source.nodes:
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in BUILTINS & brought and called.lineno == place.line:
                values = {"name": called.id, "other_line": str(each.line)}
                yield Found(id="B08", file=place.file, line=place.line, values=values)
                return
