"""A notebook of another grader, taken apart: what becomes the solution's notebook, and the tests in it."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from grader.authoring.adopting.adopted import LeftOut, read_bytes
from grader.errors import InputError
from grader.intake.notebook import read_notebook
from grader.intake.tree import Refusal

ANSWER_HERE = "Write your answer here."

Cell = dict[str, Any]


class CellTest(NamedTuple):
    """The code of a test: `expected` is what its last expression showed, None where nothing is compared."""

    name: str
    points: Fraction
    source: str
    expected: str | None = None


class Parts(NamedTuple):
    """What a notebook holds.

    `cells` are those of the solution, with markers; `students` the code that is the student's to write, `authors` all
    other code; `files` lie beside the notebook and are given.
    """

    cells: list[Cell]
    tests: list[CellTest]
    left_out: list[LeftOut]
    remarks: list[str]
    students: list[str]
    authors: list[str]
    files: list[str]


def no_parts() -> Parts:
    """Nothing yet."""
    return Parts([], [], [], [], [], [], [])


def read_cells(file: Path) -> tuple[Cell, list[Cell]]:
    """A notebook in the current format and its cells, sources as one text. Raises `InputError` where it is none."""
    read = read_notebook(file.name, read_bytes(file))
    if isinstance(read, Refusal):
        raise InputError(f"`{file}` {read.reason}", hint="Open it in Jupyter and save it again.")
    document: Cell = json.loads(read.content)
    cells: list[Cell] = document["cells"]
    for cell in cells:
        cell["source"] = "".join(cell["source"])
    return document, cells


def kept(cell: Cell, source: str) -> Cell:
    """A cell of the solution: this source, no output, and nothing of the other grader's."""
    metadata = {key: value for key, value in cell["metadata"].items() if key not in ("nbgrader", "otter")}
    fresh: Cell = {"cell_type": cell["cell_type"], "metadata": metadata, "source": source.splitlines(keepends=True)}
    fresh |= {key: cell[key] for key in ("id", "attachments") if key in cell}
    if cell["cell_type"] == "code":
        fresh |= {"outputs": [], "execution_count": None}
    return fresh


def hidden(source: str, *, markdown: bool = False) -> str:
    """A source that students do not get at all."""
    if markdown:
        return f"<!-- BEGIN SOLUTION: {ANSWER_HERE} -->\n{source}\n<!-- END SOLUTION -->"
    if not source.strip():
        return source
    first, _, rest = source.partition("\n")
    if first.startswith("%%"):  # it must stay the first line
        return f"{first}\n{hidden(rest)}"
    return f"# BEGIN SOLUTION: ...\n{source}\n# END SOLUTION"
