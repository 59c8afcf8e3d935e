"""The payload that `autograding-grading-reporter`, GitHub Classroom's action, reads: its version 1, as JSON.

The action wants it in base64, in one environment variable; `echo "result=$(base64 -w0 FILE)" >> "$GITHUB_OUTPUT"`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import reduce
from math import ulp
from operator import add
from typing import NamedTuple

from grader.reporters import telling
from grader.reporters.shares import number, shares
from grader.result import CheckResult, Outcome, Result, Status

_MOST_BYTES = 44_000  # of JSON: just below 60 kB of base64, and below half of what Linux allows one variable
_MESSAGES = (1000, 200, 0)  # characters of a message, the longest that fits
_STATUS = {Status.PASSED: "pass", Status.FAILED: "fail", Status.ERROR: "error"}
_OUTCOMES = {Outcome.PASSED: "pass", Outcome.ERRORED: "error"}


class _Test(NamedTuple):
    """One line of the action's table; `earned` is in hundredths of a point, `seconds` is wall time."""

    name: str
    status: str
    earned: int
    message: str
    seconds: float


def report(result: Result) -> str:
    """One line of ASCII. Where the grader failed `max_score` is 0, on which the action records no score at all."""
    if result.status is Status.ERROR or not result.checks:
        return _document("error", 0, [_Test(telling.sentence(result.title), "error", 0, telling.GRADER_FAILED, 0.0)])
    parts = shares(result)
    worth = sum(part.worth for part in parts)
    called = telling.titles(result)
    tests = [_test(check, part.earned, called) for check, part in zip(result.checks, parts, strict=True)]
    text = ""
    for letters in _MESSAGES:
        text = _document(
            _STATUS[result.status], worth, [test._replace(message=test.message[:letters]) for test in tests]
        )
        if len(text) <= _MOST_BYTES:
            return text
    kept = len(tests)
    while len(text) > _MOST_BYTES:
        kept = kept * 3 // 4
        text = _document(_STATUS[result.status], worth, _shortened(tests, kept))
    return text


def _test(check: CheckResult, earned: int, called: Mapping[str, str]) -> _Test:
    message = " ".join(telling.explained(check, called))
    return _Test(telling.name(check), _OUTCOMES.get(check.outcome, "fail"), earned, message, check.seconds)


def _shortened(tests: Sequence[_Test], kept: int) -> list[_Test]:
    """The first of the tests without their messages, and one test for all others."""
    rest = tests[kept:]
    status = "pass" if all(test.status == "pass" for test in rest) else "fail"
    earned, seconds = sum(test.earned for test in rest), sum(test.seconds for test in rest)
    last = _Test(f"{len(rest)} further checks, together", status, earned, "", seconds)
    return [*(test._replace(message="") for test in tests[:kept]), last]


def _scores(earned: Sequence[int]) -> list[float]:
    """The points, such that the action's sum is their total: without care 0.1 and 0.2 give 0.30000000000000004."""
    scores: list[float] = [number(each) for each in earned]
    total = number(sum(earned))
    hair = ulp(total) / 2
    for place in reversed([place for place, score in enumerate(scores) if score]):
        wrong = _added(scores) - total
        if not wrong:
            break
        near = (scores[place] - wrong + hairs * hair for hairs in (0, 1, -1, 2, -2, 3, -3))
        changes = ([*scores[:place], score, *scores[place + 1 :]] for score in near)
        scores = next((changed for changed in changes if _added(changed) == total), scores)
    return scores


def _added(scores: Sequence[float]) -> float:
    """The sum as JavaScript makes it, one after the other; Python's `sum` is more exact."""
    return reduce(add, scores, 0.0)


def _document(status: str, worth: int, tests: Sequence[_Test]) -> str:
    rows = [
        {
            "name": test.name,
            "status": test.status,
            "score": score,
            "message": test.message,
            "test_code": "",
            "filename": "",
            "line_no": 0,  # left out, it would show as `line undefined`
            "duration": round(test.seconds * 1000),
        }
        for test, score in zip(tests, _scores([test.earned for test in tests]), strict=True)
    ]
    document = {"version": 1, "status": status, "max_score": number(worth), "tests": rows}
    return json.dumps(document, allow_nan=False, separators=(",", ":")) + "\n"
