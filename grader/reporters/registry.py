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
    "json": Format(json.report, "grade/v1: all that is known; the others are made from it.", "result.json"),
    "markdown": Format(_loaded("markdown"), "A summary for GitHub: score, checks, first failure.", "report.md"),
    "html": Format(_loaded("html"), "A page of one file, to open, print or send.", "report.html"),
    "classroom": Format(_loaded("classroom"), "For GitHub Classroom's autograding-grading-reporter.", "classroom.json"),
    "classroom50": Format(_loaded("classroom50"), "For Classroom 50; scores in hundredths of a point.", "result.json"),
    "gradescope": Format(_loaded("gradescope"), "For Gradescope's autograder.", "results.json"),
    "prairielearn": Format(_loaded("prairielearn"), "For PrairieLearn's external grading.", "results.json"),
    "exercism": Format(_loaded("exercism"), "For Exercism's test runners, version 3; no points.", "results.json"),
    "junit": Format(_loaded("junit"), "JUnit XML, for continuous integration.", "junit.xml"),
    "ctrf": Format(_loaded("ctrf"), "Common Test Report Format, version 1.0.0.", "ctrf-report.json"),
    "pytest-json-report": Format(
        _loaded("pytest_json_report"), "In the shape of pytest-json-report's file.", ".report.json"
    ),
}
REPORTERS = {name: each.report for name, each in FORMATS.items()}
