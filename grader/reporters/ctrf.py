"""The Common Test Report Format, version 1.0.0. Its objects are closed, so points stand in `extra`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from grader.reporters import telling
from grader.reporters.shares import Share, cents, number, shares
from grader.result import CheckResult, Outcome, Result, Status

_VERSION = "1.0.0"
_TOOL = "gradebox"
_STATUSES = ("passed", "failed", "skipped", "pending", "other")
_STATUS = {Outcome.PASSED: "passed", Outcome.NOT_CHECKED: "skipped", Outcome.ERRORED: "other"}
_MILLISECONDS = 1000


def report(result: Result) -> str:
    """The document; a run in which the grader failed has no score."""
    tests = [_test(result, check, part) for check, part in zip(result.checks, shares(result), strict=True)]
    version = {"version": result.grader.version} if result.grader.version else {}
    document = {
        "reportFormat": "CTRF",
        "specVersion": _VERSION,
        **({"timestamp": result.started} if result.started else {}),
        "generatedBy": " ".join([_TOOL, *version.values()]),
        "results": {
            "tool": {"name": _TOOL, **version},
            "summary": _summary(result, Counter(test["status"] for test in tests)),
            "tests": tests,
            "extra": {
                "exercise": result.exercise,
                "title": telling.sentence(result.title),
                "rawStatus": result.status,
                **_score(result),
            },
        },
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _summary(result: Result, counted: Mapping[str, int]) -> dict[str, int]:
    start, duration = _epoch(result.started), round(result.seconds * _MILLISECONDS)
    counts = {status: counted.get(status, 0) for status in _STATUSES}
    return {"tests": len(result.checks), **counts, "start": start, "stop": start + duration, "duration": duration}


def _score(result: Result) -> dict[str, float]:
    if result.status is Status.ERROR:
        return {}
    return {"score": number(cents(result.points)), "max_score": number(cents(result.max_points))}


def _test(result: Result, check: CheckResult, part: Share) -> dict[str, Any]:
    points = {} if result.status is Status.ERROR else {"points": number(part.earned), "max_points": number(part.worth)}
    told = {
        "message": telling.message(check, telling.titles(result)),
        "trace": "\n".join(telling.quoted(check.traceback)),
        "stdout": telling.quoted(check.output),
        "tags": ["stretch"] if check.stretch else [],
    }
    return {
        "testId": check.id,
        "name": telling.name(check),
        "status": _STATUS.get(check.outcome, "failed"),
        "rawStatus": check.outcome,
        "duration": round(check.seconds * _MILLISECONDS),
        "suite": [result.exercise],
        **{key: text for key, text in told.items() if text},
        "extra": points,
    }


def _epoch(started: str) -> int:
    """Milliseconds since 1970; 0 where the time is not known."""
    return round(datetime.fromisoformat(started).timestamp() * _MILLISECONDS) if started else 0
