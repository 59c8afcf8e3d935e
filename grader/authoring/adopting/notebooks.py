"""An exercise out of a notebook that was made for nbgrader or otter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from grader.authoring.adopting.adopted import (
    Adopted,
    LeftOut,
    docstring,
    manifest_text,
    points_literal,
    read_bytes,
    string_literal,
    title_of,
    why_refused,
)
from grader.authoring.adopting.assertions import Known, Refused, body_of, known_names, packages_of
from grader.authoring.adopting.marked_cells import Cell, CellTest, Parts, read_cells
from grader.authoring.adopting.nbgrader import is_nbgraders, nbgrader_parts
from grader.authoring.adopting.otter import is_otters, otter_parts
from grader.authoring.adopting.runs import function_name, mark
from grader.authoring.scaffold import UNWRITTEN
from grader.authoring.skeletons import notebook_skeleton
from grader.errors import InputError

_CONFTEST = Path(__file__).parent.parent.parent / "templates" / "notebook_suite" / "conftest.py"


def adopt_notebook(file: Path, given: Sequence[str], name: str) -> Adopted:
    """The exercise `name` of a notebook; `given` are files beside it that it reads.

    Raises `InputError` for what is damaged, and where no test of it can come along.
    """
    document, cells = read_cells(file)
    parts = _parts(cells, file)
    known = known_names(parts.students, parts.authors)
    checks, left_out, asked = _checks(parts.tests, known)
    left_out = [*parts.left_out, *left_out]
    if not checks:
        reasons = "; ".join(f"{each.name}: {each.why}" for each in left_out[:3]) or "it holds none"
        raise InputError(
            f"no test in `{file}` can become a check: {reasons}",
            hint="`grade new` begins an exercise, and docs/suites.md says what a suite can ask of a notebook.",
        )
    path = f"{file.stem}.ipynb"
    beside = [*dict.fromkeys([*parts.files, *given])]
    solution = _written(document, parts.cells)
    skeleton = notebook_skeleton(solution, f"`{file}`") or solution
    title = title_of(name)
    public: dict[str, str | bytes] = {
        "exercise.toml": manifest_text(title, [path], beside, packages_of(known)),
        "README.md": f"# {title}\n\n{UNWRITTEN} the task, in a few sentences; it stands in `{path}`.\n",
        path: skeleton,
    }
    public |= {each: _read_beside(file.parent, each) for each in beside}
    head = docstring(f"Checks that were test cells of `{file.name}`.") + "\nimport pytest\n"
    suite = head + "".join(f"\n\n{text}" for _, text in checks)
    secret: dict[str, str | bytes] = {
        f"solution/{path}": solution,
        "suite/conftest.py": _CONFTEST.read_text(encoding="utf-8").replace('"NOTEBOOK_PATH"', string_literal(path)),
        "suite/test_imported.py": suite,
    }
    steps = [f"Write where a line of the suite or the README says `{UNWRITTEN}`."]
    if skeleton == solution:
        steps.insert(0, f"Mark the answers in `solutions/{name}/solution/{path}`: students would get them as they are.")
    if packages := packages_of(known):
        named = ", ".join(packages)
        steps.insert(0, f"Install `{named}` where submissions are graded; without, they are not.")
    titles = [(test.name, test.points) for test, _ in checks]
    return Adopted(public, secret, titles, left_out, [*parts.remarks, *_remarks(parts, asked)], steps)


def _parts(cells: list[Cell], file: Path) -> Parts:
    if is_nbgraders(cells):
        return nbgrader_parts(cells)
    if is_otters(cells):
        return otter_parts(cells)
    raise InputError(
        f"`{file}` holds neither nbgrader's metadata nor otter's raw cells",
        hint="Name the author's notebook, not the one that students got.",
    )


def _checks(tests: Sequence[CellTest], known: Known) -> tuple[list[tuple[CellTest, str]], list[LeftOut], list[str]]:
    """The checks as text, what cannot become one, and the given data that they ask for."""
    checks, left_out, asked = [], [], []
    names: set[str] = set()
    for test in tests:
        body = body_of(test.source, known, test.expected)
        if isinstance(body, Refused):
            left_out.append(LeftOut(test.name, test.points, body.why))
            continue
        lines = [f"def {function_name(test.name, names)}(notebook):", *(f"    {line}".rstrip() for line in body.lines)]
        checks.append((test, mark(test.name, points_literal(test.points)) + "\n".join(lines) + "\n"))
        asked += body.given
    return checks, left_out, asked


def _written(document: Cell, cells: Sequence[Cell]) -> str:
    metadata = {
        key: document["metadata"][key] for key in ("kernelspec", "language_info") if key in document["metadata"]
    }
    fresh = {**document, "cells": list(cells), "metadata": metadata}
    return json.dumps(fresh, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _read_beside(folder: Path, name: str) -> bytes:
    if reason := why_refused(name):
        raise InputError(f"`{name}` is refused: {reason}", hint="Given files lie beside the notebook.")
    if not (folder / name).resolve().is_relative_to(folder.resolve()):
        raise InputError(f"`{folder / name}` leads out of its folder", hint="Put the file itself there.")
    return read_bytes(folder / name)


def _remarks(parts: Parts, asked: Sequence[str]) -> list[str]:
    remarks = [
        "Each check runs all cells anew from top to bottom, in the sandbox; a cell that fails stops no other.",
    ]
    if any(source.startswith("%%") for source in [*parts.students, *parts.authors]):
        remarks.append("Checks do not see the files of `%%writefile`; cells of other languages are not run.")
    if asked:
        names = ", ".join(f"`{name}`" for name in dict.fromkeys(asked))
        remarks.append(
            f"Checks read {names} from the student's notebook, where it can be changed: write the values out."
        )
    return remarks
