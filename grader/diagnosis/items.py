"""Step 4, a module that does not have what is asked of it: parts of a dotted path, items, attributes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.diagnosis.commands import files_for
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.found import Found
from grader.diagnosis.nodes import is_on
from grader.diagnosis.project import INIT, Function, Import, Source
from grader.diagnosis.raised import (
    missing_attribute,
    missing_item,
    missing_local,
    missing_module,
    missing_on_object,
)
from grader.diagnosis.standard import class_names, is_standard, names_of, what_is

_ABBREVIATION = 2  # letters of an old name, at least


def function_in_dotted_path(evidence: Evidence) -> Iterator[Found]:
    """C01: `import math.sqrt`; and C02, the same with a module of the student's."""
    place = evidence.place
    missing, parent = missing_module(evidence.raised)
    if place is None or not parent:
        return
    name = missing.removeprefix(f"{parent}.").partition(".")[0]
    own = evidence.project.module(parent)
    if own is not None and name in {**own.definitions, **own.assigned}:
        words = {"what": _what(own, name)}
        values = {"module": parent, "name": name}
        yield Found(id="C02", file=place.file, line=place.line, values=values, words=words)
    elif own is None and name in names_of(parent):
        words = {"what": what_is(parent, name)}
        yield Found(id="C01", file=place.file, line=place.line, values={"name": name}, words=words)


def submodule_not_loaded(evidence: Evidence) -> Iterator[Found]:
    """C07: `import mypackage`, then `mypackage.utils`."""
    place, project = evidence.place, evidence.project
    package, name = missing_attribute(evidence.raised)
    init = project.modules.get(package, "")
    if place is None or not init.endswith(INIT) or f"{package}.{name}" not in project.modules:
        return
    for each in project.source(place.file).imports:
        if each.resolved == package or (each.is_from and f"{each.resolved}.{each.names[0][0]}" == package):
            values = {"package": package, "init": init, "name": name, "other_line": str(each.line)}
            yield Found(id="C07", file=place.file, line=place.line, values=values)
            return


def module_taken_for_class(evidence: Evidence) -> Iterator[Found]:
    """C13: `import datetime`, then `datetime.now()`."""
    place = evidence.place
    module, name = missing_attribute(evidence.raised)
    if place is None or name not in class_names(module, module):
        return
    for each in evidence.project.source(place.file).imports:
        if not each.is_from and each.module == module:
            values = {"bound": each.bound[0], "other_line": str(each.line)}
            yield Found(id="C13", file=place.file, line=place.line, values=values)
            return


def class_taken_for_module(evidence: Evidence) -> Iterator[Found]:
    """C14: `from datetime import datetime`, then `datetime.date(…)`."""
    raised, place = evidence.raised, evidence.place
    if raised is None or place is None or raised.kind not in ("TypeError", "AttributeError"):
        return
    source = evidence.project.source(place.file)
    for each in source.imports:
        if not each.is_from or (each.resolved, None) not in each.names:
            continue
        for node in _attributes_at(source, place.line, each.resolved):
            if node.attr in names_of(each.resolved):
                variant = "" if node.attr in class_names(each.resolved, each.resolved) else "missing"
                values = {"module": each.resolved, "name": node.attr, "other_line": str(each.line)}
                yield Found(id="C14", file=place.file, line=place.line, variant=variant, values=values)
                return


def item_not_there(evidence: Evidence) -> Iterator[Found]:
    """C10 and C16: a module has no item of this name; or has it, in other letters."""
    place = evidence.place
    name, module = missing_item(evidence.raised)
    if place is None or not name:
        return
    own = evidence.project.module(module)
    known = {*own.definitions, *own.assigned, *_imported(own)} if own is not None else names_of(module)
    if not known or name in known:
        return
    same = name.casefold() in {each.casefold() for each in known}
    values = {"module": module, "name": name}
    yield Found(id="C10" if same else "C16", file=place.file, line=place.line, values=values)


def old_name_imported(evidence: Evidence) -> Iterator[Found]:
    """J05: a file was renamed, and an import still has the old name."""
    project, place = evidence.project, evidence.place
    missing, parent = missing_module(evidence.raised)
    old = missing.rpartition(".")[2]
    if place is None or parent or not missing or is_standard(missing):
        return
    imported = {path for each in project.paths for path, _ in project.needs(each, nested=True)}
    for stem, path in project.siblings(place.file).items():
        is_old = stem != old and (_shortens(old, stem) or evidence.is_about("J05"))
        if path not in imported and is_old and files_for(missing)[-1] not in evidence.required:
            yield Found(id="J05", file=place.file, line=place.line, values={"name": old})
            return


def own_file_found_first(evidence: Evidence) -> Iterator[Found]:
    """B01 and B02: a file with the name of a standard module, where Python looks first.

    Where a check fell in another file than that one, this comes first: there the check was looking.
    """
    is_check = evidence.run is not None and evidence.run.is_check
    at = evidence.place.file if is_check and evidence.place else ""
    yield from sorted(_shadowing(evidence), key=lambda each: bool(at) and each.file != at)


def _shadowing(evidence: Evidence) -> Iterator[Found]:
    project = evidence.project
    folder = (evidence.run.script if evidence.run else "").rpartition("/")[0]
    for stem, path in _at(evidence, folder).items():
        if not is_standard(stem):
            continue
        for other in (path, *(each for each in project.paths if each != path)):
            for each in project.source(other).imports:
                if each.level or each.resolved.partition(".")[0] != stem:
                    continue
                if other != path:
                    yield from _found_first(evidence, other, each, path)
                elif _may_shadow(evidence, path, stem):
                    yield Found(id="B02", file=path, line=each.line)


def _found_first(evidence: Evidence, other: str, each: Import, path: str) -> Iterator[Found]:
    """B01: where a file fell over the module of `path`, or at its import where nothing fell."""
    place, run = evidence.place, evidence.run
    values = {"name": each.resolved.partition(".")[0], "found": path}
    if place is None or place.file != other:
        if evidence.raised is None and run is not None:
            yield Found(id="B01", file=other, line=each.line, variant="silent", values=values)
        return
    used = _used(evidence.project.source(other), each, place.line)
    if used or run is None or not run.is_check:
        yield Found(id="B01", file=other, line=place.line, values=values | {"used": used or _whole(each)})


def _may_shadow(evidence: Evidence, path: str, stem: str) -> bool:
    """Whether a file with a standard module's name can be why a run failed: it fell there, or speaks of that name."""
    run, raised = evidence.run, evidence.raised
    if run is None or not run.is_check:
        return True
    if raised is not None and evidence.place is not None and evidence.place.file == path:
        return True
    said = run.said if raised is None else raised.text
    return re.search(rf"(?<!\w){re.escape(stem)}(?!\w)", said) is not None


def own_file_found_by_the_library(evidence: Evidence) -> Iterator[Found]:
    """B04: a script inside a package, whose folder then comes first for the standard library too."""
    script, place = (evidence.run.script if evidence.run else ""), evidence.place
    folder = script.rpartition("/")[0]
    module = missing_attribute(evidence.raised)[0] or missing_item(evidence.raised)[1]
    if not folder or place is None:
        return
    found = _at(evidence, folder).get(module, "")
    direct = {each.resolved for each in evidence.project.source(place.file).imports}
    if found and is_standard(module) and module not in direct:
        values = {"folder": folder, "name": module, "found": found}
        yield Found(id="B04", file=place.file, line=place.line, values=values)


def module_name_rebound(evidence: Evidence) -> Iterator[Found]:
    """B05: a variable takes the module's name; and B07, a parameter does."""
    place = evidence.place
    kind, name = missing_on_object(evidence.raised)
    if place is None or not name or missing_attribute(evidence.raised)[0]:
        return
    source = evidence.project.source(place.file)
    for each in source.imports:
        for bound in each.bound:
            used = next((node for node in _attributes_at(source, place.line, bound) if node.attr == name), None)
            if used is None:
                continue
            function = source.function_at(place.line)
            if function is not None and bound in _parameters(function):
                values = {"function": function.name, "name": bound, "other_line": str(each.line)}
                yield Found(id="B07", file=place.file, line=function.lineno, values=values)
            elif bound in source.assigned:
                values = {"name": bound, "used": f"{bound}.{name}", "use": str(place.line)}
                words = {"what": _KINDS.get(kind, "other")}
                yield Found(id="B05", file=place.file, line=source.assigned[bound], values=values, words=words)


_KINDS = {"int": "number", "float": "number", "str": "text", "list": "list", "NoneType": "nothing"}


def imported_name_rebound_inside(evidence: Evidence) -> Iterator[Found]:
    """B05 and B06: a function gives an imported name a value of its own, and reads it before."""
    place, name = evidence.place, missing_local(evidence.raised)
    if place is None or not name:
        return
    source = evidence.project.source(place.file)
    function = source.function_at(place.line)
    for each in source.imports if function is not None else ():
        if name in each.bound and not each.nested and function is not None:
            values = {"name": name, "function": function.name, "other_line": str(each.line)}
            if each.is_from:
                yield Found(id="B06", file=place.file, line=place.line, values=values)
            else:
                yield Found(id="B05", file=place.file, line=place.line, variant="local", values=values)


def _what(source: Source, name: str) -> str:
    node = source.definitions.get(name)
    return "value" if node is None else "class" if isinstance(node, ast.ClassDef) else "function"


def _imported(source: Source) -> set[str]:
    return {bound for each in source.imports for bound in each.bound}


def _attributes_at(source: Source, line: int, name: str) -> list[ast.Attribute]:
    """The uses `name.something` on a line."""
    return [
        node
        for node in source.nodes
        if isinstance(node, ast.Attribute)
        and is_on(node, line)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    ]


def _shortens(old: str, stem: str) -> bool:
    """Whether the letters of `old` come in `stem` in the same order, the first at the start of a word."""
    letters = [letter for letter in old.casefold() if letter.isalpha()]
    rest = iter(stem.casefold())
    starts = {word[:1] for word in stem.casefold().split("_")}
    return len(letters) >= _ABBREVIATION and letters[0] in starts and all(letter in rest for letter in letters)


def _at(evidence: Evidence, folder: str) -> dict[str, str]:
    """The modules that lie directly in a folder, by name."""
    return {
        path.rpartition("/")[2].removesuffix(".py"): path
        for path in evidence.project.paths
        if path.rpartition("/")[0] == folder
    }


def _used(source: Source, each: Import, line: int) -> str:
    """What of an import a line uses, as it is written there; empty if it uses nothing of it."""
    for bound in each.bound:
        for node in _attributes_at(source, line, bound):
            return f"{bound}.{node.attr}"
    return _whole(each) if line == each.line else ""


def _whole(each: Import) -> str:
    """What an import brings, as a dotted name."""
    return f"{each.resolved}.{each.names[0][0]}" if each.is_from else each.module


def _parameters(function: Function) -> set[str]:
    arguments = function.args
    return {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
