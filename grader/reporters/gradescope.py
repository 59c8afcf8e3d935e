"""Gradescope's `results.json`: the points, and what each check says as Markdown. There is no leaderboard."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from grader.reporters import telling
from grader.reporters.markup import block, prose
from grader.reporters.shares import Share, cents, number, shares
from grader.result import CheckResult, Feedback, Outcome, Result, Status

_VISIBILITY = {Feedback.FULL: "visible", Feedback.HINT: "visible", Feedback.SCORE: "after_published"}
_LOOKS = {
    "output_format": "md",
    "test_output_format": "md",
    "test_name_format": "text",
    "visibility": "visible",
    "stdout_visibility": "hidden",
}
_MOST_BYTES = 1_000_000  # the page holds all of it


def report(result: Result) -> str:
    """The document. Where the grader failed it holds no score and one message, which Gradescope takes for a failure."""
    return telling.fitting(lambda room: _document(result, room), _MOST_BYTES)


def failed() -> str:
    """The document where there is not even a result: no score, one message."""
    return json.dumps({"output": telling.GRADER_FAILED, **_LOOKS}, indent=2) + "\n"


def _document(result: Result, room: telling.Room) -> dict[str, Any]:
    about = {
        "output": "\n".join(_about(result)),
        **_LOOKS,
        "execution_time": round(result.seconds, 3),
        "extra_data": _origin(result),
    }
    if result.status is Status.ERROR:
        return about
    called = telling.titles(result)
    rows = enumerate(zip(result.checks, shares(result), strict=True), 1)
    tests = [_test(place, check, part, called, room) for place, (check, part) in rows]
    return {"score": number(cents(result.points)), **about, "tests": tests}


def _test(place: int, check: CheckResult, part: Share, called: Mapping[str, str], room: telling.Room) -> dict[str, Any]:
    return {
        "name": telling.name(check),
        "number": str(place),
        "score": number(part.earned),
        "max_score": number(part.worth),
        "status": "passed" if check.outcome is Outcome.PASSED else "failed",
        "output": "\n".join(_output(check, called, room)),
        "output_format": "md",
        "visibility": _VISIBILITY[check.feedback],
        "tags": ["stretch"] if check.stretch else [],
        "extra_data": {"id": check.id, "outcome": check.outcome},
    }


def _about(result: Result) -> Iterator[str]:
    """What stands above the checks."""
    if result.status is Status.ERROR:
        yield telling.GRADER_FAILED
        return
    for notice in result.notices:
        yield from (f"Note: {prose(telling.sentence(notice))}", "")
    if result.problem:
        yield from (*block([telling.sentence(result.problem.message)]), "")
    yield f"**Next step:** {prose(telling.next_step(result))}"


def _output(check: CheckResult, called: Mapping[str, str], room: telling.Room) -> Iterator[str]:
    yield from block(telling.message(check, called, room).splitlines())
    if telling.failed(check):
        for heading, text in (("Traceback:", check.traceback), ("Your code printed:", check.output)):
            lines = telling.quoted(text, room)
            if lines:
                yield from ("", heading, "", *block(lines))


def _origin(result: Result) -> dict[str, str | bool]:
    """What made the result, for whoever looks into a doubtful one."""
    return {
        "exercise": result.exercise,
        "status": result.status,
        "suite": result.suite.sha256,
        "submission": result.submission.sha256,
        "late": result.submission.late,
        "grader": result.grader.version,
        "python": result.grader.python,
        "box": result.box,
        "started": result.started,
    }
