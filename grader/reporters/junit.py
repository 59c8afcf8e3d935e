"""JUnit XML, as continuous integration reads it: a suite for the exercise, a case for each check.

What the student's code did wrong is a failure, what the grader did wrong an error, what was not reached is skipped.
"""

from __future__ import annotations

from typing import NamedTuple
from xml.etree import ElementTree as ET

from grader.reporters import telling
from grader.reporters.shares import Share, cents, number, shares
from grader.result import CheckResult, Outcome, Result, Status

_TAGS = {Outcome.PASSED: "", Outcome.NOT_CHECKED: "skipped", Outcome.ERRORED: "error"}


class _Case(NamedTuple):
    """`tag` is the element that says why the check did not pass; empty for one that passed."""

    check: CheckResult
    part: Share
    tag: str


def report(result: Result) -> str:
    """The document, ASCII only; points stand in properties."""
    parts = zip(result.checks, shares(result), strict=True)
    cases = [_Case(check, part, _TAGS.get(check.outcome, "failure")) for check, part in parts]
    root = ET.Element("testsuites", {"name": "gradebox", **_counts(result, cases)})
    about = {"name": result.exercise, **_counts(result, cases), "skipped": _of(cases, "skipped")}
    suite = ET.SubElement(root, "testsuite", about)
    if result.started:
        suite.set("timestamp", result.started.removesuffix("Z"))
    _properties(suite, {"title": telling.sentence(result.title), "status": result.status, **_score(result)})
    called = telling.titles(result)
    for case in cases:
        _case(suite, result, case, called)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="us-ascii", xml_declaration=True)
    return document.decode("ascii") + "\n"


def _counts(result: Result, cases: list[_Case]) -> dict[str, str]:
    return {
        "tests": str(len(cases)),
        "failures": _of(cases, "failure"),
        "errors": _of(cases, "error"),
        "time": f"{result.seconds:.3f}",
    }


def _of(cases: list[_Case], tag: str) -> str:
    return str(sum(case.tag == tag for case in cases))


def _score(result: Result) -> dict[str, str]:
    return {} if result.status is Status.ERROR else _points(cents(result.points), cents(result.max_points))


def _points(earned: int, worth: int) -> dict[str, str]:
    return {"points": str(number(earned)), "max_points": str(number(worth))}


def _case(suite: ET.Element, result: Result, case: _Case, called: dict[str, str]) -> None:
    check = case.check
    classname = f"{result.exercise}.{check.id.partition('::')[0].removesuffix('.py').replace('/', '.')}"
    element = ET.SubElement(
        suite, "testcase", classname=classname, name=telling.name(check), time=f"{check.seconds:.3f}"
    )
    points = {} if result.status is Status.ERROR else _points(case.part.earned, case.part.worth)
    _properties(element, {"id": telling.sentence(check.id), **points})
    if case.tag:
        lines = telling.explained(check, called)
        reason = ET.SubElement(
            element, case.tag, message=telling.headline(check, lines), type=check.outcome.replace(" ", "_")
        )
        reason.text = "\n".join([telling.message(check, called), *telling.quoted(check.traceback)])
    printed = telling.quoted(check.output)
    if printed:
        ET.SubElement(element, "system-out").text = "\n".join(printed)


def _properties(element: ET.Element, values: dict[str, str]) -> None:
    properties = ET.SubElement(element, "properties")
    for name, value in values.items():
        ET.SubElement(properties, "property", name=name, value=value)
