"""PrairieLearn's `results.json` of an external grader: a score from 0 to 1, and every check with its points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from grader.reporters import telling
from grader.reporters.shares import Share, number, shares
from grader.result import CheckResult, Result, Status

_MOST_BYTES = 900_000  # PrairieLearn refuses more than 1 MB


def report(result: Result) -> str:
    """The document; not gradable, which costs no attempt, where nothing could be read or the grader failed."""
    return telling.fitting(lambda room: _document(result, room), _MOST_BYTES)


def _document(result: Result, room: telling.Room) -> dict[str, Any]:
    if result.status is Status.ERROR:
        return {"gradable": False, "message": telling.GRADER_FAILED}
    if result.problem:
        return {"gradable": False, "format_errors": [telling.sentence(result.problem.message)]}
    called = telling.titles(result)
    tests = [_test(check, part, called, room) for check, part in zip(result.checks, shares(result), strict=True)]
    return {"gradable": True, "score": _score(result), "message": "\n".join(_about(result)), "tests": tests}


def _score(result: Result) -> float:
    if not result.max_points:
        return float(result.status is Status.PASSED)
    return min(result.points / result.max_points, 1.0)


def _test(check: CheckResult, part: Share, called: Mapping[str, str], room: telling.Room) -> dict[str, Any]:
    return {
        "name": telling.name(check) + (" (stretch)" if check.stretch else ""),
        "points": number(part.earned),
        "max_points": number(part.worth),
        "message": telling.message(check, called, room),
        "output": "\n".join(telling.quoted(check.output, room)) if telling.failed(check) else "",
    }


def _about(result: Result) -> Iterator[str]:
    yield from (f"Note: {telling.sentence(notice)}" for notice in result.notices)
    yield f"Next step: {telling.next_step(result)}"
