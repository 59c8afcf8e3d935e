"""Which files a run has to do with: what it imports, directly or in turn, and what it starts."""

from __future__ import annotations

from collections.abc import Iterator

from grader.diagnosis.commands import imported_modules
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.project import INIT, Project


def imported_files(evidence: Evidence) -> list[str]:
    """The files that the run imports, in the order of their first import; for a check, every module."""
    run, project = evidence.run, evidence.project
    if run is None:
        return []
    if run.is_check:
        return [*_first_required(evidence, project)]
    found = dict.fromkeys(path for module in imported_modules(run.code) for path in files_of(project, module))
    waiting = [*found, *([run.script] if run.script in project.modules.values() else [])]
    while waiting:
        for path, _ in project.needs(waiting.pop(0), nested=True):
            if path not in found:
                found[path] = None
                waiting.append(path)
    return list(found)


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


def _first_required(evidence: Evidence, project: Project) -> Iterator[str]:
    yield from (path for path in evidence.required if path in project.paths)
    yield from (path for path in project.paths if path not in evidence.required)
