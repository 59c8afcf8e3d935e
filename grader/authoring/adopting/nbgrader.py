"""nbgrader's notebooks: what their cells are is in the cells' metadata, hidden tests stand between markers."""

from __future__ import annotations

import re
from fractions import Fraction

from grader.authoring.adopting.adopted import LeftOut, points_from, titled
from grader.authoring.adopting.marked_cells import Cell, CellTest, Parts, hidden, kept, no_parts
from grader.authoring.markers import is_marked

_HIDDEN = re.compile(
    r"^[ \t]*#+ BEGIN HIDDEN TESTS[^\n]*\n(.*?)(?:^[ \t]*#+ END HIDDEN TESTS[^\n]*(?:\n|\Z)|\Z)",
    re.MULTILINE | re.DOTALL,
)
_EDGE = re.compile(r"^[ \t]*#+ (?:BEGIN|END) HIDDEN TESTS[^\n]*\n?", re.MULTILINE)
_SCHEME = re.compile(r"=== BEGIN MARK SCHEME ===.*?(?:=== END MARK SCHEME ===|\Z)", re.DOTALL)


def is_nbgraders(cells: list[Cell]) -> bool:
    """Whether nbgrader's metadata stand in one of the cells."""
    return any(_metadata(cell) for cell in cells)


def nbgrader_parts(cells: list[Cell]) -> Parts:
    """What the cells are, by their metadata."""
    parts = no_parts()
    for number, cell in enumerate(cells, 1):
        metadata = _metadata(cell)
        graded, answer = metadata.get("grade") is True, metadata.get("solution") is True
        name = titled(metadata.get("grade_id"), f"cell {number}")
        if graded and not answer and cell["cell_type"] == "code":
            _take_test(parts, cell, name)
        elif graded or metadata.get("task") is True:
            points = points_from(metadata.get("points")) or Fraction()
            parts.left_out.append(LeftOut(name, points, "it is graded by hand"))
            _take_answer(parts, cell, whole=True)
        elif answer:
            _take_answer(parts, cell, whole=False)
        else:
            parts.cells.append(kept(cell, cell["source"]))
            if cell["cell_type"] == "code":
                (parts.authors if metadata.get("locked") is True else parts.students).append(cell["source"])
    return parts


def _metadata(cell: Cell) -> Cell:
    found = cell["metadata"].get("nbgrader")
    return found if isinstance(found, dict) else {}


def _take_test(parts: Parts, cell: Cell, name: str) -> None:
    """The whole cell is the test; what students see of it stays in their notebook."""
    source: str = cell["source"]
    points = points_from(_metadata(cell).get("points"))
    if points is None:
        why = f"its points are `{titled(_metadata(cell)['points'], 'no number')}`, which is no number from 0 on"
        parts.left_out.append(LeftOut(name, Fraction(), why))
    else:
        parts.tests.append(CellTest(name, points, _EDGE.sub("", source)))
    shown = _HIDDEN.sub("", source)
    parts.authors.append(source)
    if any(line.strip() and not line.lstrip().startswith("#") for line in shown.splitlines()):
        parts.cells.append(kept(cell, shown.rstrip("\n")))


def _take_answer(parts: Parts, cell: Cell, *, whole: bool) -> None:
    markdown = cell["cell_type"] != "code"
    source = _SCHEME.sub("", cell["source"]).rstrip() if markdown else cell["source"]
    if not markdown:
        parts.students.append(source)
    asked = markdown and whole and _metadata(cell).get("task") is True  # a task's text is the question
    marked = source if asked or is_marked(source) else hidden(source, markdown=markdown)
    parts.cells.append(kept(cell, marked))
