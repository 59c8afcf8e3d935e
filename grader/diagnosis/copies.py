"""Step 3, which file defines what: code that is there twice, or all in one place."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator

from grader.diagnosis.evidence import Evidence
from grader.diagnosis.found import Found
from grader.diagnosis.project import FUNCTIONS, INIT, Function, Source, module_name
from grader.diagnosis.raised import missing_attribute, missing_item, missing_module
from grader.diagnosis.touched import is_in_a_package, touched_files

MOST_OF_ALL = 0.7  # the share of a package's definitions from which one module counts as holding them all
FEWEST = 2
NEAR = 0.7

_PLACE = re.compile(r"`([\w/]+\.py)` line (\d{1,6})\b")

Definition = Function | ast.ClassDef


def copied_after_move(evidence: Evidence) -> Iterator[Found]:
    """J08: a function that went into a package is still where it was."""
    for name, *places in _twins(evidence, "J08"):
        source, other = sorted(places, key=lambda each: is_in_a_package(each.path, evidence.project))
        if is_in_a_package(other.path, evidence.project) and not is_in_a_package(source.path, evidence.project):
            line = source.definitions[name].lineno
            yield Found(id="J08", file=source.path, line=line, values={"name": name, "other": other.path})


def copied_for_a_cycle(evidence: Evidence) -> Iterator[Found]:
    """H05: the same function in two files."""
    for name, source, other in _twins(evidence, "H05"):
        is_said = _says(evidence, f"`{name}`", source.path, other.path)
        if is_said or _shape(source.definitions[name]) == _shape(other.definitions[name]):
            values = {"name": name, "other": other.path, "other_line": str(other.definitions[name].lineno)}
            yield Found(id="H05", file=source.path, line=source.definitions[name].lineno, values=values)


def all_in_init(evidence: Evidence) -> Iterator[Found]:
    """D11: the functions are defined in `__init__.py`, and the modules for them are empty; or a check found one."""
    project, run = evidence.project, evidence.run
    for path, line in _PLACE.findall(run.said) if run is not None and run.is_check else ():
        for node in project.source(path).functions.values() if path in project.paths else ():
            if path.endswith(INIT) and node.lineno == int(line):
                yield Found(id="D11", file=path, line=node.lineno, variant="said", values={"name": node.name})
                return
    name, module = missing_item(evidence.raised)
    if not name:
        module, name = missing_attribute(evidence.raised)
    wanted, package = project.module(module), project.module(module.rpartition(".")[0])
    if wanted is None or package is None or not wanted.is_empty or name not in package.definitions:
        return
    beside = [path for path in project.paths if path.rpartition("/")[0] == wanted.path.rpartition("/")[0]]
    empty = [
        path for path in beside if path != wanted.path and not path.endswith(INIT) and project.source(path).is_empty
    ]
    names = [f"`{path.rpartition('/')[2]}`" for path in [wanted.path, *empty]]
    variant = "" if len(names) > 1 else "one"
    line = package.definitions[name].lineno
    yield Found(id="D11", file=package.path, line=line, variant=variant, values={"empty": " and ".join(names)})


def all_in_one_module(evidence: Evidence) -> Iterator[Found]:
    """J07: a package, and one module of it that holds everything, where the task names several."""
    project, run = evidence.project, evidence.run
    missing, _ = missing_module(evidence.raised)
    if run is not None and run.is_check and not evidence.is_about("J07"):
        return
    package, _, wanted = missing.rpartition(".")
    if package not in project.modules or not project.modules[package].endswith(INIT):
        return
    folder = project.modules[package].rpartition("/")[0]
    inside = [project.source(path) for path in project.paths if path.startswith(f"{folder}/")]
    if difflib.get_close_matches(wanted, [module_name(each.path).rpartition(".")[2] for each in inside], 1, NEAR):
        return
    total = sum(len(each.definitions) for each in inside)
    fullest = max(inside, key=lambda each: len(each.definitions))
    if total >= FEWEST and len(fullest.definitions) > MOST_OF_ALL * total:
        values = {"package": folder, "module": fullest.path.removeprefix(f"{folder}/")}
        yield Found(id="J07", file=fullest.path, values=values)


def _twins(evidence: Evidence, message: str) -> Iterator[tuple[str, Source, Source]]:
    """Definitions of one name in two files, where the run asks whether two things are the same and they are not."""
    asked = _compared(evidence)
    if not asked and not evidence.is_about(message) and not _says(evidence, " is defined in "):
        return
    paths = touched_files(evidence)
    sources = [evidence.project.source(path) for path in paths]
    for place, source in enumerate(sources):
        for name in source.definitions:
            if asked and name not in asked:
                continue
            for other in sources[place + 1 :]:
                if name in other.definitions and source.definitions[name].name != "main":
                    yield name, source, other


def _says(evidence: Evidence, *words: str) -> bool:
    """Whether a check that failed says all of these."""
    run = evidence.run
    return run is not None and run.is_check and all(word in run.said for word in words)


def _compared(evidence: Evidence) -> set[str]:
    """The last names of what a command compares with `is`, where the answer was no."""
    if evidence.command is None or evidence.run is None or "False" not in evidence.run.stdout:
        return set()
    compared = [node for node in ast.walk(evidence.command) if isinstance(node, ast.Compare)]
    sides = [side for node in compared if isinstance(node.ops[0], ast.Is) for side in (node.left, *node.comparators)]
    return {side.attr if isinstance(side, ast.Attribute) else getattr(side, "id", "") for side in sides}


def _shape(node: Definition) -> str:
    """What a definition does, without its docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    arguments = ast.dump(node.args) if isinstance(node, FUNCTIONS) else ""
    return arguments + "".join(ast.dump(statement) for statement in body)
