"""Circles of imports, decided by the graph: Python's words for them differ from version to version."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.evidence import Evidence
from grader.diagnosis.found import Found
from grader.diagnosis.project import INIT, Import, Project, module_name
from grader.diagnosis.raised import missing_attribute, missing_item
from grader.diagnosis.touched import touched_files


def circle_of_from_imports(evidence: Evidence) -> Iterator[Found]:
    """H01: each of two files needs a name of the other before it is there."""
    name, module = missing_item(evidence.raised)
    first, place = evidence.project.modules.get(module, ""), evidence.place
    if not first or place is None or place.file == first or not _reaches(evidence.project, first, place.file):
        return
    needed = _on_the_way(evidence, first, place.file)
    if needed is not None:
        line, target = needed
        values = {"module": module_name(target), "other": place.file, "other_line": str(place.line)}
        values |= {"back": module, "name": name}
        yield Found(id="H01", file=first, line=line, values=values)


def circle_used_too_early(evidence: Evidence) -> Iterator[Found]:
    """H02: a file of the circle is used while it is still being imported."""
    module, name = missing_attribute(evidence.raised)
    other, place = evidence.project.modules.get(module, ""), evidence.place
    if not other or place is None or place.file == other or not _reaches(evidence.project, other, place.file):
        return
    if not _reaches(evidence.project, place.file, other):
        return
    needed = _on_the_way(evidence, other, place.file)
    if needed is not None and _defines(evidence, other, name):
        used = next((text for text in _used(evidence, place.file, place.line, name)), f"{module}.{name}")
        values = {"other": other, "other_line": str(needed[0]), "used": used}
        yield Found(id="H02", file=place.file, line=place.line, values=values)


def circle_delayed(evidence: Evidence) -> Iterator[Found]:
    """H04: an import inside a function hides the circle."""
    run, project = evidence.run, evidence.project
    if run is None or (run.is_check and not evidence.is_about("H04")) or (not run.is_check and run.raised is not None):
        return
    for path in touched_files(evidence):
        for other, each in project.needs(path, nested=True):
            if each.nested and _reaches(project, other, path, nested=True):
                yield Found(id="H04", file=path, line=each.line)
                return


def circle_that_works(evidence: Evidence) -> Iterator[Found]:
    """H03: two files import each other, and no one has noticed yet."""
    if not evidence.is_about("H03"):
        return
    project = evidence.project
    arrows = [(path, *need) for path in touched_files(evidence) for need in project.needs(path, nested=False)]
    leading_back = [arrow for arrow in arrows if _reaches(project, arrow[1], arrow[0])]
    # The shortest circle is the easiest to see, and of a package and its module the module is the one to change.
    leading_back.sort(key=lambda arrow: (not _needs(project, arrow[1], arrow[0]), arrow[0].endswith(INIT)))
    for path, other, each in leading_back[:1]:
        yield Found(id="H03", file=path, line=each.line, values={"other": other})


def _reaches(project: Project, start: str, goal: str, *, nested: bool = False) -> bool:
    """Whether one file imports another, directly or in turn."""
    seen, waiting = {start}, [start]
    while waiting:
        path = waiting.pop()
        if path == goal:
            return True
        for other, _ in project.needs(path, nested=nested):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return False


def _needs(project: Project, path: str, other: str) -> bool:
    """Whether a file itself imports another."""
    return any(each == other for each, _ in project.needs(path, nested=False))


def _on_the_way(evidence: Evidence, start: str, goal: str) -> tuple[int, str] | None:
    """The import of a file that leads to another: the line of it that was being run, and the file it imports."""
    frames = evidence.raised.frames if evidence.raised else ()
    running = [frame.line for frame in frames if frame.file == start]
    leading: list[tuple[Import, str]] = [
        (each, other)
        for other, each in evidence.project.needs(start, nested=False)
        if _reaches(evidence.project, other, goal)
    ]
    exact = [(each.line, other) for each, other in leading if each.line in running]
    return next(iter(exact), None) or next(((each.line, other) for each, other in leading), None)


def _defines(evidence: Evidence, path: str, name: str) -> bool:
    source = evidence.project.source(path)
    return name in source.definitions or name in source.assigned


def _used(evidence: Evidence, path: str, line: int, name: str) -> Iterator[str]:
    for node in evidence.project.source(path).nodes:
        if isinstance(node, ast.Attribute) and node.attr == name and node.lineno == line:
            yield ast.unparse(node)
