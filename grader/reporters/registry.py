"""The formats by name. A new one is a function `report(result) -> str` in a file of its own and a line here."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, Protocol

from grader.reporters import json, terminal
from grader.result import Result


class Reporter(Protocol):
    """Show a result as text.

    `details` asks for everything the result holds, `width` is in terminal cells, `color` allows ANSI colours;
    a format that has no use for one of them ignores it.
    """

    def __call__(self, result: Result, *, details: bool = False, width: int = 80, color: bool = False) -> str: ...


class Format(NamedTuple):
    """`about` is one line for somebody who chooses; `file` is the name that its readers look for."""

    report: Reporter
    about: str
    file: str


def _loaded(module: str) -> Reporter:
    """The `report` of a module that is imported when it is wanted: a run pays for no other format."""

    def report(result: Result, *, details: bool = False, width: int = 80, color: bool = False) -> str:  # noqa: ARG001
        return str(import_module(f"grader.reporters.{module}").report(result))

    return report


FORMATS: dict[str, Format] = {
    "terminal": Format(terminal.report, "The report for the student, as the terminal shows it.", "report.txt"),
    "json": Format(json.report, "grade/v1: all that is known; every other format is made from it.", "result.json"),
    "markdown": Format(_loaded("markdown"), "A summary for GitHub: score, checks, first failure.", "report.md"),
    "classroom": Format(_loaded("classroom"), "For GitHub Classroom's autograding-grading-reporter.", "classroom.json"),
    "classroom50": Format(_loaded("classroom50"), "Classroom 50's result, scores in hundredths.", "result.json"),
}
REPORTERS = {name: each.report for name, each in FORMATS.items()}
