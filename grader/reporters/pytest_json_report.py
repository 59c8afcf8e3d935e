"""A result in the shape of pytest-json-report's file: one test for each check, nothing of the suite.

`grade --json-report` writes the plugin's own file, of the session that ran the suite, at feedback `full` only. This
one is made from the result alone and holds what the feedback level allows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from grader.reporters import failure, telling
from grader.reporters.shares import cents, number, shares
from grader.result import CheckResult, Outcome, Result, Status

_OUTCOMES = {Outcome.PASSED: "passed", Outcome.NOT_CHECKED: "skipped", Outcome.ERRORED: "error"}
_EXIT_CODES = {Status.PASSED: 0, Status.FAILED: 1, Status.ERROR: 3}  # pytest's own


def report(result: Result) -> str:
    """The document; points stand in the tests' `metadata` and in `gradebox` beside the summary."""
    called = telling.titles(result)
    scored = result.status is not Status.ERROR
    tests = []
    for check, part in zip(result.checks, shares(result), strict=True):
        points = {"points": number(part.earned), "max_points": number(part.worth)} if scored else {}
        tests.append(_test(check, called, {"title": telling.name(check), "stretch": check.stretch, **points}))
    counts = Counter(test["outcome"] for test in tests)
    total = {"points": number(cents(result.points)), "max_points": number(cents(result.max_points))} if scored else {}
    document = {
        "created": datetime.fromisoformat(result.started).timestamp() + result.seconds if result.started else 0.0,
        "duration": result.seconds,
        "exitcode": _EXIT_CODES[result.status],
        "root": result.exercise,
        "environment": {"Python": result.grader.python, "gradebox": result.grader.version},
        "summary": {**counts, "total": len(tests), "collected": len(tests)},
        "gradebox": {"status": result.status, **total},
        "tests": tests,
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _test(check: CheckResult, called: Mapping[str, str], metadata: Mapping[str, Any]) -> dict[str, Any]:
    outcome = _OUTCOMES.get(check.outcome, "failed")
    return {
        "nodeid": check.id,
        "lineno": 0,
        "outcome": outcome,
        **_stages(check, outcome, called),
        "metadata": metadata,
    }


def _stages(check: CheckResult, outcome: str, called: Mapping[str, str]) -> dict[str, Any]:
    """`setup` alone where the check did not begin, as with the plugin; a stage that passed says no more."""
    if outcome in ("skipped", "error"):
        ended = "failed" if outcome == "error" else outcome
        return {"setup": {"duration": check.seconds, "outcome": ended, "longrepr": telling.message(check, called)}}
    idle = {"duration": 0.0, "outcome": "passed"}
    call = {"duration": check.seconds, "outcome": outcome, **_why(check, called), **_printed(check)}
    return {"setup": idle, "call": call, "teardown": idle}


def _why(check: CheckResult, called: Mapping[str, str]) -> dict[str, Any]:
    if not telling.failed(check):
        return {}
    trace = telling.quoted(check.traceback)
    spot = failure.place_of(check)
    words = telling.sentence(telling.last_words(check))
    place = {"crash": {"path": telling.sentence(spot.file), "lineno": spot.line, "message": words}} if spot else {}
    return {**place, "longrepr": "\n".join(filter(None, [telling.message(check, called), *trace]))}


def _printed(check: CheckResult) -> dict[str, str]:
    lines = telling.quoted(check.output)
    return {"stdout": "\n".join(lines) + "\n"} if lines else {}
