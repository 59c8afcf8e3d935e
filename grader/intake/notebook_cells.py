"""The code cells of a notebook in the current format."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class Cell(Struct, frozen=True):
    """A code cell: its place among the code cells, counted from 1, the number that Jupyter shows, and its text."""

    number: int
    prompt: int | None
    source: str

    @property
    def label(self) -> str:
        """The cell as a student finds it: `cell 3 (In [5])`."""
        return f"cell {self.number}" + (f" (In [{self.prompt}])" if self.prompt is not None else "")


def code_cells(document: Any) -> tuple[Cell, ...]:
    """Return the code cells of a version 4 notebook; raises `ValueError` if it is none."""
    if not isinstance(document, dict) or not isinstance(document.get("cells"), list):
        raise ValueError("this is no notebook of version 4")  # noqa: TRY004 - its kind is right, its text is not
    found: list[Cell] = []
    for cell in document["cells"]:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            prompt, source = cell.get("execution_count"), cell.get("source", "")
            text = source if isinstance(source, str) else "".join(map(str, source))
            found.append(Cell(len(found) + 1, prompt if type(prompt) is int else None, text))
    return tuple(found)
