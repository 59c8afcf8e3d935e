"""Notebooks as they are handed in: cells out of order, modules that change under a session, scripts in their place."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from grader.diagnosis.evidence import Evidence, Ran
from grader.diagnosis.found import Found
from grader.diagnosis.nodes import assignments, calls_in, text_of
from grader.diagnosis.project import MOST_BYTES, Source
from grader.diagnosis.raised import missing_name
from grader.intake.notebook_cells import code_cells
from grader.intake.notebook_commands import Stripped, strip_commands

_WRITES = ("write", "writelines", "write_text", "write_bytes")
_COMMAND = re.compile(r"%{1,2}[A-Za-z]|!\s*\S")
_WORD = re.compile(r"\w+")


class _Cell(NamedTuple):
    number: int
    label: str  # with the notebook's path, as a verdict names the place
    source: Source


class _Step(NamedTuple):
    cell: int
    node: ast.stmt


class _Imported(NamedTuple):
    """A name that an import made: the place of the step, its cell, the file, and the item with its module, if any."""

    place: int
    cell: int
    path: str
    item: str


def script_for_notebook(evidence: Evidence) -> Iterator[Found]:
    """K05: a script lies in the place of the notebook, with its commands. It is scanned, and not parsed."""
    missing = [path for path in evidence.required if path.endswith(".ipynb") and path not in evidence.files]
    for path in (each.removesuffix(".ipynb") + ".py" for each in missing):
        text = evidence.files.get(path, b"")[:MOST_BYTES].decode("utf-8", "replace")
        left_out = [] if text.lstrip().startswith("{") else strip_commands(text).left_out
        line = next((each.line for each in left_out if _COMMAND.match(each.text)), 0)
        if line:
            yield Found(id="K05", file=path, line=line)


def cells_out_of_order(evidence: Evidence) -> Iterator[Found]:
    """K04: a cell uses what only a cell below it creates."""
    name, raised = missing_name(evidence.raised), evidence.raised
    if not name or raised is None or evidence.run is None:
        return
    cells = _cells(evidence, evidence.run)
    places = {frame.file for frame in raised.frames}
    failed = next((cell.number for cell in cells if cell.label in places), 0)
    creating = [cell.number for cell in cells if cell.source.created(name)]
    if failed and creating and failed < min(creating):
        path = evidence.run.notebook
        yield Found(id="K04", file=path, values={"cell": str(failed), "name": name, "notebook": path})


def module_still_old(evidence: Evidence) -> Iterator[Found]:
    """K01: a cell has changed the file, and nothing has read it again."""
    for run, session, used in _stale(evidence):
        changed, path = _change(evidence, run, session)
        reloaded = any(calls_in(step.node, "reload") for step in session[changed:])
        imported = _imported(evidence, session)
        for node in ast.walk(used):
            holder = node.value if isinstance(node, ast.Attribute) else node
            origin = imported.get(holder.id) if isinstance(holder, ast.Name) else None
            is_read = isinstance(node, ast.Attribute) or bool(origin and origin.item)
            if path and is_read and not reloaded and origin is not None and origin.path == path:
                values = {"used": ast.unparse(node), "value": run.got, "found": path}
                yield Found(id="K01", file=run.notebook, values=values)
                return


def name_still_old(evidence: Evidence) -> Iterator[Found]:
    """K02: the changed file was read again, and a name from a from-import before that has its old value."""
    for run, session, used in _stale(evidence):
        changed, path = _change(evidence, run, session)
        reloads = [place for place in range(changed, len(session)) if calls_in(session[place].node, "reload")]
        imported = _imported(evidence, session)
        for name in [node.id for node in ast.walk(used) if isinstance(node, ast.Name)] if path and reloads else ():
            origin = imported.get(name)
            if origin is not None and origin.item and origin.path == path and origin.place < reloads[-1]:
                values = {"name": name, "used": origin.item, "cell": str(origin.cell), "found": path}
                yield Found(id="K02", file=run.notebook, values=values)
                return


def _cells(evidence: Evidence, run: Ran) -> list[_Cell]:
    """The cells of the notebook that ran, as Python."""
    content = evidence.files.get(run.notebook, b"")
    try:
        cells = code_cells(json.loads(content)) if content else ()
    except (ValueError, RecursionError):
        return []
    return [
        _Cell(cell.number, f"{run.notebook} {cell.label}", Source("", _python(strip_commands(cell.source))))
        for cell in cells
    ]


def _python(cell: Stripped) -> bytes:
    """A cell as a program; what it writes as a whole is written with a call."""
    written = cell.written
    text = cell.python if written is None else f"open({written.name!r}, 'w').write({written.text!r})"
    return text.encode("utf-8", "replace")


def _stale(evidence: Evidence) -> Iterator[tuple[Ran, list[_Step], ast.expr]]:
    """Where a name of a notebook has a wrong value: the run, the steps before it is given, and what it is given."""
    run = evidence.run
    if run is None or not run.name or not run.got or not run.expected:
        return
    cells = _cells(evidence, run)
    steps = [_Step(cell.number, node) for cell in cells if cell.source.tree for node in cell.source.tree.body]
    given = [(place, each) for place, step in enumerate(steps) for each in assignments([step.node], run.name)]
    if given:
        place, last = given[-1]
        yield run, steps[:place], last.value


def _change(evidence: Evidence, run: Ran, session: list[_Step]) -> tuple[int, str]:
    """The last step that wrote to a module, and the module's path, if it wrote what was expected and not what came."""
    path, found = "", (0, "")
    for place, step in enumerate(session):
        texts = [text_of(node) for node in ast.walk(step.node) if isinstance(node, ast.expr)]
        path = next((text for text in texts if text in evidence.project.paths), path)
        if path and calls_in(step.node, *_WRITES):
            words = {word for text in texts for word in _WORD.findall(text)}
            found = (place, path if run.expected in words and run.got not in words else "")
    return found


def _imported(evidence: Evidence, session: list[_Step]) -> dict[str, _Imported]:
    """The names that stand for modules of the submission, or for items of them, after these steps."""
    found = {}
    for place, (cell, node) in enumerate(session):
        if isinstance(node, ast.Import):
            for alias in node.names:
                path = evidence.project.modules.get(alias.name, "")
                found[alias.asname or alias.name] = _Imported(place, cell, path, "")
        elif isinstance(node, ast.ImportFrom):
            path = evidence.project.modules.get(node.module or "", "")
            for alias in node.names:
                found[alias.asname or alias.name] = _Imported(place, cell, path, f"{node.module}.{alias.name}")
    return found
