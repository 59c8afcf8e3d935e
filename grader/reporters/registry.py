"""The formats by name. A new one is a function in a file of its own and a line here."""

from __future__ import annotations

from typing import Protocol

from grader.reporters import json, terminal
from grader.result import Result


class Reporter(Protocol):
    """Show a result as text.

    `details` asks for everything the result holds, `width` is in terminal cells, `color` allows ANSI colours;
    a format that has no use for one of them ignores it.
    """

    def __call__(self, result: Result, *, details: bool = False, width: int = 80, color: bool = False) -> str: ...


REPORTERS: dict[str, Reporter] = {
    "json": json.report,
    "terminal": terminal.report,
}
