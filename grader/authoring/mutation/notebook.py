"""The code cells of a notebook, and a notebook with another text in one of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple


class Cell(NamedTuple):
    """A code cell: its number among all cells, from 1, and its text."""

    number: int
    text: str


def cells_of(content: bytes) -> Iterator[Cell]:
    """The code cells of a notebook; none of what is no notebook."""
    try:
        cells = json.loads(content)["cells"]
        for number, cell in enumerate(cells, 1):
            if cell["cell_type"] == "code":
                yield Cell(number, "".join(cell["source"]))
    except (ValueError, KeyError, TypeError):
        return


def with_cell(content: bytes, cell: Cell, text: str) -> bytes:
    """The notebook with another text in a cell; all else of it stays."""
    notebook = json.loads(content)
    notebook["cells"][cell.number - 1]["source"] = text.splitlines(keepends=True)
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()
