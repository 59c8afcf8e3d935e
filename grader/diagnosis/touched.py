"""Which files a run has to do with: what it imports, directly or in turn, and what it starts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.diagnosis.commands import imported_modules
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.project import INIT, Project


def imported_files(evidence: Evidence) -> list[str]:
    """The files that the run imports, in the order of their first import; for a check, those it has to do with."""
    run, project = evidence.run, evidence.project
    if run is None:
        return []
    if run.is_check:
        return _files_of_check(evidence)
    found = [path for module in imported_modules(run.code) for path in files_of(project, module)]
    return _with_imported(project, found, [run.script])


def files_of(project: Project, module: str) -> Iterator[str]:
    """The files that importing a dotted name loads: its packages' `__init__.py`, outermost first, and its own."""
    parts = module.split(".")
    for place in range(len(parts)):
        name = ".".join(parts[: place + 1])
        if name in project.modules:
            yield project.modules[name]


def touched_files(evidence: Evidence) -> list[str]:
    """The files that the run imports or starts."""
    started = [evidence.run.script] if evidence.run and evidence.run.script in evidence.files else []
    return [*started, *(path for path in imported_files(evidence) if path not in started)]


def silent_scripts(evidence: Evidence) -> list[str]:
    """The scripts that were started, ended well and printed nothing."""
    run = evidence.run
    if run is None or run.exit_code or run.raised is not None or run.stdout.strip():
        return []
    return [run.script] if run.script in evidence.files else []


def is_in_a_package(path: str, project: Project) -> bool:
    """Whether a file lies in a folder with `__init__.py`."""
    folder = path.rpartition("/")[0]
    return bool(folder) and f"{folder}/{INIT}" in project.paths


def is_named(path: str, text: str) -> bool:
    """Whether a text speaks of a file, by its path or as a module."""
    names = (path, path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    return any(re.search(rf"(?<![\w./]){re.escape(name)}(?![\w/])", text) for name in names)


def _files_of_check(evidence: Evidence) -> list[str]:
    """The files that a check called, started, fell in or speaks of, and what these import; without any, all files."""
    run, project = evidence.run, evidence.project
    ordered = [path for path in evidence.required if path in project.paths]
    ordered += [path for path in project.paths if path not in ordered]
    if run is None:
        return ordered
    found = [path for path in ordered if is_named(path, run.said)]
    found += [path for call in run.calls for path in files_of(project, call.module)]
    found += [evidence.place.file] if evidence.place is not None else []
    touched = _with_imported(project, found, [run.script, *found])
    return [path for path in ordered if path in touched or path == run.script] or ordered


def _with_imported(project: Project, found: list[str], started: list[str]) -> list[str]:
    """The files that were found, and what they and those that were started import in turn."""
    paths = dict.fromkeys(found)
    waiting = [path for path in dict.fromkeys([*found, *started]) if path in project.paths]
    while waiting:
        for path, each in project.needs(waiting.pop(0), nested=True):
            for loaded in (path, *files_of(project, each.resolved)):
                if loaded not in paths:
                    paths[loaded] = None
                    waiting.append(loaded)
    return list(paths)
